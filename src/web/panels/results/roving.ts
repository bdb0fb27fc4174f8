import type { KeyboardEvent } from 'react';

/** A cell of a grid; row -1 is the head. */
export interface Cell {
  readonly row: number;
  readonly at: number;
}

/**
 * Rows are laid out as CSS grids so that columns can be resized without drawing the cells again. That takes from the
 * elements what they say of themselves: these roles give it back, as a grid that is walked cell by cell.
 */
export const roles = {
  grid: { role: 'grid', 'aria-readonly': true },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  head: { role: 'columnheader' },
  cell: { role: 'gridcell' },
} as const;

interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows in sight. */
  readonly page: number;
}

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>;

/** The cell that a key leads to from another one; undefined for keys that do not move. */
export function movedBy(
  { key, ctrlKey, metaKey }: Key,
  { row, at }: Cell,
  { rows, columns, page }: Extent,
): Cell | undefined {
  const whole = ctrlKey || metaKey;
  const next = {
    ArrowUp: { row: row - 1, at },
    ArrowDown: { row: row + 1, at },
    ArrowLeft: { row, at: at - 1 },
    ArrowRight: { row, at: at + 1 },
    PageUp: { row: Math.max(Math.min(row, 0), row - page), at },
    PageDown: { row: row + page, at },
    Home: whole ? { row: 0, at: 0 } : { row, at: 0 },
    End: whole ? { row: rows - 1, at: columns - 1 } : { row, at: columns - 1 },
  }[key];
  if (next === undefined) return undefined;
  const within = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));
  return { row: within(next.row, -1, rows - 1), at: within(next.at, 0, columns - 1) };
}
