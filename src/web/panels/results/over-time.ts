import type { QueryColumn } from '../../../contract/index.ts';
import { type Answer, added, isAdditive, type Measured, numberOf, type Shape } from '../../data/answer.ts';
import type { Range } from '../../data/time-range.ts';
import { bySize, type Group, isOthers, keyOf, MORE, type Num } from './groups.ts';
import { placesOf, type Step, stepsOf, timeOf } from './steps.ts';

export interface Line extends Omit<Group, 'previous'> {
  readonly column: QueryColumn;
  /** One a step; undefined where the answer has no row, or nothing in it. `value` is their sum, or their largest. */
  readonly values: readonly (Num | undefined)[];
  /** The same of the time before, from `compare`. */
  readonly before?: readonly (Num | undefined)[];
}

export interface OverTime {
  readonly steps: readonly Step[];
  readonly lines: readonly Line[];
  /** Lines left out and in no sum. */
  readonly hidden: number;
  /** Parts of a whole, drawn one above the other; else lines. */
  readonly stacked: boolean;
}

/** More steps than this, and columns would be thinner than a pixel. */
const MOST_COLUMNS = 1500;

type Values = (Num | undefined)[];
interface Building {
  readonly line: Omit<Line, 'values' | 'value'>;
  readonly values: Values;
  readonly before: Values | undefined;
}

/** An answer by time as lines: one a key, or one a measure of the same unit where there is no key. */
export function overTime(answer: Answer, shape: Shape, measured: Measured, range: Range, most: number): OverTime {
  const bin = shape.bin ?? -1;
  const column = answer.columns[bin];
  if (column === undefined) return { steps: [], lines: [], hidden: 0, stacked: false };
  const steps = stepsOf(column, bin, answer.rows, range);
  const measures =
    shape.keys.length > 0
      ? [measured]
      : [
          measured,
          ...shape.measures.filter((one) => one.at !== measured.at && one.column.unit === measured.column.unit),
        ];
  const all = collected(answer, shape, measures.slice(0, most), steps);
  const isSum = isAdditive(measured.column);
  const named = all.filter((line) => line.kind === 'one');
  if (shape.keys.length > 0) named.sort(bySize);
  const shown = named.length <= most ? named : named.slice(0, isSum ? most - 1 : most);
  const left = named.slice(shown.length);
  const more = left.length > 0 && isSum ? [together(left)] : [];
  const lines = [...shown, ...more, ...all.filter((line) => line.kind === 'others')];
  const isWhole = isSum && (shape.keys.length > 0 || lines.length === 1);
  return {
    steps,
    lines,
    hidden: more.length > 0 ? 0 : left.length,
    stacked: isWhole && measured.previous === undefined && steps.length <= MOST_COLUMNS,
  };
}

function collected(answer: Answer, shape: Shape, measures: readonly Measured[], steps: readonly Step[]): Line[] {
  const places = placesOf(steps);
  const building = new Map<string, Building>();
  const empty = (): Values => Array.from({ length: steps.length });
  for (const row of answer.rows) {
    const place = places.get(timeOf(row[shape.bin ?? -1]) ?? Number.NaN);
    if (place === undefined) continue;
    for (const measured of measures) {
      const { line, values, before } = lineOf(building, answer, shape, row, measured, empty);
      values[place] = added(values[place], numberOf(row[measured.at]));
      if (before !== undefined) before[place] = added(before[place], numberOf(row[measured.previous ?? -1]));
      if (!building.has(line.id)) building.set(line.id, { line, values, before });
    }
  }
  return [...building.values()].map(({ line, values, before }) => ({
    ...line,
    values,
    value: isAdditive(line.column) ? values.reduce(added, undefined) : largest(values),
    ...(before === undefined ? {} : { before }),
  }));
}

function lineOf(
  building: ReadonlyMap<string, Building>,
  answer: Answer,
  shape: Shape,
  row: Answer['rows'][number],
  { at, column, previous }: Measured,
  empty: () => Values,
): Building {
  const others = isOthers(shape, row);
  const key =
    shape.keys.length === 0
      ? { id: `measure ${at}`, label: column.name, parts: [] }
      : others
        ? { id: 'others', label: 'others', parts: [] }
        : keyOf(answer.columns, shape.keys, row);
  return (
    building.get(key.id) ?? {
      line: { ...key, column, kind: others ? 'others' : 'one' },
      values: empty(),
      before: previous === undefined ? undefined : empty(),
    }
  );
}

function largest(values: Values): Num | undefined {
  return values.reduce(
    (most, value) => (most === undefined || (value !== undefined && value > most) ? value : most),
    undefined,
  );
}

function together(lines: readonly Line[]): Line {
  const [first] = lines;
  if (first === undefined) throw new RangeError('Nothing to add up.');
  const sums = (of: (line: Line) => Line['values']): Values =>
    first.values.map((_, step) => lines.reduce<Num | undefined>((sum, line) => added(sum, of(line)[step]), undefined));
  return {
    id: MORE,
    label: `${lines.length} more`,
    parts: [],
    column: first.column,
    kind: 'more',
    value: lines.reduce<Num | undefined>((sum, line) => added(sum, line.value), undefined),
    values: sums((line) => line.values),
    ...(first.before === undefined ? {} : { before: sums((line) => line.before ?? []) }),
  };
}

/** A tick distance that reads well: 1, 2 or 5 times a power of ten; of bytes, a power of two. */
export function tickOf(high: number, unit: QueryColumn['unit'], ticks = 5): number {
  const rough = high / ticks;
  if (!(rough > 0)) return 1;
  if (unit === 'bytes' || unit === 'bytes/s') return 2 ** Math.max(0, Math.ceil(Math.log2(rough)));
  const ten = 10 ** Math.floor(Math.log10(rough));
  return ten * ([1, 2, 5].find((one) => one * ten >= rough) ?? 10);
}
