import { Menu } from '@mantine/core';
import { type ReactNode, useCallback, useState } from 'react';
import type { Pick } from '../../data/answer.ts';
import { canPick } from '../../data/answer.ts';
import { looksLikeAddress } from '../../data/filters.ts';
import { shorten } from '../../data/format.ts';
import type { Part } from './groups.ts';
import { keyWords, wordsOf } from './words.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

interface Opened extends Place {
  readonly parts: readonly Part[];
  /** Where the keyboard was, and is again once the menu is gone. */
  readonly from: Element | null;
}

type OnPick = (pick: Pick) => void;

/** A menu for the values of a cell or of a mark: ask for one alone, leave it out, open its page, copy it. */
export function useCellMenu(onPick: OnPick): {
  readonly openMenu: (parts: readonly Part[], place: Place) => void;
  readonly menu: ReactNode;
} {
  const [opened, setOpened] = useState<Opened>();
  const openMenu = useCallback((parts: readonly Part[], { x, y }: Place) => {
    if (parts.length > 0) setOpened({ parts, x, y, from: document.activeElement });
  }, []);
  const close = () => {
    setOpened(undefined);
    if (opened?.from instanceof HTMLElement) opened.from.focus({ preventScroll: true });
  };
  return {
    openMenu,
    menu: opened === undefined ? null : <CellMenu opened={opened} onPick={onPick} onClose={close} />,
  };
}

interface MenuProps {
  readonly opened: Opened;
  readonly onPick: OnPick;
  readonly onClose: () => void;
}

function CellMenu({ opened, onPick, onClose }: MenuProps) {
  return (
    <Menu opened onClose={onClose} position="bottom-start" returnFocus={false}>
      <Menu.Target>
        <span className="menu-place" style={{ left: opened.x, top: opened.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        {opened.parts.map((part) => (
          <PartItems key={part.column.name} part={part} onPick={onPick} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function PartItems({ part: { column, value }, onPick }: { readonly part: Part; readonly onPick: OnPick }) {
  const { exact } = wordsOf(column, value);
  return (
    <>
      <Menu.Label>
        {column.name} <b>{shorten(keyWords(column, value), 40)}</b>
      </Menu.Label>
      {canPick(column, value) ? (
        <>
          <Menu.Item onClick={() => onPick({ column, value, action: 'add' })}>Only this</Menu.Item>
          <Menu.Item onClick={() => onPick({ column, value, action: 'exclude' })}>Without this</Menu.Item>
        </>
      ) : null}
      {typeof value === 'string' && canOpen({ column, value }) ? (
        <Menu.Item onClick={() => onPick({ column, value, action: 'open' })}>Page of {shorten(value, 30)}</Menu.Item>
      ) : null}
      {exact === '' ? null : (
        <Menu.Item onClick={() => void navigator.clipboard.writeText(exact)}>Copy {shorten(exact, 30)}</Menu.Item>
      )}
    </>
  );
}

/** Addresses have pages of their own. */
export function canOpen({ column, value }: Part): boolean {
  return column.kind === 'address' && typeof value === 'string' && looksLikeAddress(value);
}

/** What a click on a mark asks for: each of its values alone, or none of them. */
export function pickAll(parts: readonly Part[], isExcluded: boolean, onPick: OnPick): void {
  for (const { column, value } of parts) {
    if (canPick(column, value)) onPick({ column, value, action: isExcluded ? 'exclude' : 'add' });
  }
}

/** Where a menu opens: at the pointer, or below the element where the menu key was pressed. */
export function placeOf(event: {
  readonly clientX: number;
  readonly clientY: number;
  readonly currentTarget: Element;
}): Place {
  if (event.clientX !== 0 || event.clientY !== 0) return { x: event.clientX, y: event.clientY };
  const box = event.currentTarget.getBoundingClientRect();
  return { x: box.left, y: box.bottom };
}
