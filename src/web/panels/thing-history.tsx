import type { InventoryChange, InventoryObjectAnswer } from '../../contract/index.ts';
import { Card } from '../components/card.tsx';
import { ChangeList, changeColumns, changeRows } from '../components/change-list.tsx';
import { type Column, DataTable, ExportButton } from '../components/data-table.tsx';
import { Empty } from '../components/states.tsx';
import { useView } from '../components/view.tsx';
import { formatInstant, plural } from '../data/format.ts';
import { kindName } from '../data/inventory.ts';

type Version = InventoryObjectAnswer['versions'][number];

/** The times in which a thing was there in one form; a click shows it as it was then. */
export function ThingHistory({ versions, at }: { readonly versions: readonly Version[]; readonly at: string }) {
  const { patch } = useView();
  const rows = versions.toReversed();
  const columns: readonly Column<Version>[] = [
    {
      head: 'from, UTC',
      cell: (row) => (
        <button
          type="button"
          className={holds(row, at) ? 'val num chosen' : 'val num'}
          aria-pressed={holds(row, at)}
          title="Show the page as of then"
          onClick={() => patch({ at: row.valid_from })}
        >
          {formatInstant(row.valid_from)}
        </button>
      ),
      plain: (row) => row.valid_from,
    },
    {
      head: 'to, UTC',
      cell: (row) => (
        <span className="num" title={unsureText(row) ?? `last seen ${formatInstant(row.last_seen)} UTC`}>
          {row.valid_to === null ? 'still so' : formatInstant(row.valid_to)}
          {unsureText(row) === undefined ? '' : ' ±'}
        </span>
      ),
      plain: (row) => row.valid_to,
    },
    { head: 'as', wideOnly: true, cell: (row) => kindName(row.kind), plain: (row) => row.kind },
    { head: 'state', wideOnly: true, cell: (row) => row.state, plain: (row) => row.state },
  ];
  return (
    <Card
      title="History"
      about={plural(rows.length, 'version')}
      actions={<ExportButton name="history" columns={columns} rows={rows} />}
    >
      <DataTable
        label="History"
        columns={columns}
        rows={rows}
        rowKey={(row) => `${row.kind} ${row.account} ${row.valid_from}`}
      />
    </Card>
  );
}

function holds({ valid_from: from, valid_to: to }: Version, at: string): boolean {
  const then = Date.parse(at);
  return Date.parse(from) <= then && (to === null || then < Date.parse(to));
}

function unsureText({ uncertain_from: unsure, valid_to: to }: Version): string | undefined {
  if (unsure === null || unsure === to) return undefined;
  return `it may have been otherwise since ${formatInstant(unsure)} UTC`;
}

/** What happened to one thing, or to those behind an address. */
export function ThingChanges({
  changes,
  withThing,
}: {
  readonly changes: readonly InventoryChange[];
  readonly withThing: boolean;
}) {
  return (
    <Card
      title="Changes"
      about={changes.length === 0 ? undefined : 'newest first, with before and after'}
      actions={<ExportButton name="changes" columns={changeColumns} rows={changeRows(changes)} />}
    >
      {changes.length === 0 ? (
        <Empty title="No change is known">Every snapshot that was imported saw it the same.</Empty>
      ) : (
        <div className="scroll-changes">
          <ChangeList changes={changes} withThing={withThing} />
        </div>
      )}
    </Card>
  );
}
