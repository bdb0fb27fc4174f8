import {
  finite,
  integerType,
  isNumeric,
  made,
  numberType,
  type Value,
  type ValueType,
  widthFor,
  widths,
} from './value.ts';

/** SQL of a number as Float64. */
export function asDouble(value: Value): string {
  return value.type.kind === 'number' ? value.sql : `toFloat64(${value.sql})`;
}

/** From what to what the values of a whole number reach; a truth value counts as 0 or 1. */
export function wholeRange(type: ValueType): readonly [bigint, bigint] | undefined {
  if (type.kind === 'integer') return [type.min, type.max];
  return type.kind === 'boolean' ? [0n, 1n] : undefined;
}

/** D10: a value read as a number where it is none yet. Text that is no number is missing. */
export function readNumber(value: Value): Value {
  if (isNumeric(value.type)) return value;
  if (value.type.kind === 'time') return made(integerType(...widths.Int64), millisecondsOf(value.sql), [value]);
  if (value.type.kind !== 'text') return made(numberType, "CAST(NULL, 'Nullable(Float64)')", [value]);
  if (value.origin !== undefined && isNumeric(value.origin.type)) return value.origin;
  return made(numberType, finite(`toFloat64OrNull(toString(${value.sql}))`), [value]);
}

/** Epoch milliseconds of a time. */
export function millisecondsOf(time: string): string {
  return `toUnixTimestamp64Milli(toDateTime64(${time}, 3, 'UTC'))`;
}

/** A number as a whole one of 64 bits, cut towards zero; missing beyond them. */
export function asInt64(value: Value): string {
  const range = wholeRange(value.type);
  if (range === undefined) return `accurateCastOrNull(trunc(${value.sql}), 'Int64')`;
  const fits = widths.Int64[0] <= range[0] && range[1] <= widths.Int64[1];
  return fits ? `toInt64(${value.sql})` : `accurateCastOrNull(${value.sql}, 'Int64')`;
}

export interface Unified {
  readonly type: ValueType;
  readonly sql: readonly string[];
}

/** Numbers of one type: whole where all are, as wide as their ranges need, else doubles. */
export function unifyNumbers(values: readonly Value[]): Unified {
  const ranges = values.map((value) => wholeRange(value.type)).filter((range) => range !== undefined);
  const ends = ranges.flat().sort((a, b) => (a < b ? -1 : 1));
  const [min, max] = [ends[0] ?? 0n, ends.at(-1) ?? 0n];
  const width = widthFor(min, max);
  if (ranges.length < values.length || width === undefined) return { type: numberType, sql: values.map(asDouble) };
  const fits = min >= 0n && max <= widths.UInt64[1] ? 'UInt64' : width;
  return { type: integerType(min, max), sql: values.map((value) => `to${fits}(${value.sql})`) };
}
