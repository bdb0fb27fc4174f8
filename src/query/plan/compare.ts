import type { CompareStage, Period, Stage, StatsStage, TimeseriesStage, TopStage } from '../ast.ts';
import { arithmetic } from '../check/arithmetic.ts';
import { constantNumber } from '../check/coerce.ts';
import { Evaluator } from '../check/evaluate.ts';
import { isNumeric, type Value } from '../value.ts';
import { acrossFrom, meet } from './beside.ts';
import type { TimeRange } from './context.ts';
import { binPeriod } from './group.ts';
import { identity } from './identity.ts';
import { Level } from './level.ts';
import type { Order, Pipeline } from './pipeline.ts';
import { remade } from './remade.ts';
import { sameGroups } from './same-groups.ts';
import { type Column, lifted, Scope } from './scope.ts';
import { earlier, givenShift, movedForward, previousShift, type Shift } from './shift.ts';
import { stepFor } from './timeseries.ts';

type Grouping = StatsStage | TopStage | TimeseriesStage;

const isGrouping = (stage: Stage | undefined): stage is Grouping =>
  stage !== undefined && /^(stats|top|timeseries)$/.test(stage.command);

function binsOf(pipeline: Pipeline, stage: Grouping): Period[] {
  const { from, to } = pipeline.range;
  const own: Period[] =
    stage.command === 'timeseries' ? [stage.bin ?? { count: stepFor(to - from + 1), unit: 's' }] : [];
  const keys = stage.command === 'stats' ? stage.by : stage.command === 'top' ? stage.fields : stage.keys;
  return [...own, ...keys.flatMap(({ expression }) => binPeriod(expression) ?? [])];
}

/** The stages before a compare over the earlier range: the groups that are here now, and where nothing bounds them all others. */
function past(
  pipeline: Pipeline,
  before: readonly Stage[],
  grouping: Grouping,
  range: TimeRange,
  shift: Shift,
): Pipeline {
  if (grouping.command === 'stats') return pipeline.over([...before, grouping], range);
  if (grouping.command === 'timeseries') {
    if (grouping.limit === undefined || grouping.keys.length === 0) return pipeline.over([...before, grouping], range);
    return sameGroups(pipeline, before, grouping, range, shift);
  }
  if (grouping.others) return sameGroups(pipeline, before, grouping, range, shift);
  const { fields, by, span } = grouping;
  return pipeline.over([...before, { command: 'stats', items: [by], by: fields, span }], range);
}

const isKey = ({ role }: Column) => role === 'key' || role === 'bin';

function groupingOf(pipeline: Pipeline, before: readonly Stage[], stage: CompareStage): Grouping {
  const grouping = before.at(-1);
  if (isGrouping(grouping)) return grouping;
  return pipeline.fail(
    'QL_COMPARE_MISPLACED',
    'compare sets sums beside those of an earlier range, and must come directly behind stats, top or timeseries',
    stage.span,
    pipeline.isRecords
      ? 'sum up first: stats count(*) as n by srcAddr | compare previous'
      : 'put it before the sort, the limit and the filter',
  );
}

/** `compare`: the same numbers of an earlier range beside those of this one (E3). */
export function compare(pipeline: Pipeline, stage: CompareStage): void {
  const before = pipeline.stages.slice(0, -1);
  const grouping = groupingOf(pipeline, before, stage);
  const bins = binsOf(pipeline, grouping);
  const shift =
    stage.shift === undefined
      ? previousShift(pipeline, bins, stage.span)
      : givenShift(pipeline, stage.shift, bins, stage.span);
  const then = past(
    pipeline,
    before.slice(0, -1),
    grouping,
    earlier(pipeline, shift, stage.span, stage.shift === undefined),
    shift,
  );
  beside(pipeline, then, shift, stage, grouping.command);
  pipeline.limited = grouping.command === 'top';
}

/** Of top only the groups of now; else also those that only the earlier range has. */
function beside(
  pipeline: Pipeline,
  then: Pipeline,
  shift: Shift,
  stage: CompareStage,
  command: Grouping['command'],
): void {
  const all = command !== 'top';
  for (const side of [pipeline, then]) {
    side.settleOrder();
    side.push();
  }
  const [left, right] = [pipeline.level, then.level];
  const columns = pipeline.scope.columns;
  const moved = ({ name }: Column): Value => {
    const value = then.scope.exact(name)?.value();
    if (value === undefined) throw new TypeError(`the earlier range has no ${name}`);
    return value.type.kind === 'time' ? { ...value, sql: movedForward(value.sql, shift) } : value;
  };
  const keys = columns.filter(isKey);
  const ours = left.export(identity(keys.map((key) => key.value())));
  const theirs = right.export(identity(keys.map(moved)));
  const isOurs = left.export('toNullable(toUInt8(1))');
  const order = pipeline.order;
  const outer = new Level(
    { render: () => meet(pipeline, all ? 'FULL JOIN' : 'LEFT JOIN', [left, right], [[ours, theirs]]) },
    () => pipeline.context.alias(),
  );
  const e = new Evaluator(pipeline, { kind: 'row' });
  const scope = new Scope(undefined);
  for (const column of columns) {
    const own = column.value();
    if (isKey(column)) {
      const value = all ? eitherSide(own, moved(column), isOurs, left, right) : acrossFrom(own, left);
      scope.set({ ...column, value: () => value });
      continue;
    }
    const now = acrossFrom(own, left);
    const prev = acrossFrom(then.scope.exact(column.name)?.value() ?? own, right);
    scope.set({ ...column, value: () => now });
    for (const [suffix, value] of changes(e, now, prev)) {
      const name = `${column.name}_${suffix}`;
      if (columns.some((other) => other.name === name))
        pipeline.fail(
          'QL_NAME_TWICE',
          `${name} is what compare adds, and it is there already`,
          stage.span,
          `give ${name} another name`,
        );
      scope.set({ name, role: 'measure', value: () => value });
    }
  }
  pipeline.adopt(outer, scope);
  pipeline.sort(orderAfter(order, scope, left, command));
}

function eitherSide(own: Value, their: Value, isOurs: string, left: Level, right: Level): Value {
  const [a, b] = [lifted(own, left), lifted(their, right)];
  if (own.constant !== undefined) return own;
  return remade(a, `if(isNull(${isOurs}), ${b.sql}, ${a.sql})`);
}

/** What is added behind a number; of other aggregates only what they were. */
function changes(e: Evaluator, now: Value, prev: Value): [string, Value][] {
  if (!isNumeric(now.type)) return [['prev', prev]];
  const delta = arithmetic(e, '-', [now, prev]);
  const share = arithmetic(e, '*', [arithmetic(e, '/', [delta, prev]), constantNumber(e, 100n)]);
  return [
    ['prev', prev],
    ['delta', delta],
    ['pct', { ...share, unit: 'percent' }],
  ];
}

/** Of top, the order of now; of a time series by bins, others last, and keys; of stats what is usual there. */
function orderAfter(order: readonly Order[], scope: Scope, left: Level, command: Grouping['command']): Order[] {
  if (command === 'stats') return [];
  if (command === 'top') {
    return order.map((one) => {
      const value = lifted(one.value(), left);
      return { ...one, value: () => value };
    });
  }
  const rank = ({ role, flag }: Column) => (role === 'bin' ? 0 : flag === 'others' ? 1 : 2);
  return scope.columns
    .filter(isKey)
    .sort((a, b) => rank(a) - rank(b))
    .map(({ value }) => ({ value, descending: false }));
}
