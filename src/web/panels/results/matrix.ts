import { type Answer, added, isAdditive, type Measured, numberOf, type Shape } from '../../data/answer.ts';
import { namedColumn } from '../../data/answer-roles.ts';
import type { Range } from '../../data/time-range.ts';
import { type Group, groupsOf, isOthers, keyOf, MORE, type Num, ranked, sumOf } from './groups.ts';
import { placesOf, stepsOf, stepWords, timeOf } from './steps.ts';

/** One line or column of a grid. */
export interface Heading extends Pick<Group, 'id' | 'label' | 'title' | 'parts' | 'kind'> {
  /** Milliseconds, where it is a stretch of time. */
  readonly begin?: number;
}

export interface Cell {
  readonly across: number;
  readonly down: number;
  readonly value: Num;
}

export interface Matrix {
  readonly across: readonly Heading[];
  readonly down: readonly Heading[];
  readonly cells: readonly Cell[];
  /** Lines and columns left out and in no sum. */
  readonly hidden: number;
}

const MOST = { across: 36, down: 30, steps: 400 } as const;

/** An answer of two keys, or of time and a key, as a grid: time or the second key across, the other down. */
export function matrixOf(answer: Answer, shape: Shape, measured: Measured, range: Range): Matrix {
  const time = shape.bin === undefined ? undefined : timeHeadings(answer, shape.bin, range);
  const [first = -1, second = -1] = shape.keys;
  const downKeys = time === undefined ? [first] : shape.keys;
  const down = headingsOf(answer, shape, downKeys, measured, MOST.down);
  const across = time ?? headingsOf(answer, shape, [second], measured, MOST.across);
  const cells = new Map<number, Cell>();
  for (const row of answer.rows) {
    const x = across.placeOf(row);
    const y = down.placeOf(row);
    const value = numberOf(row[measured.at]);
    if (x === undefined || y === undefined || value === undefined) continue;
    const place = y * across.headings.length + x;
    const sum = added(cells.get(place)?.value, value);
    if (sum !== undefined) cells.set(place, { across: x, down: y, value: sum });
  }
  return {
    across: across.headings,
    down: down.headings,
    cells: [...cells.values()],
    hidden: across.hidden + down.hidden,
  };
}

interface Headings {
  readonly headings: readonly Heading[];
  readonly hidden: number;
  readonly placeOf: (row: Answer['rows'][number]) => number | undefined;
}

function timeHeadings(answer: Answer, bin: number, range: Range): Headings {
  const column = answer.columns[bin];
  if (column === undefined) return { headings: [], hidden: 0, placeOf: () => undefined };
  const steps = stepsOf(column, bin, answer.rows, range);
  const shown = steps.slice(Math.max(0, steps.length - MOST.steps));
  const places = placesOf(shown);
  return {
    headings: shown.map((step) => ({
      id: String(step.begin),
      label: stepWords(step),
      parts: [],
      kind: 'one',
      begin: step.begin,
    })),
    hidden: steps.length - shown.length,
    placeOf: (row) => places.get(timeOf(row[bin]) ?? Number.NaN),
  };
}

function headingsOf(answer: Answer, shape: Shape, keys: readonly number[], measured: Measured, most: number): Headings {
  const { groups, hidden } = ranked(answer, shape, keys, measured, most);
  const places = new Map(groups.map(({ id }, index) => [id, index]));
  const rest = places.get(MORE);
  return {
    headings: groups,
    hidden,
    placeOf: (row) => places.get(isOthers(shape, row) ? 'others' : keyOf(answer.columns, keys, row).id) ?? rest,
  };
}

/** Who talks to whom: an end on either side, so that the same address may stand on both. */
export interface Flows {
  readonly sources: readonly Group[];
  readonly targets: readonly Group[];
  readonly links: readonly { readonly source: number; readonly target: number; readonly value: Num }[];
  /** Links left out and in no sum. */
  readonly hidden: number;
}

const MOST_ENDS = 15;

export function flowsOf(answer: Answer, shape: Shape, keys: readonly [number, number], measured: Measured): Flows {
  const isSum = isAdditive(measured.column);
  const [from, to] = keys.map((at) => endsOf(answer, shape, at, measured, isSum));
  if (from === undefined || to === undefined) return { sources: [], targets: [], links: [], hidden: 0 };
  const links = new Map<string, { source: number; target: number; value: Num }>();
  let hidden = 0;
  for (const row of answer.rows) {
    const value = numberOf(row[measured.at]);
    if (value === undefined || value <= 0) continue;
    const [source, target] = [from.placeOf(row), to.placeOf(row)];
    if (source === undefined || target === undefined) {
      hidden += 1;
      continue;
    }
    const id = `${source} ${target}`;
    links.set(id, { source, target, value: added(links.get(id)?.value, value) ?? value });
  }
  return { sources: from.groups, targets: to.groups, links: [...links.values()], hidden };
}

function endsOf(answer: Answer, shape: Shape, at: number, measured: Measured, isSum: boolean) {
  const all = groupsOf(answer, shape, [at], measured).filter(({ value }) => value !== undefined && value > 0);
  const named = all.filter(({ kind }) => kind === 'one');
  named.sort((a, b) => Number(b.value ?? 0) - Number(a.value ?? 0));
  const shown = named.slice(0, MOST_ENDS);
  const left = named.slice(MOST_ENDS);
  const groups = [
    ...shown,
    ...(left.length > 0 && isSum ? [sumOf(left)] : []),
    ...all.filter(({ kind }) => kind === 'others'),
  ];
  const places = new Map(groups.map(({ id }, index) => [id, index]));
  const rest = places.get(MORE);
  const placeOf = (row: Answer['rows'][number]) =>
    places.get(isOthers(shape, row) ? 'others' : keyOf(answer.columns, [at], row).id) ?? rest;
  return { groups, placeOf };
}

const SOURCE = /^(?:pkt_)?src|^client/i;
const TARGET = /^(?:pkt_)?dst|^server/i;

/** The two keys that stand for where traffic comes from and where it goes. */
export function endKeys(answer: Answer, shape: Shape): readonly [number, number] | undefined {
  const nameAt = (at: number) => {
    const column = answer.columns[at];
    return column === undefined ? '' : (namedColumn(column) ?? column.name);
  };
  const source = shape.keys.find((at) => SOURCE.test(nameAt(at)));
  const target = shape.keys.find((at) => TARGET.test(nameAt(at)));
  const left = source ?? shape.keys.find((at) => at !== target);
  const right = target ?? shape.keys.find((at) => at !== left);
  return left === undefined || right === undefined ? undefined : [left, right];
}
