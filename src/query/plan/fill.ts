import type { Period } from '../ast.ts';
import { periodMilliseconds } from '../define-function.ts';
import { Level, rowsOf } from './level.ts';
import type { Pipeline } from './pipeline.ts';

interface Filling {
  /** Name of the column of bins, and of those that make a line. */
  readonly bin: string;
  readonly keys: readonly string[];
  readonly period: Period;
}

const intervals = { mo: 'Month', q: 'Quarter', y: 'Year' } as const;

/** Start of the bin that holds a moment, Unix milliseconds. Weeks begin on Monday (D14). */
export function floorMoment(ms: number, { count, unit }: Period): number {
  const fixed = periodMilliseconds({ count, unit });
  if (fixed !== undefined) {
    const width = Number(fixed);
    // 1970-01-05 was a Monday.
    const shift = unit === 'w' ? 4 * 86_400_000 : 0;
    return Math.floor((ms - shift) / width) * width + shift;
  }
  const date = new Date(ms);
  const months = count * (unit === 'y' ? 12 : unit === 'q' ? 3 : 1);
  const since = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  return Date.UTC(1970, Math.floor(since / months) * months, 1);
}

/** The SQL of one step, and the bins at both ends of the range: from the first to behind the last. */
function steps(pipeline: Pipeline, period: Period): { from: string; to: string; step: string } {
  const { range } = pipeline;
  const milliseconds = periodMilliseconds(period);
  const moment = (ms: number) =>
    period.unit === 'ms' ? `fromUnixTimestamp64Milli(${ms}, 'UTC')` : `toDateTime(${Math.floor(ms / 1000)}, 'UTC')`;
  const from = moment(floorMoment(range.from * 1000, period));
  const to = moment(period.unit === 'ms' ? range.to * 1000 + 1000 : range.to * 1000 + 1000);
  if (period.unit === 'mo' || period.unit === 'q' || period.unit === 'y')
    return { from, to, step: `toInterval${intervals[period.unit]}(${period.count})` };
  if (period.unit === 'ms') return { from, to, step: `toIntervalMillisecond(${period.count})` };
  return { from, to, step: `toIntervalSecond(${Number(milliseconds ?? 1000n) / 1000})` };
}

/** More rows than this nobody reads; the limit of an answer. */
const mostBins = 100_000;

/**
 * Adds rows for bins that have none, within each line, and starts a new level. Columns that are no key are missing there;
 * `isRow` tells the rows that there were.
 */
export function fillBins(pipeline: Pipeline, { bin, keys, period }: Filling): { readonly isRow: string } {
  const milliseconds = periodMilliseconds(period) ?? 2_419_200_000n;
  const span = pipeline.stages.at(-1)?.span ?? { start: 0, end: 0 };
  if (BigInt(pipeline.range.to - pipeline.range.from + 1) * 1000n > milliseconds * BigInt(mostBins))
    pipeline.fail(
      'QL_TOO_MANY_BINS',
      `the range holds more than ${mostBins.toLocaleString('en')} bins`,
      span,
      'choose longer bins or a shorter range',
    );
  pipeline.settleOrder();
  pipeline.push();
  const rows = pipeline.level;
  const column = (name: string) => {
    const found = pipeline.scope.exact(name)?.value();
    if (found === undefined) throw new TypeError(`there is no column ${name} to fill by`);
    return found;
  };
  // What is filled must be able to be missing.
  for (const one of pipeline.scope.columns) {
    if (one.name === bin || keys.includes(one.name)) continue;
    const value = one.value();
    const filled = value.type.kind === 'list' || value.type.kind === 'map' ? value.sql : `toNullable(${value.sql})`;
    pipeline.scope.set({ ...one, value: () => ({ ...value, sql: filled }) });
  }
  const isRow = rows.export('toUInt8(1)');
  const { from, to, step } = steps(pipeline, period);
  const terms = [...keys, bin].map((name) => ({ sql: rows.export(column(name).sql), descending: false }));
  rows.order = terms;
  rows.fill = ` WITH FILL FROM ${from} TO ${to} STEP ${step}`;
  pipeline.adopt(new Level(rowsOf(rows), () => pipeline.context.alias()), pipeline.scope.above(rows));
  if (keys.length === 0) return { isRow: `${isRow} = 1` };
  // Out of no rows at all the engine makes a line whose keys are missing: there is none.
  const outer = pipeline.level;
  const count = outer.export(`sum(${isRow}) OVER ()`);
  const marker = outer.export(isRow);
  pipeline.push();
  pipeline.level.where.push(`${count} > 0`);
  return { isRow: `${marker} = 1` };
}
