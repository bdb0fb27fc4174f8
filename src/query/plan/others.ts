import { toText } from '../check/coerce.ts';
import type { Evaluator } from '../check/evaluate.ts';
import { booleanType, made, textType, type Value, type ValueKind } from '../value.ts';
import { byKeys, type Choice, type Grouped, groupedAs } from './group.ts';
import { identity } from './identity.ts';
import type { Level } from './level.ts';
import { sortable } from './sort-key.ts';

/** SQL of a key; a NULL without a type cannot be compared. */
function typed({ value }: Grouped): string {
  return `materialize(${value.type.kind === 'missing' ? "CAST(NULL, 'Nullable(String)')" : value.sql})`;
}

/** Among addresses the word "others" is told by its flag; all else that has it among its values is text. */
function kindOfLabel(kind: ValueKind): ValueKind {
  return kind === 'address' ? kind : 'text';
}

interface Largest {
  readonly before?: readonly Grouped[];
  readonly keys: readonly Grouped[];
  /** By what they are large. */
  readonly size: Value;
  readonly count: number;
  readonly present: boolean;
}

/** Name of the column that tells the row of all the others from one whose key is the word "others". */
export const othersName = '@others';

/**
 * Keeps the n largest groups as they are and makes one group of the records of all the rest. The sums of that group are
 * computed over its records: distinct counts and averages cannot be added up from rows.
 * @param before keys that are grouped by as they are, such as the bins of a time series
 * @param present true: groups that lack a key are not chosen
 */
export function withOthers(e: Evaluator, level: Level, { before = [], keys, size, count, present }: Largest): Choice {
  const chosen = level.twin();
  if (present) for (const { value } of keys) chosen.where.push(`isNotNull(${value.sql})`);
  const names = keys.map((key) => chosen.export(typed(key)));
  chosen.groupBy = names;
  const there = keys.map((key, i) => ({ ...key.value, sql: names[i] ?? '' }));
  const ties = there.map((key) => ({ sql: sortable(key), descending: false }));
  chosen.order = [{ sql: size.sql, descending: true }, ...ties];
  chosen.limit = count;
  const here = keys.map((key) => ({ ...key.value, sql: typed(key) }));
  const isChosen = `(${identity(here)} IN (SELECT ${identity(there)} FROM (${chosen.render()})))`;
  const [first, ...more] = keys;
  if (first === undefined) return byKeys(level, before, []);
  // A tuple in a condition may hold no constants.
  const parts = keys.map((key) => `toNullable(${typed(key)})`);
  // One key for all: the engine drops keys that are functions of others, and stumbles over the subquery in them.
  const group = `if(${isChosen}, tuple(toUInt8(0), ${parts.join(', ')}), tuple(toUInt8(1), ${parts.map(() => 'NULL').join(', ')}))`;
  const label = e.context.param('String', 'others');
  return {
    by: [...before.map(({ value }) => value.sql), group],
    columns: (aliases) => {
      const row = aliases.at(-1) ?? group;
      const part = (i: number) => `tupleElement(${row}, ${i})`;
      const flag = made(
        booleanType,
        part(1),
        keys.map((key) => key.value),
      );
      const { origin, constant: _, ...plain } = first.value;
      const name = toText(e, { ...plain, sql: part(2) });
      const shown = `if(${part(1)} = 1, ${label}, toString(${name.sql}))`;
      return [
        ...before.map((key, i) => ({ ...key, value: groupedAs(key.value, aliases[i]) })),
        {
          ...first,
          value: { ...plain, type: textType, sql: shown, shown: kindOfLabel(origin?.type.kind ?? plain.type.kind) },
        },
        ...more.map((key, i) => ({ ...key, value: groupedAs(key.value, part(i + 3)) })),
        { name: othersName, value: flag, role: 'key', span: first.span, flag: 'others' },
      ];
    },
  };
}
