import type { Expression, Item, Key, Period, Span } from '../ast.ts';
import { binUses, floorPeriod, isRecordTime } from '../bin-sql.ts';
import { Evaluator, type Mode, usualText } from '../check/evaluate.ts';
import { NotKept } from '../check/not-kept.ts';
import { periodMilliseconds } from '../define-function.ts';
import { isPeriodUnit } from '../syntax/period.ts';
import { made, timeType, type Value } from '../value.ts';
import type { Level } from './level.ts';
import type { Pipeline } from './pipeline.ts';
import { isMeasure } from './roll-up.ts';
import type { Column, ColumnRole } from './scope.ts';

/** A key or an aggregate of a grouping, with the name it gets. */
export interface Grouped {
  readonly name: string;
  readonly unnamed?: Span;
  readonly text?: string;
  readonly value: Value;
  readonly role: ColumnRole;
  readonly binSeconds?: number;
  readonly span: Span;
  readonly flag?: 'others';
}

/** A key that the compiler makes up. */
export interface MadeKey {
  readonly name: string;
  readonly span: Span;
  readonly role: ColumnRole;
  readonly binSeconds?: number;
  make(pipeline: Pipeline): Value;
}

export type AnyKey = Key | MadeKey;

/** What rows are grouped by, and the columns that come of it, given the names that the group keys got. */
export interface Choice {
  readonly by: readonly string[];
  columns(names: readonly string[]): readonly Grouped[];
}

/** Chooses among the groups before the rows are grouped; conditions go into the level at hand. */
export type Choose = (level: Level, keys: readonly Grouped[], sums: readonly Grouped[]) => Choice;

/** Groups by the keys as they are. */
export const byKeys: Choose = (_, keys) => ({
  by: keys.map(({ value }) => value.sql),
  columns: (names) => keys.map((key, i) => ({ ...key, value: groupedAs(key.value, names[i]) })),
});

/** A key behind the grouping. What it was made from is gone. */
export function groupedAs({ origin: _, constant: __, ...value }: Value, name: string | undefined): Value {
  return { ...value, sql: name ?? value.sql };
}

const isMadeKey = (key: AnyKey): key is MadeKey => 'make' in key;

/** The period of `bin(5m)`, `datefloor(t, 5m)`; undefined for other expressions. */
export function binPeriod(expression: Expression): Period | undefined {
  if (expression.kind !== 'call' || !/^(bin|datefloor|dateceil)$/i.test(expression.name)) return undefined;
  const last = expression.args.at(-1);
  return last?.kind === 'period' ? last.period : undefined;
}

export function fixedSeconds(period: Period | undefined): number | undefined {
  const milliseconds = period === undefined ? undefined : periodMilliseconds(period);
  return milliseconds === undefined ? undefined : Number(milliseconds) / 1000;
}

function keyOf(pipeline: Pipeline, key: AnyKey): Grouped {
  if (isMadeKey(key)) {
    const { name, span, role, binSeconds } = key;
    return { name, span, role, value: key.make(pipeline), ...(binSeconds === undefined ? {} : { binSeconds }) };
  }
  const { expression } = key;
  const period = binPeriod(expression);
  const value = key.offset === undefined ? pipeline.evaluate(expression) : shiftedBin(pipeline, key);
  if (value.type.kind === 'list' || value.type.kind === 'map')
    pipeline.fail(
      'QL_KEY_KIND',
      `${pipeline.context.source(expression.span)} is a ${value.type.kind}, and cannot be grouped by`,
      expression.span,
    );
  const seconds = fixedSeconds(period);
  const text = usualText(expression);
  return {
    ...pipeline.nameOf(expression, key.as),
    ...(text === undefined ? {} : { text }),
    value,
    role: period === undefined ? 'key' : 'bin',
    ...(seconds === undefined ? {} : { binSeconds: seconds }),
    span: (key.as ?? expression).span,
  };
}

/** `bin(1h) offset 15m`: the edges of the bins move. */
function shiftedBin(pipeline: Pipeline, { expression, offset }: Key): Value {
  const period = binPeriod(expression);
  if (
    expression.kind !== 'call' ||
    period === undefined ||
    offset === undefined ||
    expression.name.toLowerCase() === 'dateceil'
  )
    return pipeline.fail(
      'QL_OFFSET_MISPLACED',
      'offset belongs behind bin(…)',
      expression.span,
      'write by bin(1h) offset 15m',
    );
  const time =
    expression.args.length > 1 ? pipeline.evaluate(expression.args[0] ?? expression) : pipeline.find('@timestamp');
  if (time === undefined || time.type.kind !== 'time') {
    return pipeline.fail('QL_TIME_GONE', 'bin needs @timestamp, which is gone after stats', expression.span);
  }
  if (periodMilliseconds(offset) === undefined)
    return pipeline.fail(
      'QL_OFFSET_MISPLACED',
      'an offset is a time of fixed length, not months or years',
      expression.span,
    );
  const floor = floorPeriod(time.sql, period, offset, !isRecordTime(time));
  return made(timeType, floor, [time], { uses: binUses(time, period, offset) });
}

