import {
  type ColumnDef,
  columnResizingFeature,
  columnSizingFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { defaultRangeExtractor, type Range as Span, useVirtualizer } from '@tanstack/react-virtual';
import { type FocusEvent, type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { QueryColumn } from '../../../contract/index.ts';
import type { Answer, Pick, Row } from '../../data/answer.ts';
import { formatExact } from '../../data/format.ts';
import { placeOf, useCellMenu } from './cell-menu.tsx';
import { type Sorting, sortedRows } from './order.ts';
import { type Cell, movedBy, roles } from './roving.ts';
import { roomOf, widthOf } from './table-cell.tsx';
import { HeadCell } from './table-head.tsx';
import { type Shown, TableRow } from './table-row.tsx';
import { wordsOf } from './words.ts';

const ROW = 28;
const HEAD = 32;
/** Rows that can be scrolled to; beyond, a browser's element would be taller than it can be. */
const MOST = 400_000;
/** Pixels by which a key widens a column. */
const STRIDE = 16;

const features = tableFeatures({ columnSizingFeature, columnResizingFeature, rowSortingFeature });
const NO_ROWS: Row[] = [];

interface ResultTableProps {
  readonly answer: Answer;
  readonly onPick: (pick: Pick) => void;
}

/**
 * The rows of an answer; only those in sight exist. A click on a head sorts what was answered. One stop of the Tab key:
 * arrows walk from cell to cell, Enter opens the menu of a cell or sorts by a head, Alt and arrows resize a column.
 */
export function ResultTable({ answer, onPick }: ResultTableProps) {
  // Other columns are another table; and widths are chosen by the first rows, so that nothing jumps while more come.
  const names = JSON.stringify(answer.columns.map(({ name }) => name));
  return <Grid key={`${answer.rows.length > 0} ${names}`} answer={answer} onPick={onPick} />;
}

function Grid({ answer, onPick }: ResultTableProps) {
  const { columns, rows } = answer;
  const port = useRef<HTMLDivElement>(null);
  const { openMenu, menu } = useCellMenu(onPick);
  const shown = useMemo(
    (): Shown[] => columns.flatMap((column, at) => (column.flag === undefined ? [{ column, at }] : [])),
    [columns],
  );
  const { table, sorting, widths } = useColumns(shown, rows);
  const ordered = useMemo(() => sortedRows(rows, columns, sorting), [rows, columns, sorting]);
  const count = Math.min(ordered.length, MOST);
  const { active, setActive, walk } = useStop(port, { rows: count, columns: shown.length });
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => port.current,
    estimateSize: () => ROW,
    overscan: 8,
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD,
    // The cell that has the focus exists even while it is scrolled out of sight: the Tab key finds back to it.
    rangeExtractor: (span: Span) => withRow(defaultRangeExtractor(span), active.row),
  });

  const openAt = (row: number, place: number, event: MouseEvent | KeyboardEvent) => {
    const one = shown[place];
    const values = ordered[row];
    if (one === undefined || values === undefined) return;
    const cell = port.current?.querySelector(selectorOf({ row, at: place }));
    if (cell === null || cell === undefined) return;
    const pointer = 'clientX' in event ? event : { clientX: 0, clientY: 0 };
    openMenu(
      [{ column: one.column, value: values[one.at] ?? null }],
      placeOf({ clientX: pointer.clientX, clientY: pointer.clientY, currentTarget: cell }),
    );
  };
  const sortBy = (header: { readonly column: { toggleSorting: () => void } } | undefined) => {
    header?.column.toggleSorting();
    port.current?.scrollTo({ top: 0 });
  };
  const press = (event: KeyboardEvent) => {
    const whole = event.ctrlKey || event.metaKey;
    const header = table.getHeaderGroups()[0]?.headers[active.at];
    if (event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight') && header !== undefined) {
      const size = Math.max(48, header.getSize() + (event.key === 'ArrowLeft' ? -STRIDE : STRIDE));
      table.setColumnSizing((before) => ({ ...before, [header.column.id]: size }));
    } else if (!whole && (event.key === 'Enter' || event.key === ' ' || event.key === 'ContextMenu')) {
      if (active.row < 0) sortBy(header);
      else openAt(active.row, active.at, event);
    } else if (whole && event.key === 'c' && String(getSelection()) === '') {
      const one = shown[active.at];
      const value = ordered[active.row]?.[one?.at ?? -1];
      if (one === undefined || value === undefined) return;
      void navigator.clipboard.writeText(wordsOf(one.column, value).exact);
    } else {
      const next = walk(event);
      if (next === undefined) return;
      if (next.row >= 0) virtual.scrollToIndex(next.row, { align: 'auto' });
    }
    // A menu closes when it hears a key from outside: the one that opened it must not reach it.
    event.stopPropagation();
    event.preventDefault();
  };

  const template = { gridTemplateColumns: `${widths.map((width) => `${width}px`).join(' ')} minmax(0, 1fr)` };
  const rooms = useMemo(() => shown.map(({ column }, place) => roomOf(column, widths[place] ?? 0)), [shown, widths]);
  return (
    <>
      <div className="result-table" ref={port}>
        <table
          className="result-grid"
          {...roles.grid}
          aria-label="Rows of the answer"
          aria-rowcount={ordered.length + 1}
          aria-colcount={shown.length}
          style={{ minWidth: widths.reduce((sum, width) => sum + width, 0) }}
          onKeyDown={press}
          onFocus={(event) => setActive(cellOf(event))}
          onContextMenu={(event) => {
            const cell = cellOf(event);
            if (cell === undefined || cell.row < 0) return;
            event.preventDefault();
            openAt(cell.row, cell.at, event);
          }}
        >
          <thead className="result-top" {...roles.group}>
            <tr className="result-head" {...roles.row} aria-rowindex={1} style={template}>
              {(table.getHeaderGroups()[0]?.headers ?? []).map((header, place) => (
                <HeadCell
                  key={header.id}
                  column={columnAt(shown, place)}
                  place={place}
                  sorted={header.column.getIsSorted()}
                  isStop={active.row < 0 && active.at === place}
                  onSort={() => sortBy(header)}
                  onResize={header.getResizeHandler()}
                  onReset={() => header.column.resetSize()}
                />
              ))}
            </tr>
          </thead>
          <tbody className="result-body" {...roles.group} style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => (
              <TableRow
                key={item.key}
                index={item.index}
                top={item.start - HEAD}
                template={template.gridTemplateColumns}
                columns={columns}
                shown={shown}
                rooms={rooms}
                row={ordered[item.index] ?? NO_VALUES}
                stop={active.row === item.index ? active.at : undefined}
                onPick={onPick}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Notes answer={answer} sorting={sorting} />
      {menu}
    </>
  );
}

const NO_VALUES: Row = [];

function Notes({ answer: { rows, columns, complete }, sorting }: { answer: Answer; sorting: Sorting | undefined }) {
  const by = sorting === undefined ? undefined : columns[sorting.at]?.name;
  return (
    <>
      {by === undefined || complete ? null : (
        <p className="note" role="status">
          Sorted by {by} among the {formatExact(rows.length)} rows that are here; there are more.
        </p>
      )}
      {rows.length <= MOST ? null : (
        <p className="note">
          Scrolling ends after {formatExact(MOST)} of {formatExact(rows.length)} rows.
        </p>
      )}
    </>
  );
}

/** Widths and order of the columns. */
function useColumns(shown: readonly Shown[], rows: readonly Row[]) {
  const [sizes] = useState(() => shown.map(({ column, at }) => widthOf(column, at, rows)));
  const defs = useMemo(
    (): ColumnDef<typeof features, Row>[] =>
      shown.map(({ column, at }, place) => ({
        id: String(at),
        accessorFn: (row: Row) => row[at],
        size: sizes[place] ?? 120,
        minSize: 48,
        maxSize: 2000,
        sortDescFirst: column.kind === 'number' || column.kind === 'time',
      })),
    [shown, sizes],
  );
  // The rows are sorted here and not by the table: exactly, and without an object for each of them.
  const table = useTable({
    features,
    columns: defs,
    data: NO_ROWS,
    manualSorting: true,
    columnResizeMode: 'onChange',
  });
  const [sorted] = table.state.sorting;
  const sorting = useMemo(
    (): Sorting | undefined => (sorted === undefined ? undefined : { at: Number(sorted.id), descending: sorted.desc }),
    [sorted],
  );
  const sizing = table.state.columnSizing;
  const widths = useMemo(
    () => shown.map(({ at }, place) => sizing[String(at)] ?? sizes[place] ?? 120),
    [shown, sizing, sizes],
  );
  return { table, sorting, widths };
}

/** The one cell of the grid that the Tab key stops at; the arrow keys take it along. */
function useStop(port: { readonly current: HTMLElement | null }, extent: { rows: number; columns: number }) {
  const [stop, setStop] = useState<Cell>({ row: 0, at: 0 });
  const walked = useRef(false);
  const active = { row: Math.min(stop.row, extent.rows - 1), at: Math.min(stop.at, Math.max(0, extent.columns - 1)) };
  useEffect(() => {
    if (!walked.current) return;
    walked.current = false;
    const cell = port.current?.querySelector<HTMLElement>(selectorOf(stop));
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [stop, port]);
  const walk = (event: KeyboardEvent): Cell | undefined => {
    const page = Math.max(1, Math.floor((port.current?.clientHeight ?? 0) / ROW) - 2);
    const next = movedBy(event, active, { ...extent, page });
    if (next === undefined) return undefined;
    walked.current = true;
    setStop(next);
    return next;
  };
  const setActive = (cell: Cell | undefined) => {
    if (cell !== undefined && (cell.row !== active.row || cell.at !== active.at)) setStop(cell);
  };
  return { active, setActive, walk };
}

function selectorOf({ row, at }: Cell): string {
  return `[data-row="${row}"][data-at="${at}"]`;
}

function cellOf(event: FocusEvent | MouseEvent): Cell | undefined {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
  if (cell === null) return undefined;
  return { row: Number(cell.dataset['row']), at: Number(cell.dataset['at']) };
}

function withRow(indexes: number[], row: number): number[] {
  if (row < 0 || indexes.includes(row)) return indexes;
  return [...indexes, row].sort((a, b) => a - b);
}

function columnAt(shown: readonly Shown[], place: number): QueryColumn {
  return shown[place]?.column ?? { name: '', kind: 'text', role: 'value' };
}
