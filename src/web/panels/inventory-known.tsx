import type { InventoryStatusAnswer } from '../../contract/index.ts';
import { Card } from '../components/card.tsx';
import { type Column, DataTable, ExportButton } from '../components/data-table.tsx';
import { useView } from '../components/view.tsx';
import { formatAge, formatExact, formatInstant, MISSING, plural } from '../data/format.ts';

type Known = InventoryStatusAnswer['known'][number];

/** What is known, by kind, account and region: how many, and how old. */
export function InventoryKnown({ status, now }: { readonly status: InventoryStatusAnswer; readonly now: number }) {
  const { search, patch } = useView();
  const plurals = new Map(status.kinds.map(({ name, plural: many }) => [name, many]));
  const rows = status.known.filter(({ kind }) => kind !== 'tags');
  const columns: readonly Column<Known>[] = [
    {
      head: 'kind',
      cell: ({ kind }) => (
        <button
          type="button"
          className={search.kind === kind ? 'val chosen' : 'val'}
          aria-pressed={search.kind === kind}
          title="List these objects"
          onClick={() => patch({ kind: search.kind === kind ? undefined : kind })}
        >
          {plurals.get(kind) ?? kind}
        </button>
      ),
      plain: ({ kind }) => kind,
    },
    {
      head: 'account',
      wideOnly: true,
      cell: ({ account }) => <span className="mono">{account || 'not known'}</span>,
      plain: ({ account }) => account,
    },
    { head: 'region', wideOnly: true, cell: ({ region }) => region || 'not known', plain: ({ region }) => region },
    {
      head: 'objects',
      numeric: true,
      cell: ({ objects, snapshots }) => <span title={plural(snapshots, 'snapshot')}>{formatExact(objects)}</span>,
      plain: ({ objects }) => objects,
    },
    {
      head: 'seen',
      numeric: true,
      cell: ({ last }) => <span title={`${formatInstant(last)} UTC`}>{formatAge(last, now)}</span>,
      plain: ({ last }) => last,
    },
    {
      head: 'all listed',
      numeric: true,
      wideOnly: true,
      title: 'When everything of the kind was last listed: only then does it show that something is gone',
      cell: ({ last_complete: last }) =>
        last === null ? (
          <span className="soft" title="Only parts of it were ever seen: what is gone does not show">
            {MISSING}
          </span>
        ) : (
          <span title={`${formatInstant(last)} UTC`}>{formatAge(last, now)}</span>
        ),
      plain: ({ last_complete: last }) => last,
    },
  ];
  return (
    <Card
      title="What is known"
      about={ageWords(rows, now)}
      actions={<ExportButton name="inventory" columns={columns} rows={rows} />}
    >
      <DataTable
        label="What is known"
        columns={columns}
        rows={rows}
        rowKey={({ kind, account, region }) => `${kind} ${account} ${region}`}
      />
    </Card>
  );
}

function ageWords(rows: readonly Known[], now: number): string | undefined {
  const last = rows.map((row) => row.last).sort();
  const [oldest] = last;
  return oldest === undefined ? undefined : `the oldest of it was seen ${formatAge(oldest, now)}`;
}