function warnOfSlips(pipeline: Pipeline, { expression }: Item): void {
  if (expression.kind === 'field' && isPeriodUnit(expression.name)) return;
  if (expression.kind !== 'field' || expression.name.toLowerCase() !== 'count') return;
  pipeline.diagnostics.error('QL_CALL_WITHOUT_BRACKETS', 'count is a function: it needs brackets', expression.span, {
    hint: 'write count(*)',
    fixes: [{ title: 'write count(*)', span: expression.span, text: 'count(*)' }],
  });
}

/**
 * Groups the rows: keys and aggregates become the only columns. Where tables of sums keep all that is asked for, they are
 * read in place of the records.
 */
export function group(
  pipeline: Pipeline,
  items: readonly Item[],
  by: readonly AnyKey[],
  choose: Choose = byKeys,
): readonly Grouped[] {
  for (const item of items) if (pipeline.find('count') === undefined) warnOfSlips(pipeline, item);
  pipeline.rows();
  const bins = by.map((key) => (isMadeKey(key) ? key.binSeconds : fixedSeconds(binPeriod(key.expression))));
  pipeline.binSeconds = bins.find((one) => one !== undefined);
  const attempt = (kept: (Mode & { kind: 'group' })['kept']) => {
    const keys = by.map((key) => keyOf(pipeline, key));
    return { keys, items: aggregates(pipeline, items, keys, kept) };
  };
  const fromSums = pipeline.fromSums((kept) => {
    try {
      const grouped = attempt(kept);
      // What an aggregate takes of bytes and packets are the kept sums; a key needs the records' own.
      const summed = grouped.items.flatMap(({ value }) => [...value.uses].filter((use) => !isMeasure(use)));
      const uses = [...grouped.keys.flatMap(({ value }) => [...value.uses]), ...summed];
      return { uses, result: grouped };
    } catch (error) {
      if (error instanceof NotKept) return undefined;
      throw error;
    }
  });
  const { keys: all, items: sums } = fromSums ?? attempt(undefined);
  const { level } = pipeline;
  const choice = choose(level, all, sums);
  const names = choice.by.map((sql) => level.export(sql));
  level.groupBy = names;
  const columns = [...choice.columns(names), ...sums];
  pipeline.replaceScope([]);
  for (const column of columns) pipeline.define(columnOf(column), column.span);
  if (sums.some(({ value }) => value.windowed === true)) pipeline.push();
  return columns;
}

/** A grouped value as a column in sight. */
function columnOf({ name, unnamed, text, value, role, binSeconds, flag }: Grouped): Column {
  return {
    name,
    value: () => value,
    role,
    ...(unnamed === undefined ? {} : { unnamed }),
    ...(text === undefined ? {} : { text }),
    ...(binSeconds === undefined ? {} : { binSeconds }),
    ...(flag === undefined ? {} : { flag }),
  };
}

function aggregates(
  pipeline: Pipeline,
  items: readonly Item[],
  keys: readonly Grouped[],
  kept: (Mode & { kind: 'group' })['kept'],
): Grouped[] {
  const names = new Map(keys.map((key) => [key.name, key.value]));
  const bin = keys.find((key) => key.role === 'bin');
  const others = keys.filter((key) => key !== bin).map((key) => key.value.sql);
  const line = bin === undefined ? {} : { line: { bin: bin.value.sql, keys: others } };
  return items.map((item): Grouped => {
    const value = new Evaluator(pipeline, { kind: 'group', names, kept, ...line }).value(item.expression);
    const named = pipeline.nameOf(item.expression, item.as);
    names.set(named.name, value);
    const text = usualText(item.expression);
    return {
      ...named,
      ...(text === undefined ? {} : { text }),
      value: withUnit(named.name, value),
      role: 'measure',
      span: (item.as ?? item.expression).span,
    };
  });
}

/** E6: the name can say the unit where the expression does not. */
function withUnit(name: string, value: Value): Value {
  if (value.unit !== undefined) return value;
  if (/_bps$/i.test(name)) return { ...value, unit: 'bit/s' };
  return /_bytes$/i.test(name) ? { ...value, unit: 'bytes' } : value;
}
