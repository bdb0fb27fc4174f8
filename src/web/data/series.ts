import type { CoverageAnswer, Measure, SeriesAnswer, Sums } from '../../contract/index.ts';
import { approximate, type Count, exact } from './format.ts';

/** The figure of a measure: bytes and packets are those counted once. */
function measured(sums: Sums, measure: Measure): Count {
  if (measure === 'bytes') return sums.counted_bytes;
  return measure === 'packets' ? sums.counted_packets : sums.records;
}

/** Whether bytes and packets are those of each flow once, or all that were logged, as one interface sees them. */
export type Counting = 'counted' | 'logged';

/** A series whose bytes and packets are these. */
export function countedAs(series: SeriesAnswer, counting: Counting): SeriesAnswer {
  if (counting === 'counted') return series;
  const points = series.points.map((point) => ({
    ...point,
    counted_bytes: point.bytes,
    counted_packets: point.packets,
  }));
  return { ...series, points };
}

/** The name that stands for a missing key in a chart. */
export const NO_KEY = '-';

export interface Grid {
  /** Begin of each step, milliseconds; the first may lie before the range. */
  readonly times: readonly number[];
  /** Seconds of each step that lie inside the range: less than a whole step at its edges. */
  readonly spans: readonly number[];
  readonly stepSeconds: number;
  /** Key → exact figure per step. Steps without records are 0, steps without any log are null. */
  readonly figures: ReadonlyMap<string, readonly (bigint | null)[]>;
  /** The same as floating-point numbers, for heights. */
  readonly values: ReadonlyMap<string, readonly (number | null)[]>;
  /** Key → exact sum over the range. */
  readonly totals: ReadonlyMap<string, bigint>;
}

/** Puts the points of a series on a full grid of steps. `coverage` tells zero from unknown. */
export function gridOf(series: SeriesAnswer, measure: Measure, coverage?: CoverageAnswer): Grid {
  const step = series.step_seconds * 1000;
  const [from, to] = [Date.parse(series.from), Date.parse(series.to)];
  const base = firstStep(series, from, step);
  const times = Array.from({ length: Math.max(1, Math.ceil((to - base) / step)) }, (_, index) => base + index * step);
  const spans = times.map((time) => Math.max(1, (Math.min(time + step, to) - Math.max(time, from)) / 1000));
  const unknown = coverage === undefined ? new Set<number>() : unlogged(times, step, coverage);
  const figures = new Map<string, (bigint | null)[]>();
  const totals = new Map<string, bigint>();
  for (const key of series.keys) {
    figures.set(
      key ?? NO_KEY,
      times.map((_, index) => (unknown.has(index) ? null : 0n)),
    );
    totals.set(key ?? NO_KEY, 0n);
  }
  for (const point of series.points) {
    const key = point.key ?? NO_KEY;
    const row = figures.get(key);
    const place = Math.floor((Date.parse(point.time) - base) / step);
    if (row === undefined || place < 0 || place >= row.length) continue;
    const figure = exact(measured(point, measure));
    row[place] = (row[place] ?? 0n) + figure;
    totals.set(key, (totals.get(key) ?? 0n) + figure);
  }
  const rounded = (row: (bigint | null)[]) => row.map((figure) => (figure === null ? null : Number(figure)));
  const values = new Map([...figures].map(([key, row]) => [key, rounded(row)]));
  return { times, spans, stepSeconds: series.step_seconds, figures, values, totals };
}

/** Steps lie where those of the answer do, which need not begin with the range. */
function firstStep(series: SeriesAnswer, from: number, step: number): number {
  const [point] = series.points;
  const anchor = point === undefined ? 0 : Date.parse(point.time);
  return anchor + Math.floor((from - anchor) / step) * step;
}

/** Steps of the grid in which no interface wrote anything, not even NODATA. */
function unlogged(times: readonly number[], step: number, coverage: CoverageAnswer): Set<number> {
  const width = coverage.step_seconds * 1000;
  const silent = coverage.steps.filter((one) => approximate(one.interfaces) === 0).map((one) => Date.parse(one.time));
  const seen = coverage.steps.filter((one) => approximate(one.interfaces) > 0).map((one) => Date.parse(one.time));
  const touches = (time: number, begin: number) => begin < time + step && begin + width > time;
  return new Set(
    times.flatMap((time, index) =>
      silent.some((begin) => touches(time, begin)) && !seen.some((begin) => touches(time, begin)) ? [index] : [],
    ),
  );
}

/** A figure of so many seconds as a rate: records a minute, bits a second, packets a second. */
export function rateOf(figure: number, measure: Measure, seconds: number): number {
  if (measure === 'records') return (figure * 60) / seconds;
  return measure === 'bytes' ? (figure * 8) / seconds : figure / seconds;
}

/** The rates of a key, step by step; missing stays missing. */
export function ratesOf(grid: Grid, key: string, measure: Measure): (number | null)[] {
  return (grid.values.get(key) ?? []).map((value, index) =>
    value === null ? null : rateOf(value, measure, grid.spans[index] ?? grid.stepSeconds),
  );
}

export const rateUnit: Readonly<Record<Measure, string>> = { records: '', bytes: 'bit/s', packets: '/s' };
export const rateWords: Readonly<Record<Measure, string>> = {
  records: 'records a minute, as logged',
  bytes: 'bits a second, each flow counted once',
  packets: 'packets a second, each flow counted once',
};

type CoverageState = 'seen' | 'nodata' | 'partly' | 'skipped' | 'late' | 'missing';

export interface CoverageRun {
  readonly from: number;
  readonly to: number;
  readonly state: CoverageState;
  readonly words: string;
}

const stateWords: Readonly<Record<CoverageState, string>> = {
  seen: 'logs from every interface',
  nodata: 'no traffic (NODATA)',
  partly: 'some interfaces are silent',
  skipped: 'records skipped by AWS (SKIPDATA)',
  late: 'records came late',
  missing: 'no logs at all',
};

/** Neighbouring steps of one state as one run; the worst state of a step wins. */
export function coverageRuns(coverage: CoverageAnswer): CoverageRun[] {
  const runs: CoverageRun[] = [];
  for (const step of coverage.steps) {
    const from = Date.parse(step.time);
    const to = Math.min(from + coverage.step_seconds * 1000, Date.parse(coverage.to));
    const state = stateOf(step);
    const before = runs.at(-1);
    if (before?.state === state && before.to >= from) runs[runs.length - 1] = { ...before, to };
    else runs.push({ from, to, state, words: stateWords[state] });
  }
  return runs;
}

function stateOf(step: CoverageAnswer['steps'][number]): CoverageState {
  const n = (count: Count) => approximate(count);
  if (n(step.interfaces) === 0) return 'missing';
  if (n(step.skipdata) > 0) return 'skipped';
  if (n(step.late) > 0) return 'late';
  if (n(step.interfaces) < n(step.expected)) return 'partly';
  return n(step.ok) === 0 && n(step.nodata) > 0 ? 'nodata' : 'seen';
}
