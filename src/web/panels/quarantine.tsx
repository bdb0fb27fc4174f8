import type { ObjectRow } from '../../contract/index.ts';
import { Answer } from '../components/card.tsx';
import { type Column, DataTable, ExportButton } from '../components/data-table.tsx';
import { formatExact } from '../data/format.ts';
import { useQuarantine } from '../data/queries.ts';

interface Line {
  readonly line_number: number | string;
  readonly reason: string;
  readonly text: string;
}

const columns: readonly Column<Line>[] = [
  {
    head: 'line',
    cell: (row) => <span className="num">{formatExact(row.line_number)}</span>,
    plain: (row) => row.line_number,
  },
  { head: 'reason', cell: (row) => row.reason, plain: (row) => row.reason },
  { head: 'what it says', cell: (row) => <code className="raw">{row.text}</code>, plain: (row) => row.text },
];

/** The lines of one object that could not be read, each with its number and the reason. */
export function Quarantine({ row }: { readonly row: ObjectRow }) {
  const lines = useQuarantine(row.object_id);
  return (
    <Answer query={lines} height={120} lines={4}>
      {(answer) => (
        <div className="quarantine">
          <div className="corner">
            <ExportButton name="quarantine" columns={columns} rows={answer.rows} />
          </div>
          <DataTable
            label={`Quarantined lines of ${row.path}`}
            columns={columns}
            rows={answer.rows}
            rowKey={(line) => String(line.line_number)}
          />
          {Number(answer.total) > answer.rows.length ? (
            <p className="note">
              The first {formatExact(answer.rows.length)} of {formatExact(answer.total)}.
            </p>
          ) : null}
        </div>
      )}
    </Answer>
  );
}
