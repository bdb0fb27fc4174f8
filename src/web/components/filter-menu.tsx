import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { createContext, type MouseEvent, type ReactNode, useContext, useMemo, useState } from 'react';
import { type FilterKey, filtersOf, filterText, looksLikeAddress, withFilters } from '../data/filters.ts';
import { scopeOf } from '../data/search.ts';
import { addressPath, thingPath } from './links.tsx';
import { useView } from './view.tsx';

interface Opened {
  readonly key: FilterKey;
  readonly x: number;
  readonly y: number;
}

/** Columns whose values are things with pages of their own. */
const THING_FIELDS = /^(?:thing|(?:interface|instance|subnet|vpc)_id|(?:src|dst)_(?:interface|instance|subnet|vpc))$/;

type Open = (key: FilterKey, place: { readonly x: number; readonly y: number }) => void;

const FilterMenuContext = createContext<Open>(() => undefined);

/** One menu for every mark and cell: keep only it, leave it out, go where it leads. */
export function FilterMenuProvider({ children }: { readonly children: ReactNode }) {
  const [opened, setOpened] = useState<Opened | undefined>();
  const open = useMemo(
    (): Open =>
      (key, { x, y }) =>
        setOpened({ key, x, y }),
    [],
  );
  return (
    <FilterMenuContext value={open}>
      {children}
      {opened === undefined ? null : <FilterMenu opened={opened} onClose={() => setOpened(undefined)} />}
    </FilterMenuContext>
  );
}

export function useFilterMenu(): Open {
  return useContext(FilterMenuContext);
}

function FilterMenu({ opened, onClose }: { readonly opened: Opened; readonly onClose: () => void }) {
  const { search, addKey } = useView();
  const navigate = useNavigate();
  const filters = filtersOf(opened.key);
  const words = filters.map(filterText).join(' ');
  const addresses = [...new Set(filters.map((filter) => filter.value).filter(looksLikeAddress))];
  const things = filters
    .filter(({ field, value }) => THING_FIELDS.test(field) && value !== '-')
    .map(({ value }) => value);
  const records = () => {
    void navigate({
      to: '/records',
      search: { ...scopeOf(search), filter: withFilters(search.filter ?? [], filters) },
    });
  };
  return (
    <Menu opened onClose={onClose} position="bottom-start" returnFocus>
      <Menu.Target>
        <span className="menu-place" style={{ left: opened.x, top: opened.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{words}</Menu.Label>
        <Menu.Item onClick={() => addKey(opened.key)}>Only this</Menu.Item>
        <Menu.Item onClick={() => addKey(opened.key, true)}>Without this</Menu.Item>
        <Menu.Item onClick={records}>Records behind it</Menu.Item>
        {addresses.map((address) => (
          <Menu.Item key={address} onClick={() => void navigate({ to: addressPath(address), search: scopeOf(search) })}>
            Page of {address}
          </Menu.Item>
        ))}
        {things.map((id) => (
          <Menu.Item key={id} onClick={() => void navigate({ to: thingPath(id), search: scopeOf(search) })}>
            Page of {id}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => void navigator.clipboard.writeText(filters.map((filter) => filter.value).join(' '))}>
          Copy
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const FILTER_HINT = 'Click: only this. Alt-click: without this. Right-click: more.';

/** A cell or word that filters: click keeps only it, alt-click leaves it out, right-click (or the menu key) shows more. */
export function FilterValue({
  of,
  className = '',
  title,
  children,
}: {
  readonly of: FilterKey;
  readonly className?: string;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  const { addKey } = useView();
  const openMenu = useFilterMenu();
  const onContextMenu = (event: MouseEvent<HTMLButtonElement>) => {
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    // The menu key gives no pointer: the menu then hangs below the cell.
    const byPointer = event.clientX !== 0 || event.clientY !== 0;
    openMenu(of, byPointer ? { x: event.clientX, y: event.clientY } : { x: box.left, y: box.bottom });
  };
  return (
    <button
      type="button"
      className={`val ${className}`}
      title={`${title === undefined ? '' : `${title}\n`}${FILTER_HINT}`}
      onClick={(event) => addKey(of, event.altKey)}
      onContextMenu={onContextMenu}
    >
      {children}
    </button>
  );
}
