import type { ReactNode } from 'react';
import type { ObjectRow } from '../../contract/index.ts';
import { Command } from '../components/command.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatExact,
  formatMinute,
  MISSING,
  shorten,
} from '../data/format.ts';

interface ObjectsProps {
  readonly rows: readonly ObjectRow[];
  readonly opened: string | undefined;
  readonly onOpen: (id: string | undefined) => void;
  /** What there is to say about an object that is open. */
  readonly below: (row: ObjectRow) => ReactNode;
}

/** What was loaded, an object a line; a click opens what there is to say about it. */
export function Objects({ rows, opened, onOpen, below }: ObjectsProps) {
  const columns = objectColumns.map((column, index) =>
    index === 0 ? { ...column, cell: (row: ObjectRow) => opener(row, opened, onOpen) } : column,
  );
  return (
    <DataTable
      label="Objects"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.object_id}
      below={(row) => (row.object_id === opened ? below(row) : undefined)}
    />
  );
}

function opener(row: ObjectRow, opened: string | undefined, onOpen: (id: string | undefined) => void) {
  const isOpen = opened === row.object_id;
  return (
    <button
      type="button"
      className="val object"
      aria-expanded={isOpen}
      title={row.path}
      onClick={() => onOpen(isOpen ? undefined : row.object_id)}
    >
      <span className="mono wide-only">{shorten(row.path, 64)}</span>
      <span className="mono narrow-only">{shorten(row.path.split('/').at(-1) ?? row.path, 26)}</span>
    </button>
  );
}

function rate(row: ObjectRow): number | null {
  return row.seconds > 0 && Number(row.records) > 0 ? Math.round(Number(row.records) / row.seconds) : null;
}

const stateWords: Readonly<Record<ObjectRow['state'], string>> = {
  loaded: 'loaded',
  partial: 'in part',
  failed: 'failed',
};

export const objectColumns: readonly Column<ObjectRow>[] = [
  { head: 'object', cell: (row) => row.path, plain: (row) => row.path },
  {
    head: 'state',
    cell: (row) => <span className={`state-tag ${row.state}`}>{stateWords[row.state]}</span>,
    plain: (row) => row.state,
  },
  {
    head: 'format',
    wideOnly: true,
    cell: (row) => <span className="soft">{row.format}</span>,
    plain: (row) => row.format,
  },
  { head: 'size', numeric: true, cell: (row) => formatBytes(row.size), plain: (row) => row.size },
  { head: 'records', numeric: true, cell: (row) => formatCount(row.records), plain: (row) => row.records },
  {
    head: 'quarantined',
    numeric: true,
    cell: (row) => (
      <span className={Number(row.quarantined) > 0 ? 'refused' : 'soft'}>{formatExact(row.quarantined)}</span>
    ),
    plain: (row) => row.quarantined,
  },
  {
    head: 'records/s',
    numeric: true,
    wideOnly: true,
    cell: (row) => (rate(row) === null ? MISSING : formatCount(rate(row) ?? 0)),
    plain: rate,
  },
  {
    head: 'took',
    numeric: true,
    wideOnly: true,
    cell: (row) => formatDuration(row.seconds),
    plain: (row) => row.seconds,
  },
  {
    head: 'first record, UTC',
    numeric: true,
    wideOnly: true,
    cell: (row) => (row.first === null ? MISSING : formatMinute(row.first)),
    plain: (row) => row.first,
  },
  {
    head: 'loaded, UTC',
    numeric: true,
    wideOnly: true,
    cell: (row) => formatMinute(row.finished_at),
    plain: (row) => row.finished_at,
  },
];

/** What happened to an object and what to do about it. */
export function ObjectAdvice({ row }: { readonly row: ObjectRow }) {
  return (
    <>
      {row.note === '' ? null : <p className={row.state === 'failed' ? 'refused' : ''}>{row.note}</p>}
      <p className="soft">
        {formatExact(row.records)} records: {formatExact(row.accepted)} accepted, {formatExact(row.rejected)} refused ·{' '}
        {formatExact(row.ok)} OK, {formatExact(row.nodata)} NODATA, {formatExact(row.skipdata)} SKIPDATA
        {row.layout === '' ? '' : ` · fields: ${row.layout}`}
      </p>
      {row.state === 'failed' ? (
        <p>
          Nothing of it was loaded. If it has no header line, say which fields its lines hold:{' '}
          <Command text={`weir ingest --log-format '\${version} \${account-id} …' '${row.path}'`} />
        </p>
      ) : null}
      {row.state === 'partial' ? (
        <p>What arrived is loaded. Once the file is whole, load it again: it counts as a new object.</p>
      ) : null}
    </>
  );
}
