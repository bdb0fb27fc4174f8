import type { FunctionContext } from './define-function.ts';
import { asInt64 } from './number-sql.ts';
import { once } from './once.ts';
import { made, textType, type Value } from './value.ts';

export type Names = ReadonlyArray<readonly [number, string]>;

/** SQL of the name of a number, or of `otherwise` where it has none. */
export function nameSql(number: string, names: Names, otherwise: string, context: FunctionContext): string {
  const numbers = context.param('Array(Int64)', `[${names.map(([n]) => n).join(',')}]`);
  const texts = context.param('String', names.map(([, name]) => name).join('|'));
  return `transform(toInt64(${number}), ${numbers}, splitByChar('|', ${texts}), ${otherwise})`;
}

/** The name of a number; the number as text where it has none. */
export function named(value: Value, names: Names, context: FunctionContext): Value {
  const sql = once(asInt64(value), (n) => nameSql(n, names, `toString(${n})`, context));
  return made(textType, sql, [value]);
}
