import type { FieldNode, Item, Stage, TimeseriesStage, TopStage } from '../ast.ts';
import { toText } from '../check/coerce.ts';
import { Evaluator } from '../check/evaluate.ts';
import { booleanType, made, textType, type Value } from '../value.ts';
import type { TimeRange } from './context.ts';
import { byKeys, group } from './group.ts';
import { othersName } from './others.ts';
import type { Pipeline } from './pipeline.ts';
import { timeseries } from './timeseries.ts';

/** One value for a combination of keys, that is never missing. */
function comparable(keys: readonly string[]): string {
  return `tuple(${keys.map((sql) => `isNull(${sql}), assumeNotNull(${sql})`).join(', ')})`;
}

interface Ranked {
  readonly keys: readonly Item[];
  /** By what groups are large. */
  readonly size: Item;
  readonly count: number;
  /** True: groups that lack a key are not chosen. */
  readonly present: boolean;
}

/** SQL of a SELECT of the groups that are chosen in the range at hand: the same that `withOthers` chooses. */
function chosenNow(pipeline: Pipeline, before: readonly Stage[], { keys, size, count, present }: Ranked): string {
  const now = pipeline.over(before, pipeline.range);
  const columns = group(now, [size], keys, (level, grouped, sums) => {
    if (present) for (const { value } of grouped) level.where.push(`isNotNull(${value.sql})`);
    return byKeys(level, grouped, sums);
  });
  const names = columns.slice(0, -1).map(({ value }) => value.sql);
  const { level } = now;
  level.order = [
    { sql: columns.at(-1)?.value.sql ?? '1', descending: true },
    ...names.map((sql) => ({ sql, descending: false })),
  ];
  level.limit = count;
  const inner = names.map((name) => level.export(name));
  return `SELECT ${comparable(inner)} FROM (${level.render()})`;
}

/**
 * Groups the records of another range by the groups that a top or a time series with a limit has in this one: what is
 * not among them is others there, too, and what is among them keeps its own number, however small it was.
 */
export function sameGroups(
  pipeline: Pipeline,
  before: readonly Stage[],
  stage: TopStage | TimeseriesStage,
  range: TimeRange,
): Pipeline {
  const isTop = stage.command === 'top';
  const keys: readonly Item[] = isTop ? stage.fields : stage.keys;
  const size = isTop ? stage.by : stage.items[0];
  if (size === undefined) throw new TypeError('a time series has an aggregate');
  const count = isTop ? stage.count : (stage.limit ?? 0);
  const chosen = chosenNow(pipeline, before, { keys, size, count, present: isTop });
  const then = pipeline.over(before, range);
  then.rows();
  const e = new Evaluator(then, { kind: 'row' });
  const values = keys.map(({ expression }) => e.value(expression));
  const isChosen = `(${comparable(values.map(({ sql }) => sql))} IN (${chosen}))`;
  const parts = values.map(({ sql }) => `toNullable(${sql})`);
  const row = then.level.export(
    `if(${isChosen}, tuple(toUInt8(0), ${parts.join(', ')}), tuple(toUInt8(1), ${parts.map(() => 'NULL').join(', ')}))`,
  );
  // Grouped by in a SELECT of its own: the engine stumbles over a subquery in keys that depend on each other.
  then.push();
  const part = (i: number) => `tupleElement(${row}, ${i})`;
  const others = then.context.param('String', 'others');
  const named = values.map(({ origin, span, ...value }, i): Value => {
    const own = { ...value, uses: new Set<string>(), sql: part(i + 2) };
    if (i > 0) return own;
    return { ...own, type: textType, sql: `if(${part(1)} = 1, ${others}, toString(${toText(e, own).sql}))` };
  });
  const { span } = stage;
  // Names that no query can say: an aggregate of the same field must see the field.
  const hidden = [
    ...named.map((value, i) => ({ name: `@key${i}`, value })),
    { name: othersName, value: made(booleanType, part(1), []) },
  ];
  for (const { name, value } of hidden) then.scope.set({ name, value: () => value, role: 'value' });
  const by = hidden.map(({ name }, i): Item => {
    const expression: FieldNode = { kind: 'field', name, span };
    const key = keys[i];
    return key === undefined
      ? { expression }
      : { expression, as: { name: then.nameOf(key.expression, key.as).name, span } };
  });
  if (stage.command === 'top') group(then, [stage.by], by);
  else
    timeseries(then, {
      command: 'timeseries',
      items: stage.items,
      keys: by,
      ...(stage.bin === undefined ? {} : { bin: stage.bin }),
      span,
    });
  return then;
}
