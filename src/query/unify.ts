import { type Unified, unifyNumbers } from './number-sql.ts';
import { addressText, isNumeric, missingType, textType, type Value, type ValueType } from './value.ts';

/** Any value as text, as the language shows it. Lists and maps are missing as text. */
export function textOf({ type, sql }: Pick<Value, 'type' | 'sql'>): string {
  switch (type.kind) {
    case 'text':
      return sql;
    case 'address':
      return addressText(sql);
    case 'time':
      return `toString(toDateTime64(${sql}, 3, 'UTC'))`;
    case 'list':
    case 'map':
    case 'missing':
      return "CAST(NULL, 'Nullable(String)')";
    default:
      return `toString(${sql})`;
  }
}

const sameKind = (a: ValueType, b: ValueType) =>
  a.kind === 'list' && b.kind === 'list' ? a.of.kind === b.of.kind : a.kind === b.kind;

/** Values that can stand in one column: of one kind as they are, numbers as the widest, of several kinds as text. */
export function unify(values: readonly Value[]): Unified {
  const present = values.filter((value) => value.type.kind !== 'missing');
  const [first] = present;
  if (first === undefined) return { type: missingType, sql: values.map(() => 'NULL') };
  const filled = (type: ValueType, sql: readonly string[]) => {
    const rest = [...sql];
    return {
      type,
      sql: values.map((value) => (value.type.kind === 'missing' ? absent(type) : (rest.shift() ?? 'NULL'))),
    };
  };
  if (present.every((value) => sameKind(value.type, first.type)) && !isNumeric(first.type)) {
    return filled(
      first.type,
      present.map((value) => value.sql),
    );
  }
  if (present.every((value) => value.type.kind === 'boolean'))
    return filled(
      first.type,
      present.map((value) => value.sql),
    );
  if (present.every((value) => isNumeric(value.type))) {
    const { type, sql } = unifyNumbers(present);
    return filled(type, sql);
  }
  return filled(textType, present.map(textOf));
}

/** Lists and maps have no NULL: a missing one is empty. */
function absent(type: ValueType): string {
  if (type.kind === 'list') return '[]';
  return type.kind === 'map' ? 'map()' : 'NULL';
}
