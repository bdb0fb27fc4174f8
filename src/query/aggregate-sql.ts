import type { FunctionContext, KeptSums } from './define-function.ts';
import { wholeRange } from './number-sql.ts';
import { finite, integerType, numberType, type Value, type ValueType, widthFor, widths } from './value.ts';

/** More records than any store holds: what bounds a sum of so many. */
const mostRecords = 2n ** 47n;

export interface Summed {
  readonly type: ValueType;
  readonly sql: string;
}

/** Fields whose sums are kept in the tables of sums, by the names that values bear. */
function measureOf(value: Value): 'bytes' | 'packets' | undefined {
  return value.field === 'bytes' || value.field === 'packets' ? value.field : undefined;
}

/**
 * The exact sum (D8): in integers as wide as the sum can become, doubles where there is no such width. Missing where no
 * record has a value. `times` multiplies each value, by how many records it stands for.
 */
export function exactSum(value: Value, times?: string): Summed {
  const range = wholeRange(value.type);
  // A value that is never NULL would make the sum of nothing 0.
  const present = `toNullable(${value.sql})`;
  const type = range === undefined ? undefined : sumRange(range);
  const width = type === undefined ? undefined : widthFor(type.min, type.max);
  if (type === undefined || width === undefined) {
    const double = value.type.kind === 'number' ? present : `toFloat64(${present})`;
    return {
      type: numberType,
      sql: finite(`sum(${times === undefined ? double : `${double} * toNullable(${times})`})`),
    };
  }
  // The engine sums up to 64 bits in 64 bits, whatever comes out.
  const wide = width === 'Int64' && times === undefined ? present : `to${width}(${present})`;
  return { type, sql: `sum(${times === undefined ? wide : `${wide} * toNullable(${times})`})` };
}

function sumRange([min, max]: readonly [bigint, bigint]) {
  const range = integerType(min < 0n ? min * mostRecords : 0n, max > 0n ? max * mostRecords : 0n);
  return range.kind === 'integer' ? range : undefined;
}

/** The sum of a kept measure, or of a key over all the records that its row stands for. */
export function keptSum(value: Value, kept: KeptSums): Summed | undefined {
  const measure = measureOf(value);
  if (measure === undefined) return wholeRange(value.type) === undefined ? undefined : exactSum(value, kept.rows);
  const [sum, present] = [kept.sum(measure), kept.present(measure)];
  if (sum === undefined || present === undefined) return undefined;
  const { type } = exactSum({ ...value, type: integerType(...widths.UInt64) });
  // Cheaper than a sum of values that may be NULL.
  return { type, sql: `if(sum(${present}) = 0, NULL, sum(toInt128(${sum})))` };
}

/** How many of the records have a value. */
export function keptCount(value: Value, kept: KeptSums): string | undefined {
  const measure = measureOf(value);
  if (measure === undefined) return `sum(if(isNotNull(${value.sql}), ${kept.rows}, 0))`;
  const present = kept.present(measure);
  return present === undefined ? undefined : `sum(${present})`;
}

/** What an aggregate of bytes is measured in. */
export function unitOf({ unit, epochSeconds }: Value): Pick<Value, 'unit' | 'epochSeconds'> {
  return { ...(unit === undefined ? {} : { unit }), ...(epochSeconds === undefined ? {} : { epochSeconds }) };
}

/** A number as quantiles take it: whole ones stay exact, however wide. */
export function ranked(value: Value): Summed {
  const range = wholeRange(value.type);
  const sql = `toNullable(${value.sql})`;
  return range === undefined ? { type: numberType, sql } : { type: integerType(...range), sql };
}

/** Lists and maps can be counted, and nothing else. */
export function refuseContainers(name: string, value: Value, context: FunctionContext): void {
  const { kind } = value.type;
  if (kind !== 'list' && kind !== 'map') return;
  context.fail(
    'QL_ARGUMENT_KIND',
    `${name} cannot sum up ${kind}s`,
    context.argSpans[0] ?? context.span,
    'take an element: x[0], or x.key',
  );
}

/** The level of a percentile from 0 to 100, from 0 to 1; an error for any other. */
export function percentLevel(value: number, index: number, context: FunctionContext): number {
  if (value >= 0 && value <= 100) return value / 100;
  return context.fail(
    'QL_ARGUMENT_RANGE',
    `a percentile lies from 0 to 100, not at ${value}`,
    context.argSpans[index] ?? context.span,
  );
}
