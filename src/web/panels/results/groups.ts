import type { QueryColumn, QueryValue } from '../../../contract/index.ts';
import { type Answer, added, isAdditive, type Measured, numberOf, type Row, type Shape } from '../../data/answer.ts';
import { namedColumn } from '../../data/answer-roles.ts';
import { sortedRows } from './order.ts';
import { keyWords } from './words.ts';

export type Num = number | bigint;

/** One value of a key, with the column it is of. */
export interface Part {
  readonly column: QueryColumn;
  readonly value: QueryValue;
}

/** A bar, slice or line: what it stands for and its figure. */
export interface Group {
  readonly id: string;
  readonly label: string;
  /** The label in full, where it is a name: with the address. */
  readonly title?: string;
  readonly parts: readonly Part[];
  readonly value: Num | undefined;
  readonly previous?: Num | undefined;
  /** others: the row of the answer that stands for all others; more: what the drawing has no room for, added up. */
  readonly kind: 'one' | 'others' | 'more';
}

export interface Ranked {
  readonly groups: readonly Group[];
  /** Groups left out and in no sum; told below the drawing. */
  readonly hidden: number;
  readonly all: number;
}

/** The parts of a row's key, and a name that no other key has. */
export function keyOf(
  columns: readonly QueryColumn[],
  keys: readonly number[],
  row: Row,
): { readonly id: string; readonly label: string; readonly parts: readonly Part[] } {
  const parts = keys.flatMap((at) => {
    const column = columns[at];
    return column === undefined ? [] : [{ column, value: row[at] ?? null }];
  });
  return {
    id: JSON.stringify(parts.map(({ value }) => value)),
    label: parts.map(({ column, value }) => keyWords(column, value)).join(' · '),
    parts,
  };
}

export function isOthers(shape: Shape, row: Row): boolean {
  return shape.flag !== undefined && row[shape.flag] === true;
}

/** Rows put together by some of their keys; in the order in which they came. */
export function groupsOf(answer: Answer, shape: Shape, keys: readonly number[], measured: Measured): Group[] {
  const groups = new Map<string, Group>();
  for (const row of answer.rows) {
    const others = isOthers(shape, row);
    const key = others ? { id: OTHERS, label: 'others', parts: [] } : keyOf(answer.columns, keys, row);
    const before = groups.get(key.id);
    const value = numberOf(row[measured.at]);
    const previous = measured.previous === undefined ? undefined : numberOf(row[measured.previous]);
    groups.set(key.id, {
      ...key,
      value: added(before?.value, value),
      previous: added(before?.previous, previous),
      kind: others ? 'others' : 'one',
    });
  }
  return [...groups.values()];
}

const OTHERS = 'others';
export const MORE = 'more';

/**
 * The first so many groups, largest first; keys that are numbers or times of their own (hours of the day) in their own
 * order. `others` comes last. What there is no room for is added up where that is right, else only counted.
 */
export function ranked(
  answer: Answer,
  shape: Shape,
  keys: readonly number[],
  measured: Measured,
  most: number,
): Ranked {
  const groups = groupsOf(answer, shape, keys, measured);
  const named = groups.filter((group) => group.kind === 'one');
  const others = groups.filter((group) => group.kind === 'others');
  const [only] = keys.length === 1 ? keys.map((at) => answer.columns[at]) : [];
  const inOrder = only !== undefined && isOrdinal(only) ? byKey(named, only) : named.sort(bySize);
  const isSum = isAdditive(measured.column);
  const shown = inOrder.length <= most ? inOrder : inOrder.slice(0, isSum ? most - 1 : most);
  const left = inOrder.slice(shown.length);
  if (left.length === 0) return { groups: [...shown, ...others], hidden: 0, all: named.length };
  if (!isSum) return { groups: [...shown, ...others], hidden: left.length, all: named.length };
  return { groups: [...shown, sumOf(left), ...others], hidden: 0, all: named.length };
}

function isOrdinal(column: QueryColumn): boolean {
  return column.kind === 'time' || (column.kind === 'number' && namedColumn(column) === undefined);
}

function byKey(groups: readonly Group[], column: QueryColumn): Group[] {
  const rows = groups.map((group, index): Row => [group.parts[0]?.value ?? null, index]);
  return sortedRows(rows, [column], { at: 0, descending: false }).flatMap(([, index]) => groups[Number(index)] ?? []);
}

export function bySize(a: { readonly value: Num | undefined }, b: { readonly value: Num | undefined }): number {
  if (a.value === undefined || b.value === undefined)
    return (a.value === undefined ? 1 : 0) - (b.value === undefined ? 1 : 0);
  return a.value < b.value ? 1 : a.value > b.value ? -1 : 0;
}

export function sumOf(groups: readonly Group[]): Group {
  return {
    id: MORE,
    label: `${groups.length} more`,
    parts: [],
    value: groups.reduce<Num | undefined>((sum, group) => added(sum, group.value), undefined),
    previous: groups.reduce<Num | undefined>((sum, group) => added(sum, group.previous), undefined),
    kind: 'more',
  };
}

/** The largest of some figures, and the smallest where one is below zero, for lengths. */
export function extentOf(values: Iterable<Num | undefined>): { readonly low: number; readonly high: number } {
  let [low, high] = [0, 0];
  for (const value of values) {
    if (value === undefined || !Number.isFinite(Number(value))) continue;
    low = Math.min(low, Number(value));
    high = Math.max(high, Number(value));
  }
  return { low, high };
}

/** ACCEPT and REJECT have a look of their own, wherever they are the key. */
export function verdictOf(parts: readonly Part[]): 'accept' | 'refuse' | undefined {
  const [part] = parts;
  if (parts.length !== 1 || part === undefined || namedColumn(part.column) !== 'action') return undefined;
  if (part.value === 'ACCEPT') return 'accept';
  return part.value === 'REJECT' ? 'refuse' : undefined;
}
