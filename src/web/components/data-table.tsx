import { Fragment, type ReactNode } from 'react';
import { type CsvValue, download, toCsv } from '../data/csv.ts';
import { IconButton } from './card.tsx';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** What the exported file holds for it: plain values, every digit. */
  readonly plain: (row: Row) => CsvValue;
  readonly numeric?: boolean;
  readonly title?: string;
  /** Share 0 to 1 of the longest bar, drawn below the figure. */
  readonly meter?: (row: Row) => number;
  /** Left out where there is little room. */
  readonly wideOnly?: boolean;
}

interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly foot?: readonly ReactNode[];
  /** What is told below a row that is open. */
  readonly below?: (row: Row) => ReactNode | undefined;
}

/** A plain table: words left, figures right. */
export function DataTable<Row>({ label, columns, rows, rowKey, foot, below }: TableProps<Row>) {
  const kind = (column: Column<Row>) =>
    `${column.numeric === true ? 'num' : ''}${column.wideOnly === true ? ' wide-only' : ''}`;
  return (
    <div className="scroll-x">
      <table className="data" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.head} scope="col" className={kind(column)} title={column.title}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Fragment key={rowKey(row)}>
              <tr>
                {columns.map((column) => (
                  <td key={column.head} className={kind(column)}>
                    {column.cell(row)}
                    {column.meter === undefined ? null : (
                      <span
                        className="meter"
                        style={{ width: `${Math.max(1, Math.round(column.meter(row) * 100))}%` }}
                      />
                    )}
                  </td>
                ))}
              </tr>
              <Below width={columns.length}>{below?.(row)}</Below>
            </Fragment>
          ))}
        </tbody>
        {foot === undefined ? null : (
          <tfoot>
            <tr>
              {columns.map((column, index) => (
                <td key={column.head} className={kind(column)}>
                  {foot[index]}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

function Below({ width, children }: { readonly width: number; readonly children: ReactNode }) {
  if (children === undefined || children === null) return null;
  return (
    <tr className="below">
      <td colSpan={width}>{children}</td>
    </tr>
  );
}

/** Saves what a table shows as CSV. */
export function ExportButton<Row>({
  name,
  columns,
  rows,
}: {
  readonly name: string;
  readonly columns: readonly Pick<Column<Row>, 'head' | 'plain'>[];
  readonly rows: readonly Row[];
}) {
  const save = () =>
    download(
      `weir-${name}.csv`,
      toCsv(
        columns.map((column) => column.head),
        rows.map((row) => columns.map((column) => column.plain(row))),
      ),
    );
  return <IconButton icon="download" label="Save this table as CSV" onClick={save} />;
}
