import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { InventoryStatusAnswer, ListedObject } from '../../contract/index.ts';
import { Card } from '../components/card.tsx';
import { type Column, DataTable, ExportButton } from '../components/data-table.tsx';
import { Icon } from '../components/icon.tsx';
import { AddressLink } from '../components/links.tsx';
import { Empty, Failure, Waiting } from '../components/states.tsx';
import { ThingLink } from '../components/thing.tsx';
import { useView } from '../components/view.tsx';
import { formatAge, formatExact, formatInstant, MISSING, shorten } from '../data/format.ts';
import { kindName, useInventoryObjects } from '../data/inventory.ts';

/** Everything that is known, by kind; found by identifier, name, owner, address or tag. */
export function InventoryObjects({ status, now }: { readonly status: InventoryStatusAnswer; readonly now: number }) {
  const { search, patch } = useView();
  const [typed, setTyped] = useState(search.find ?? '');
  const [find] = useDebouncedValue(typed.trim(), 200);
  useEffect(() => {
    if (find !== (search.find ?? '')) patch({ find: find === '' ? undefined : find });
  }, [find, search.find, patch]);
  const list = useInventoryObjects({ kind: search.kind, search: search.find, naming: search.naming }, 40);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = list.data?.pages[0]?.total;
  const accounts = new Set(status.known.map(({ account }) => account));
  const columns = columnsOf(now, search.kind === undefined, accounts.size > 1);
  const known = new Set(status.known.map(({ kind }) => kind));
  return (
    <Card
      title="Objects"
      about={total === undefined ? undefined : `${formatExact(total)} that fit`}
      actions={
        <>
          {search.naming === undefined ? null : (
            <span className="chip accent">
              that name{' '}
              <b>
                <ThingLink id={search.naming} at="now" />
              </b>
              <button
                type="button"
                className="chip-close"
                aria-label={`List also what does not name ${search.naming}`}
                onClick={() => patch({ naming: undefined })}
              >
                <Icon name="close" size={11} />
              </button>
            </span>
          )}
          <label className="find">
            <span className="sr-only">Kind</span>
            <select
              value={search.kind ?? ''}
              onChange={(event) =>
                patch({ kind: event.currentTarget.value === '' ? undefined : event.currentTarget.value })
              }
            >
              <option value="">every kind</option>
              {status.kinds
                .filter(({ name }) => known.has(name) && name !== 'tags')
                .map(({ name, plural }) => (
                  <option key={name} value={name}>
                    {plural}
                  </option>
                ))}
            </select>
          </label>
          <input
            className="find-box"
            type="search"
            value={typed}
            placeholder="name, id, owner, address, tag=value"
            aria-label="Search objects by name, identifier, owner, address or tag=value"
            spellCheck={false}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <ExportButton name="inventory-objects" columns={columns} rows={rows} />
        </>
      }
    >
      {list.isError ? <Failure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <Waiting height={300} lines={8} /> : null}
      {list.isSuccess && rows.length === 0 ? (
        <Empty title="No object fits">
          <button
            type="button"
            className="chip"
            onClick={() => {
              setTyped('');
              patch({ kind: undefined, find: undefined, naming: undefined });
            }}
          >
            Show all of them
          </button>
        </Empty>
      ) : null}
      {rows.length === 0 ? null : (
        <DataTable
          label="Objects"
          columns={columns}
          rows={rows}
          rowKey={({ kind, account, region, id }) => `${kind} ${account} ${region} ${id}`}
        />
      )}
      {list.hasNextPage ? (
        <p className="note">
          <button
            type="button"
            className="link"
            disabled={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {list.isFetchingNextPage ? 'loading …' : `Show more of ${formatExact(total ?? 0)}`}
          </button>
        </p>
      ) : null}
    </Card>
  );
}

function columnsOf(now: number, withKind: boolean, withAccount: boolean): Column<ListedObject>[] {
  return [
    {
      head: 'name',
      cell: ({ id, name, kind }) => <ThingLink id={id} name={name} kind={kind} at="now" withId />,
      plain: ({ name }) => name,
    },
    ...(withKind
      ? [
          {
            head: 'kind',
            cell: ({ kind }: ListedObject) => kindName(kind),
            plain: ({ kind }: ListedObject) => kind,
          },
        ]
      : []),
    { head: 'owner', wideOnly: true, cell: ({ owner }) => owner ?? MISSING, plain: ({ owner }) => owner },
    {
      head: 'addresses',
      cell: ({ addresses }) => <Addresses all={addresses} />,
      plain: ({ addresses }) => addresses.join(' '),
    },
    {
      head: 'vpc',
      wideOnly: true,
      cell: ({ vpc, id }) => (vpc === null || vpc === id ? MISSING : <ThingLink id={vpc} kind="vpc" at="now" />),
      plain: ({ vpc }) => vpc,
    },
    { head: 'state', wideOnly: true, cell: ({ state }) => state ?? MISSING, plain: ({ state }) => state },
    ...(withAccount ? [accountColumn] : []),
    {
      head: 'seen',
      numeric: true,
      wideOnly: true,
      cell: ({ last_seen: last }) => <span title={`${formatInstant(last)} UTC`}>{formatAge(last, now)}</span>,
      plain: ({ last_seen: last }) => last,
    },
  ];
}

const accountColumn: Column<ListedObject> = {
  head: 'account',
  wideOnly: true,
  cell: ({ account, region }) => (
    <span className="who">
      <span className="mono">{account || 'not known'}</span>
      <span className="about">{region || 'not known'}</span>
    </span>
  ),
  plain: ({ account, region }) => `${account} ${region}`,
};

const SHOWN = 2;

function Addresses({ all }: { readonly all: readonly string[] }) {
  if (all.length === 0) return MISSING;
  return (
    <span className="addresses" title={all.join('\n')}>
      {all.slice(0, SHOWN).map((address) => (
        <span key={address} className="line">
          <span className="mono">{shorten(address, 22)}</span>
          <AddressLink address={address} />
        </span>
      ))}
      {all.length > SHOWN ? <span className="about">{all.length - SHOWN} more</span> : null}
    </span>
  );
}
