import type { Period, TimeseriesStage } from '../ast.ts';
import { binGrid, floorPeriod } from '../bin-sql.ts';
import { Evaluator } from '../check/evaluate.ts';
import { integerType, made, type Value } from '../value.ts';
import { fillBins } from './fill.ts';
import { byKeys, fixedSeconds, type Grouped, group, type MadeKey } from './group.ts';
import { othersName, withOthers } from './others.ts';
import type { Pipeline } from './pipeline.ts';

/** E2: steps that people read easily, in seconds. */
const ladder = [10, 30, 60, 300, 600, 1800, 3600, 10_800, 21_600, 43_200, 86_400];

/** The step that cuts a range into 60 to 200 pieces, or as near as the ladder has it. */
export function stepFor(seconds: number): number {
  const pieces = (step: number) => Math.ceil(seconds / step);
  const fitting = ladder.filter((step) => pieces(step) >= 60 && pieces(step) <= 200);
  return fitting.at(-1) ?? ladder.find((step) => pieces(step) <= 200) ?? Math.ceil(seconds / 200 / 86_400) * 86_400;
}

function timeKey(pipeline: Pipeline, stage: TimeseriesStage, period: Period): MadeKey {
  const seconds = fixedSeconds(period);
  const grid = binGrid(period);
  const uses = grid === undefined ? 'start' : `start/${grid}`;
  return {
    name: stage.bin === undefined ? 'bin()' : `bin(${period.count}${period.unit})`,
    span: stage.span,
    role: 'bin',
    ...(seconds === undefined ? {} : { binSeconds: seconds }),
    make: () => {
      const time = pipeline.find('@timestamp');
      if (time === undefined || !pipeline.isRecords) {
        return pipeline.fail('QL_TIME_GONE', 'timeseries needs @timestamp, which is gone after stats', stage.span);
      }
      // A record without a time lies in no range; the engine fills gaps only where nothing can be missing.
      return made(time.type, `assumeNotNull(${floorPeriod(time.sql, period)})`, [time], { uses: new Set([uses]) });
    },
  };
}

function warnOfSpikes(pipeline: Pipeline, stage: TimeseriesStage, seconds: number | undefined): void {
  if (seconds === undefined || seconds >= 60) return;
  pipeline.diagnostics.notice(
    'QL_BIN_BELOW_INTERVAL',
    `bins of ${seconds} seconds are shorter than the minute or ten that a record covers: spikes may come from that`,
    stage.span,
    { hint: 'use bins of a minute or more' },
  );
}

export function timeseries(pipeline: Pipeline, stage: TimeseriesStage): void {
  pipeline.countStats(stage.span);
  const { from, to } = pipeline.range;
  const period: Period = stage.bin ?? { count: stepFor(to - from + 1), unit: 's' };
  if (period.count < 1) pipeline.fail('QL_PERIOD_ZERO', 'a bin must be longer than nothing', stage.span);
  const seconds = fixedSeconds(period);
  warnOfSpikes(pipeline, stage, seconds);
  const time = timeKey(pipeline, stage, period);
  const { limit } = stage;
  const columns = group(pipeline, stage.items, [time, ...stage.keys], (level, all, sums) => {
    const [bin, ...keys] = all;
    const [size] = sums;
    if (bin === undefined || limit === undefined || size === undefined || keys.length === 0)
      return byKeys(level, all, sums);
    const e = new Evaluator(pipeline, { kind: 'row' });
    return withOthers(e, level, { before: [bin], keys, size: size.value, count: limit, present: false });
  });
  fill(pipeline, columns, period);
}

/** Rows for the bins that have none, for each line. */
function fill(pipeline: Pipeline, columns: readonly Grouped[], period: Period): void {
  const [bin] = columns;
  if (bin === undefined) return;
  const keys = columns.filter((column) => column.role === 'key');
  const sums = columns.filter((column) => column.role === 'measure');
  const filled = fillBins(pipeline, { bin: bin.name, keys: keys.map((key) => key.name), period });
  for (const { name, value } of sums) {
    const column = pipeline.scope.exact(name);
    const inner = column?.value();
    if (column === undefined || inner === undefined) continue;
    const gap = value.gaps === 'zero' ? `if(${filled.isRow}, ${inner.sql}, ${zeroOf(value)})` : inner.sql;
    pipeline.scope.set({ ...column, value: () => ({ ...inner, sql: gap, gaps: value.gaps ?? 'missing' }) });
  }
  const flag = keys.find((key) => key.name === othersName);
  const order = [
    bin.name,
    ...(flag === undefined ? [] : [othersName]),
    ...keys.filter((key) => key.name !== othersName).map((key) => key.name),
  ];
  pipeline.sort(
    order.flatMap((name) => {
      const column = pipeline.scope.exact(name);
      return column === undefined ? [] : [{ value: column.value, descending: false }];
    }),
  );
}

function zeroOf({ type }: Value): string {
  return type.kind === 'number' ? 'toFloat64(0)' : made(integerType(0, 0), 'toUInt8(0)', []).sql;
}
