import type { FillMissingStage, Key, Period } from '../ast.ts';
import { periodMilliseconds } from '../define-function.ts';
import { unify } from '../unify.ts';
import { made, type Value } from '../value.ts';
import { floorMoment } from './fill.ts';
import { binPeriod } from './group.ts';
import { Level, rowsOf } from './level.ts';
import type { Pipeline } from './pipeline.ts';
import { remade } from './remade.ts';
import { type Column, lifted } from './scope.ts';
import { stepFor } from './timeseries.ts';

interface Bins {
  readonly column: Column;
  readonly period: Period;
  /** Milliseconds by which the edges lie behind those of the period. */
  readonly offset: number;
  /** `dateceil`: edges are the ends of periods. */
  readonly ends: boolean;
}

/** The bins that the rows are grouped by. */
function binsOf(pipeline: Pipeline, stage: FillMissingStage): Bins {
  const last = pipeline.stages.findLast(({ command }) => /^(stats|timeseries|top|countfrequent)$/.test(command));
  const candidates: { name: string; period: Period; key?: Key }[] = [];
  if (last?.command === 'timeseries') {
    const { from, to } = pipeline.range;
    const period: Period = last.bin ?? { count: stepFor(to - from + 1), unit: 's' };
    candidates.push({ name: last.bin === undefined ? 'bin()' : `bin(${period.count}${period.unit})`, period });
  }
  for (const key of last?.command === 'stats' ? last.by : []) {
    const period = binPeriod(key.expression);
    if (period !== undefined) candidates.push({ name: pipeline.nameOf(key.expression, key.as).name, period, key });
  }
  for (const { name, period, key } of candidates) {
    const column = pipeline.scope.exact(name);
    if (column?.role !== 'bin') continue;
    const offset = key?.offset === undefined ? 0 : Number(periodMilliseconds(key.offset) ?? 0n);
    const ends = key?.expression.kind === 'call' && key.expression.name.toLowerCase() === 'dateceil';
    return { column, period, offset, ends };
  }
  return pipeline.fail(
    'QL_BIN_NEEDED',
    'fillmissing adds bins that have no row, and no bins are here',
    stage.span,
    'put it behind stats … by bin(5m)',
  );
}

const months = { mo: 'Month', q: 'Quarter', y: 'Year' } as const;

/** First and last bin of the range, and the step between two, as SQL. */
function grid(pipeline: Pipeline, { period, offset, ends }: Bins): { from: string; to: string; step: string } {
  const { range } = pipeline;
  const length = periodMilliseconds(period);
  const edge = (ms: number) => floorMoment(ms - offset, period) + offset;
  const [first, last] = ends
    ? [range.from * 1000, range.to * 1000].map((ms) =>
        edge(ms) === ms ? ms : edge(edge(ms) + Number(length ?? 2_678_400_000n)),
      )
    : [edge(range.from * 1000), edge(range.to * 1000)];
  const moment = (ms: number) =>
    period.unit === 'ms' ? `fromUnixTimestamp64Milli(${ms}, 'UTC')` : `toDateTime(${Math.floor(ms / 1000)}, 'UTC')`;
  const end = (last ?? 0) + (period.unit === 'ms' ? 1 : 1000);
  const isCalendar = period.unit === 'mo' || period.unit === 'q' || period.unit === 'y';
  const step = isCalendar
    ? `toInterval${months[period.unit as keyof typeof months]}(${period.count})`
    : period.unit === 'ms'
      ? `toIntervalMillisecond(${period.count})`
      : `toIntervalSecond(${Number(length ?? 1000n) / 1000})`;
  return { from: moment(first ?? 0), to: moment(end), step };
}

/** More rows than this nobody reads; the limit of an answer. */
const mostBins = 100_000;

/** Adds, for each combination of the other keys, the bins of the range that have no row. */
export function fillMissing(pipeline: Pipeline, stage: FillMissingStage): void {
  const bins = binsOf(pipeline, stage);
  const { period } = bins;
  const width = periodMilliseconds(period) ?? 2_419_200_000n;
  if (BigInt(pipeline.range.to - pipeline.range.from + 1) * 1000n > width * BigInt(mostBins))
    pipeline.fail(
      'QL_TOO_MANY_BINS',
      `the range holds more than ${mostBins.toLocaleString('en')} bins`,
      stage.span,
      'choose longer bins or a shorter range',
    );
  const filled = stage.fields.map((field) => {
    pipeline.resolve(field);
    const column = pipeline.scope.find(field.name);
    if (column === undefined || column.role === 'bin' || column.role === 'key')
      pipeline.fail(
        'QL_FILL_KEY',
        `${field.name} is what the rows are grouped by: it is never filled`,
        field.span,
        'name a column that stats computes',
      );
    return column.name;
  });
  const constant = stage.value === undefined ? undefined : pipeline.evaluate(stage.value);
  // A bin can be missing where it is made of a time that can; the engine fills only what cannot.
  pipeline.settleOrder();
  pipeline.push();
  const below = pipeline.level;
  const bin = pipeline.scope.exact(bins.column.name)?.value();
  if (bin === undefined) throw new TypeError('the column of bins is gone');
  const cast = period.unit === 'ms' ? `toDateTime64(${bin.sql}, 3, 'UTC')` : `toDateTime(${bin.sql}, 'UTC')`;
  const filledBin = below.export(`assumeNotNull(${cast})`);
  const isRow = below.export('toUInt8(1)');
  const lacksBin = below.export(`toUInt8(isNull(${bin.sql}))`);
  const isKey = ({ name, role }: Column) => name !== bins.column.name && (role === 'key' || role === 'bin');
  const columns = pipeline.scope.columns.map((column): Column => {
    if (isKey(column) || column.name === bins.column.name) return column;
    const value = column.value();
    if (value.constant?.kind === 'missing') return column;
    const { kind } = value.type;
    const filled = remade(value, kind === 'list' || kind === 'map' ? value.sql : `toNullable(${value.sql})`);
    return { ...column, value: () => filled };
  });
  for (const column of columns) pipeline.scope.set(column);
  const keys = columns.filter(isKey).map(({ value }) => below.export(value().sql));
  const { from, to, step } = grid(pipeline, bins);
  below.order = [...keys, filledBin].map((sql) => ({ sql, descending: false }));
  below.fill = ` WITH FILL FROM ${from} TO ${to} STEP ${step}`;
  const scope = pipeline.scope.above(below);
  pipeline.adopt(new Level(rowsOf(below), () => pipeline.context.alias()), scope);
  const present = `if(${lifted(made(bin.type, lacksBin, []), below).sql} = 1, NULL, ${filledBin})`;
  pipeline.scope.set({ ...bins.column, value: () => remade(bin, present) });
  if (constant !== undefined) for (const name of filled) fillColumn(pipeline, name, constant, isRow);
  // Without rows there is no combination of keys to fill bins for; the engine makes one up.
  if (keys.length === 0) return;
  const any = pipeline.level.export(`max(${isRow}) OVER ()`);
  pipeline.push();
  pipeline.level.where.push(`${any} = 1`);
}

function fillColumn(pipeline: Pipeline, name: string, constant: Value, isRow: string): void {
  const column = pipeline.scope.exact(name);
  if (column === undefined) return;
  const value = column.value();
  const { type, sql } = unify([value, constant]);
  const filled = { ...remade(value, `if(${isRow} = 1, ${sql[0]}, ${sql[1]})`), type };
  pipeline.scope.set({ ...column, value: () => filled });
}
