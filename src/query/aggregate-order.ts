import { refuseContainers } from './aggregate-sql.ts';
import { needTime } from './bin-sql.ts';
import type { FunctionContext } from './define-function.ts';
import { millisecondsOf } from './number-sql.ts';
import { textOf } from './unify.ts';
import { integerType, listOf, made, missingType, textType, type Value, type ValueType } from './value.ts';

/** The value at the smallest or largest @timestamp. Records of one moment are told apart by the value: the same each time. */
export function atExtreme(name: 'argMinIf' | 'argMaxIf', value: Value, context: FunctionContext): Value {
  refuseContainers('earliest and latest', value, context);
  const time = needTime(context.timestamp(), context);
  const more = { aggregate: true, gaps: 'missing' } as const;
  if (value.type.kind === 'missing') return made(missingType, 'any(NULL)', [value, time], more);
  const x = `toNullable(${value.sql})`;
  const sql = `${name}(${x}, (${time.sql}, ${x}), isNotNull(${time.sql}))`;
  const isTime = value.type.kind === 'time';
  const unit = value.unit === undefined ? {} : { unit: value.unit };
  const type = isTime ? integerType(-(2n ** 47n), 2n ** 48n) : value.type;
  return made(type, isTime ? millisecondsOf(sql) : sql, [value, time], { ...more, ...unit });
}

/** The first or last value in the order in which sort puts them. */
export function inSortOrder(end: 'Min' | 'Max', value: Value, context: FunctionContext): Value {
  refuseContainers('sortsFirst and sortsLast', value, context);
  const x = `toNullable(${value.sql})`;
  const unit = value.unit === undefined ? {} : { unit: value.unit };
  const more = { aggregate: true, gaps: 'missing', ...unit } as const;
  if (value.type.kind === 'missing') return made(missingType, 'any(NULL)', [value], more);
  if (value.type.kind !== 'text') return made(value.type, `${end.toLowerCase()}(${x})`, [value], more);
  return made(value.type, `arg${end}(${x}, (naturalSortKey(toString(${x})), ${x}))`, [value], more);
}

/** A list of values as it can be shown: addresses and times as text. */
export function shownList(value: Value, list: string): { readonly type: ValueType; readonly sql: string } {
  const { type } = value;
  if (type.kind !== 'address' && type.kind !== 'time') return { type: listOf(type), sql: list };
  return { type: listOf(textType), sql: `arrayMap(x -> ${textOf({ type, sql: 'x' })}, ${list})` };
}
