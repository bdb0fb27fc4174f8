import { toText } from '../check/coerce.ts';
import type { Evaluator } from '../check/evaluate.ts';
import { booleanType, made, textType, type Value } from '../value.ts';
import type { Grouped } from './group.ts';
import type { Level } from './level.ts';

/** One value that is never NULL for each combination of keys. */
function comparable(keys: readonly Grouped[]): string {
  return `tuple(${keys.map(({ value }) => `isNull(${value.sql}), assumeNotNull(${value.sql})`).join(', ')})`;
}

/** Name of the column that tells the row of all the others from one whose key is the word "others". */
export const othersName = '@others';

/**
 * Keeps the n largest groups as they are and makes one group of the records of all the rest. The sums of that group are
 * computed over its records: distinct counts and averages cannot be added up from rows.
 * @param present true: groups that lack a key are not chosen
 */
export function withOthers(
  e: Evaluator,
  level: Level,
  keys: readonly Grouped[],
  size: Value,
  count: number,
  present: boolean,
): Grouped[] {
  const chosen = level.twin();
  if (present) for (const { value } of keys) chosen.where.push(`isNotNull(${value.sql})`);
  const names = keys.map(({ value }) => chosen.export(value.sql));
  chosen.groupBy = names;
  chosen.order = [{ sql: size.sql, descending: true }, ...names.map((sql) => ({ sql, descending: false }))];
  chosen.limit = count;
  const inner = names.map((name) => `isNull(${name}), assumeNotNull(${name})`).join(', ');
  const isChosen = `(${comparable(keys)} IN (SELECT tuple(${inner}) FROM (${chosen.render()})))`;
  const [first, ...more] = keys;
  if (first === undefined) return [];
  const text = toText(e, first.value);
  const label = e.context.param('String', 'others');
  const flag = made(
    booleanType,
    `NOT ${isChosen}`,
    keys.map((key) => key.value),
  );
  return [
    {
      ...first,
      value: {
        ...first.value,
        type: textType,
        sql: `if(${isChosen}, toString(${text.sql}), ${label})`,
        origin: first.value,
      },
    },
    ...more.map((key) => ({ ...key, value: { ...key.value, sql: `if(${isChosen}, ${key.value.sql}, NULL)` } })),
    { name: othersName, value: flag, role: 'key', span: first.span, flag: 'others' },
  ];
}
