import type { QueryColumn, QueryValue } from '../../../contract/index.ts';
import { parseAddress } from '../../../core/index.ts';
import { numberOf, type Row } from '../../data/answer.ts';

export interface Sorting {
  /** Place of the column. */
  readonly at: number;
  readonly descending: boolean;
}

type Key = number | bigint | string;
/** Of the row that stands for all others; no value is equal to it. */
const OTHERS: unique symbol = Symbol('others');
type Rank = Key | undefined | typeof OTHERS;

/**
 * The rows in the order of a column: numbers by size, to the last digit; addresses by value, IPv4 before IPv6; texts as
 * people count (`eni-9` before `eni-10`). Missing comes last either way, and after it the row that stands for all
 * others. Rows that are alike keep their order.
 */
export function sortedRows(
  rows: readonly Row[],
  columns: readonly QueryColumn[],
  sorting: Sorting | undefined,
): readonly Row[] {
  const column = sorting === undefined ? undefined : columns[sorting.at];
  if (sorting === undefined || column === undefined) return rows;
  const flag = columns.findIndex((one) => one.flag === 'others');
  const keyed = rows.map((row): { row: Row; key: Rank } => ({
    row,
    key: row[flag] === true ? OTHERS : keyOf(column, row[sorting.at] ?? null),
  }));
  const sign = sorting.descending ? -1 : 1;
  keyed.sort((a, b) => rank(a.key) - rank(b.key) || sign * compared(a.key, b.key));
  return keyed.map(({ row }) => row);
}

const natural = new Intl.Collator('en', { numeric: true });

/** Found, missing, all others. */
function rank(key: Rank): number {
  if (key === OTHERS) return 2;
  return key === undefined ? 1 : 0;
}

function compared(a: Rank, b: Rank): number {
  if (typeof a === 'string' && typeof b === 'string') return natural.compare(a, b);
  if (a === undefined || b === undefined || a === OTHERS || b === OTHERS) return 0;
  // Numbers before texts, where a column holds both.
  if (typeof a === 'string' || typeof b === 'string') return typeof a === 'string' ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function keyOf(column: QueryColumn, value: QueryValue): Key | undefined {
  if (value === null) return undefined;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'object') return Array.isArray(value) ? value.length : JSON.stringify(value);
  if (column.kind === 'number') return numberOf(value) ?? String(value);
  if (column.kind === 'address' && typeof value === 'string') return addressKey(value);
  if (column.kind === 'time') {
    const time = Date.parse(String(value));
    return Number.isNaN(time) ? String(value) : time;
  }
  return String(value);
}

const FAMILY6 = 1n << 128n;

function addressKey(text: string): Key {
  const address = parseAddress(text);
  if (address === undefined) return text;
  return address.family === 4 ? address.value : FAMILY6 + address.value;
}
