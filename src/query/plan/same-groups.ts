import type { Item, Stage, TimeseriesStage, TopStage } from '../ast.ts';
import { toText } from '../check/coerce.ts';
import { Evaluator } from '../check/evaluate.ts';
import { booleanType, made, textType, type Value } from '../value.ts';
import type { TimeRange } from './context.ts';
import { binPeriod, byKeys, fixedSeconds, group, type MadeKey } from './group.ts';
import { identity } from './identity.ts';
import { othersName } from './others.ts';
import type { Pipeline } from './pipeline.ts';
import { remade } from './remade.ts';
import { movedForward, type Shift } from './shift.ts';
import { timeseries } from './timeseries.ts';

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
  const grouped = columns.slice(0, -1).map(({ value }) => value);
  const { level } = now;
  level.order = [
    { sql: columns.at(-1)?.value.sql ?? '1', descending: true },
    ...grouped.map(({ sql }) => ({ sql, descending: false })),
  ];
  level.limit = count;
  const names = grouped.map((value) => ({ ...value, sql: level.export(value.sql) }));
  return `SELECT ${identity(names)} FROM (${level.render()})`;
}

/** A key in the earlier range, and as it is compared with those of now: times lie so much later. */
interface EarlierKey {
  readonly item: Item;
  readonly value: Value;
  readonly moved: Value;
}

/**
 * Groups the records of an earlier range by the groups that a top or a time series with a limit has in this one: what is
 * not among them is others there, too, and what is among them keeps its own number, however small it was.
 */
export function sameGroups(
  pipeline: Pipeline,
  before: readonly Stage[],
  stage: TopStage | TimeseriesStage,
  range: TimeRange,
  shift: Shift,
): Pipeline {
  const isTop = stage.command === 'top';
  const items: readonly Item[] = isTop ? stage.fields : stage.keys;
  const size = isTop ? stage.by : stage.items[0];
  if (size === undefined) throw new TypeError('a time series has an aggregate');
  const count = isTop ? stage.count : (stage.limit ?? 0);
  const chosen = chosenNow(pipeline, before, { keys: items, size, count, present: isTop });
  const then = pipeline.over(before, range);
  then.rows();
  const e = new Evaluator(then, { kind: 'row' });
  const keys = items.map((item): EarlierKey => {
    const value = e.value(item.expression);
    return { item, value, moved: value.type.kind === 'time' ? remade(value, movedForward(value.sql, shift)) : value };
  });
  const hidden = hiddenKeys(then, keys, chosen);
  if (stage.command === 'top') {
    const made = hidden.map((key, i): MadeKey => {
      const seconds = fixedSeconds(binPeriod(items[i]?.expression ?? size.expression));
      const bin = i < items.length && seconds !== undefined ? { binSeconds: seconds } : {};
      return { name: key.shown, span: stage.span, role: 'key', ...bin, make: () => key.value };
    });
    group(then, [stage.by], made);
    return then;
  }
  // Names that no query can say: an aggregate of the same field must see the field.
  for (const { name, value } of hidden) then.scope.set({ name, value: () => value, role: 'value' });
  const { span, bin } = stage;
  const by = hidden.map(
    ({ name, shown }): Item => ({ expression: { kind: 'field', name, span }, as: { name: shown, span } }),
  );
  timeseries(then, {
    command: 'timeseries',
    items: stage.items,
    keys: by,
    ...(bin === undefined ? {} : { bin }),
    span,
  });
  return then;
}

/** The keys of a grouping with others, over a new SELECT; the last one tells the others. */
function hiddenKeys(then: Pipeline, keys: readonly EarlierKey[], chosen: string) {
  const isChosen = `(${identity(keys.map(({ moved }) => moved))} IN (${chosen}))`;
  // The first becomes text, and is that of now; the others are moved when rows are matched, as all keys are.
  const parts = keys.map(({ value, moved }, i) => `toNullable(${i === 0 ? moved.sql : value.sql})`);
  const row = then.level.export(
    `if(${isChosen}, tuple(toUInt8(0), ${parts.join(', ')}), tuple(toUInt8(1), ${parts.map(() => 'NULL').join(', ')}))`,
  );
  // Grouped by in a SELECT of its own: the engine stumbles over a subquery in keys that depend on each other.
  then.push();
  const part = (i: number) => `tupleElement(${row}, ${i})`;
  const others = then.context.param('String', 'others');
  const e = new Evaluator(then, { kind: 'row' });
  const named = keys.map(({ item, value }, i) => {
    const own = remade(value, part(i + 2));
    const text = `if(${part(1)} = 1, ${others}, toString(${toText(e, own).sql}))`;
    const shown = then.nameOf(item.expression, item.as).name;
    return { name: `@key${i}`, shown, value: i > 0 ? own : { ...own, type: textType, sql: text } };
  });
  return [...named, { name: othersName, shown: othersName, value: made(booleanType, part(1), []) }];
}
