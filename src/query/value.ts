import type { Span } from './ast.ts';

/**
 * What a value is, and how it lies in SQL. All are Nullable there; missing is NULL.
 * `integer` any integer type that holds min to max · `number` Float64, never inf or nan · `text` String, perhaps
 * LowCardinality · `boolean` UInt8, 0 or 1 · `time` DateTime or DateTime64(3), UTC · `address` IPv6, IPv4 mapped into it ·
 * `list` Array · `map` Map(String, String) · `missing` NULL itself.
 */
export type ValueType =
  | { readonly kind: 'integer'; readonly min: bigint; readonly max: bigint }
  | { readonly kind: 'number' }
  | { readonly kind: 'text' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'time' }
  | { readonly kind: 'address' }
  | { readonly kind: 'list'; readonly of: ValueType }
  | { readonly kind: 'map' }
  | { readonly kind: 'missing' };

export type ValueKind = ValueType['kind'];

/** What a number measures; for axes and columns. */
export type Unit = 'bytes' | 'packets' | 'records' | 'seconds' | 'bytes/s' | 'bit/s' | 'packets/s' | 'percent';

/** A constant that the compiler knows. Numbers that are whole are bigint. */
export type Constant =
  | { readonly kind: 'number'; readonly value: number | bigint }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'address' | 'cidr'; readonly text: string }
  | { readonly kind: 'regex'; readonly source: string }
  | {
      readonly kind: 'period';
      readonly milliseconds: bigint | undefined;
      readonly count: number;
      readonly unit: string;
    }
  | { readonly kind: 'missing' };

/** An expression with its type and its SQL over the level at hand. */
export interface Value {
  readonly type: ValueType;
  readonly sql: string;
  /** Columns of `flows` it rests on; of the time, `start` or, cut to bins of so many seconds, `start/300`. */
  readonly uses: ReadonlySet<string>;
  readonly constant?: Constant;
  /** True when an aggregate is inside. */
  readonly aggregate: boolean;
  /** The value whose text this is: `parse @message` gives text of columns that are numbers, addresses, times. */
  readonly origin?: Value;
  readonly unit?: Unit;
  /** True for moments that are whole seconds since 1970: startTime, endTime, now(). Times themselves count milliseconds. */
  readonly epochSeconds?: boolean;
  /** Name of the field, as the catalogue or Weir spells it, whose values these are. */
  readonly field?: string;
  /** How gaps of a time series are filled. */
  readonly gaps?: 'zero' | 'missing';
  /** True when the function that made it estimates. */
  readonly approximate?: boolean;
  /** True for sums: those of groups can be added up to the sum of all. */
  readonly additive?: boolean;
  readonly span?: Span;
  /** Computed over the groups, not within them: no condition can stand beside it. */
  readonly windowed?: boolean;
  /** What the values are to people where the SQL gives text: addresses, one of which is called "others". */
  readonly shown?: ValueKind;
}

const none: ReadonlySet<string> = new Set();

function merged(from: readonly Value[]): Pick<Value, 'uses' | 'aggregate'> {
  const [first, ...others] = from;
  if (first === undefined) return { uses: none, aggregate: false };
  if (others.length === 0) return { uses: first.uses, aggregate: first.aggregate };
  return { uses: new Set(from.flatMap((v) => [...v.uses])), aggregate: from.some((v) => v.aggregate) };
}

/** A value made of others: it rests on what they rest on. */
export function made(type: ValueType, sql: string, from: readonly Value[], more: Partial<Value> = {}): Value {
  return { type, sql, ...merged(from), ...more };
}

export const integerType = (min: bigint | number, max: bigint | number): ValueType => ({
  kind: 'integer',
  min: BigInt(min),
  max: BigInt(max),
});
export const numberType: ValueType = { kind: 'number' };
export const textType: ValueType = { kind: 'text' };
export const booleanType: ValueType = { kind: 'boolean' };
export const timeType: ValueType = { kind: 'time' };
export const addressType: ValueType = { kind: 'address' };
export const mapType: ValueType = { kind: 'map' };
export const missingType: ValueType = { kind: 'missing' };
export const listOf = (of: ValueType): ValueType => ({ kind: 'list', of });

/** Ranges of the engine's integer types. */
export const widths = {
  Int64: [-(2n ** 63n), 2n ** 63n - 1n],
  UInt64: [0n, 2n ** 64n - 1n],
  Int128: [-(2n ** 127n), 2n ** 127n - 1n],
  Int256: [-(2n ** 255n), 2n ** 255n - 1n],
} as const;

/** Counts of records: more than 2^63 there cannot be. */
export const countType = integerType(0, 2n ** 63n - 1n);

/** The signed type that holds all values of the range; undefined beyond 256 bits. */
export function widthFor(min: bigint, max: bigint): 'Int64' | 'Int128' | 'Int256' | undefined {
  return (['Int64', 'Int128', 'Int256'] as const).find((name) => widths[name][0] <= min && max <= widths[name][1]);
}

export function isNumeric(type: ValueType): boolean {
  return type.kind === 'integer' || type.kind === 'number' || type.kind === 'boolean';
}

/** The word for a kind in messages. */
export function kindWord(type: ValueType): string {
  const words: Record<ValueKind, string> = {
    integer: 'a number',
    number: 'a number',
    text: 'text',
    boolean: 'true or false',
    time: 'a time',
    address: 'an address',
    list: 'a list',
    map: 'a map',
    missing: 'missing',
  };
  return words[type.kind];
}

/** NULL in place of infinity and nan: no number of ours is either. */
export function finite(sql: string): string {
  return `ifNotFinite(${sql}, NULL)`;
}

/** The SQL that shows an address as people write it: IPv4 lies at ::ffff:0:0/96. NULL stays NULL. */
export function addressText(sql: string): string {
  const number = `toUInt128(${sql})`;
  const v4 = `IPv4NumToString(toUInt32(bitAnd(${number}, 4294967295)))`;
  return `if(${number} BETWEEN 281470681743360 AND 281474976710655, ${v4}, toString(${sql}))`;
}
