import { type ColumnDef, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import type { RecordsAnswer, RecordValue } from '../../contract/index.ts';
import { FilterValue } from '../components/filter-menu.tsx';
import { Icon } from '../components/icon.tsx';
import { AddressLink } from '../components/links.tsx';
import { NamedAddress } from '../components/named.tsx';
import { NoRecords } from '../components/no-records.tsx';
import { Failure, Waiting } from '../components/states.tsx';
import { formatCount } from '../data/format.ts';
import { RECORDS_PAGE, type Scope, useRecordPages } from '../data/queries.ts';
import { decoded, isNumeric, recordColumns } from '../data/record-columns.ts';

const ROW = 28;
/** Rows that can be scrolled to; beyond, a browser's element would be taller than it can be. */
const MOST = 400_000;

type Row = readonly RecordValue[];

interface GridProps {
  readonly scope: Scope;
  readonly columns: readonly string[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

const features = tableFeatures({});
const NO_ROWS: Row[] = [];

/** The rows of a view; only those in sight exist, and they come in pages as one scrolls. */
export function RecordGrid({ scope, columns, sort, onSort }: GridProps) {
  const port = useRef<HTMLDivElement>(null);
  const defs = useMemo(
    (): ColumnDef<typeof features, Row>[] =>
      columns.map((name) => ({ id: name, header: name, size: recordColumns.get(name)?.width ?? 140 })),
    [columns],
  );
  const table = useTable({ features, columns: defs, data: NO_ROWS });
  const first = useRecordPages(scope, { columns, sort }, [0])[0];
  const total = Number(first?.data?.total ?? 0);
  const virtual = useVirtualizer({
    count: Math.min(total, MOST),
    getScrollElement: () => port.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const pages = pagesOf(items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  const answers = useRecordPages(scope, { columns, sort }, pages);
  const byPage = new Map(pages.map((page, index) => [page, answers[index]?.data]));
  const failed = answers.find((answer) => answer.isError);

  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const width = headers.reduce((sum, header) => sum + (recordColumns.get(header.id)?.width ?? 140), 0);

  if (first?.isError) return <Failure error={first.error} onRetry={() => void first.refetch()} />;
  if (first?.data === undefined) return <Waiting height={520} lines={14} />;
  if (total === 0) return <NoRecords title="No record fits" />;
  return (
    <div className="grid" ref={port}>
      <table
        className="grid-table"
        aria-label="Records"
        aria-rowcount={total}
        aria-colcount={columns.length}
        style={{ minWidth: width }}
      >
        <thead>
          <tr className="grid-head">
            {headers.map((header) => (
              <Head key={header.id} name={header.id} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody className="grid-body" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => (
            <BodyRow
              key={item.key}
              index={item.index}
              top={item.start}
              columns={columns}
              row={rowAt(byPage.get(Math.floor(item.index / RECORDS_PAGE)), item.index)}
            />
          ))}
        </tbody>
      </table>
      {failed === undefined ? null : <Failure error={failed.error} onRetry={() => void failed.refetch()} />}
      {total <= MOST ? null : (
        <p className="note">
          Scrolling ends after {formatCount(MOST)} of {formatCount(total)} records: narrow the view, or export all of
          them.
        </p>
      )}
    </div>
  );
}

interface BodyRowProps {
  readonly index: number;
  readonly top: number;
  readonly columns: readonly string[];
  readonly row: Row | undefined;
}

function BodyRow({ index, top, columns, row }: BodyRowProps) {
  return (
    <tr aria-rowindex={index + 2} className="grid-row" style={{ height: ROW, transform: `translateY(${top}px)` }}>
      {columns.map((name, at) => (
        <td key={name} className={cellClass(name)} style={cellStyle(name)}>
          {row === undefined ? <span className="bone" /> : <Cell column={name} value={row[at] ?? null} />}
        </td>
      ))}
    </tr>
  );
}

function pagesOf(first: number, last: number): number[] {
  const begin = Math.floor(first / RECORDS_PAGE);
  return Array.from({ length: Math.floor(last / RECORDS_PAGE) - begin + 1 }, (_, index) => begin + index);
}

function rowAt(answer: RecordsAnswer | undefined, index: number): Row | undefined {
  return answer?.rows[index % RECORDS_PAGE];
}

function cellClass(name: string): string {
  const kind = recordColumns.get(name)?.kind ?? 'text';
  return `grid-cell${isNumeric(kind) ? ' num' : ''}`;
}

function cellStyle(name: string) {
  const width = recordColumns.get(name)?.width ?? 140;
  return { flex: `1 0 ${width}px`, minWidth: width, maxWidth: width * 2 };
}

function Head({
  name,
  sort,
  onSort,
}: {
  readonly name: string;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}) {
  const isDown = sort === `-${name}`;
  const isUp = sort === name;
  return (
    <th
      scope="col"
      className={cellClass(name)}
      style={cellStyle(name)}
      aria-sort={isDown ? 'descending' : isUp ? 'ascending' : 'none'}
    >
      <button
        type="button"
        className="sort"
        title={recordColumns.get(name)?.meaning}
        onClick={() => onSort(isDown ? name : `-${name}`)}
      >
        {name}
        {isDown ? <Icon name="down" size={11} /> : isUp ? <Icon name="up" size={11} /> : null}
      </button>
    </th>
  );
}

function Cell({ column, value }: { readonly column: string; readonly value: RecordValue }) {
  const { text, name } = decoded(column, value);
  const kind = recordColumns.get(column)?.kind;
  // Where a record lies in time and how large it is describe it; a filter on the exact value would keep it alone.
  // A clipped figure would read as a smaller one: long ones are shown in short, every digit on hover.
  if (kind === 'count' && text.length > 13 && value !== null && typeof value !== 'object')
    return <span title={text}>{formatCount(value)}</span>;
  if (kind === 'time' || kind === 'count' || typeof value === 'object') return <span title={text}>{text}</span>;
  const tone = value === 'REJECT' ? ' refused' : value === 'ACCEPT' ? ' accepted' : '';
  return (
    <>
      <FilterValue
        of={{ [column]: value }}
        className={`${kind === 'text' ? 'mono' : ''}${tone}`}
        title={name === undefined ? text : `${name} (${text})`}
      >
        {kind === 'address' && typeof value === 'string' ? <NamedAddress address={value} room={40} /> : null}
        {name === undefined ? null : <span className="decoded">{name}</span>}
        {kind === 'address' && value !== null ? null : name === undefined ? text : <span className="code">{text}</span>}
      </FilterValue>
      {kind === 'address' && typeof value === 'string' ? <AddressLink address={value} /> : null}
    </>
  );
}
