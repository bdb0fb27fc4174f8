import { formatAddress, parseAddress } from '../../../src/core/index.ts';

/** Values of the language (section 1.4). Missing is null. Whole numbers are bigint, so that nothing is lost or wraps. */
export type Value = bigint | number | string | boolean | Address | Time | Value[] | ReadonlyMap<string, Value> | null;

/** An address of either family; IPv4 mapped into IPv6 is the IPv4 address (D6). */
export class Address {
  readonly family: 4 | 6;
  readonly value: bigint;

  constructor(family: 4 | 6, value: bigint) {
    this.family = family;
    this.value = value;
  }

  static of(text: string): Address | null {
    const parsed = parseAddress(text);
    return parsed === undefined ? null : new Address(parsed.family, parsed.value);
  }

  /** Place in one order over both families: that of the IPv6 value, IPv4 mapped into it. */
  get place(): bigint {
    return this.family === 4 ? (0xffffn << 32n) | this.value : this.value;
  }

  get text(): string {
    return formatAddress({ family: this.family, value: this.value });
  }
}

/** A moment in milliseconds since 1970, UTC. */
export class Time {
  readonly ms: bigint;

  constructor(ms: bigint) {
    this.ms = ms;
  }

  /** ISO 8601 in UTC; a fraction only where there is one. */
  get iso(): string {
    return new Date(Number(this.ms)).toISOString().replace('.000Z', 'Z');
  }

  /** As Logs Insights writes it (1.1): `2026-12-31 23:59:59.000`. */
  get text(): string {
    return new Date(Number(this.ms)).toISOString().replace('T', ' ').replace('Z', '');
  }

  /** Reads `2026-12-31`, `2026-12-31 23:59`, `2026-12-31T23:59:59.5Z`, `…+01:00`; UTC where no zone stands. */
  static of(text: string): Time | null {
    const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(text);
    if (match === null) return null;
    const ms = Date.parse(`${match[1]}T${match[2] ?? '00:00'}${match[3] ?? ':00'}${match[4] ?? 'Z'}`);
    return Number.isNaN(ms) ? null : new Time(BigInt(ms));
  }
}

export type Scalar = bigint | number | string | boolean | Address | Time;
export const isList = (v: Value): v is Value[] => Array.isArray(v);
export const isMap = (v: Value): v is ReadonlyMap<string, Value> => v instanceof Map;
/** A value that is present and neither a list nor a map: those give missing in functions and compare false. */
export const isScalar = (v: Value): v is Scalar => v !== null && !isList(v) && !isMap(v);

/** No infinity and no NaN is a number here (D8). */
export const finite = (n: number): number | null => (Number.isFinite(n) ? n : null);

/** Text that reads as a number, whole ones exactly; missing for anything else, also with blanks around it. */
export function numberFromText(text: string): bigint | number | null {
  if (/^[+-]?\d+$/.test(text)) return BigInt(text.replace('+', ''));
  if (/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text)) return finite(Number(text));
  return null;
}

/** The value as a number: text is read, truth is 1 or 0, a time is its epoch milliseconds. */
export function numberOf(v: Value): bigint | number | null {
  if (typeof v === 'bigint') return v;
  if (typeof v === 'number') return v;
  if (typeof v === 'boolean') return v ? 1n : 0n;
  if (typeof v === 'string') return numberFromText(v);
  return v instanceof Time ? v.ms : null;
}

/** The value as text, as people write it. */
export function textOf(v: Value): string | null {
  if (!isScalar(v)) return null;
  if (typeof v === 'string') return v;
  if (typeof v === 'boolean') return v ? '1' : '0';
  if (v instanceof Address) return v.text;
  if (v instanceof Time) return v.text;
  return String(v);
}

export function addressOf(v: Value): Address | null {
  if (v instanceof Address) return v;
  return typeof v === 'string' ? Address.of(v) : null;
}

/** Text is read as a moment, a number as epoch milliseconds. */
export function timeOf(v: Value): Time | null {
  if (v instanceof Time) return v;
  if (typeof v === 'string') {
    const read = Time.of(v);
    if (read !== null) return read;
  }
  const number = numberOf(v);
  return number === null ? null : new Time(wholeOf(number));
}

/** Cut towards zero. */
export const wholeOf = (n: bigint | number): bigint => (typeof n === 'bigint' ? n : BigInt(Math.trunc(n)));

/** The truth of a condition; missing where it is neither. */
export function truthOf(v: Value): boolean | null {
  if (typeof v === 'boolean') return v;
  return typeof v === 'bigint' || typeof v === 'number' ? Number(v) !== 0 : null;
}

export const sign = (a: bigint | number | string, b: bigint | number | string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Order of two present values after coercion (1.4, D6, D10): a number on one side makes both numbers, an address both
 * addresses, a time both times; two texts compare as text. Undefined where they cannot be compared: that never matches.
 */
export function compare(a: Scalar, b: Scalar): number | undefined {
  if (a instanceof Address || b instanceof Address) {
    const [x, y] = [addressOf(a), addressOf(b)];
    if (x !== null && y !== null) return sign(x.place, y.place);
    // Beside text that is no address, an address is text.
    return typeof a === 'string' || typeof b === 'string' ? sign(textOf(a) ?? '', textOf(b) ?? '') : undefined;
  }
  if (a instanceof Time || b instanceof Time) {
    const [x, y] = [timeOf(a), timeOf(b)];
    return x === null || y === null ? undefined : sign(x.ms, y.ms);
  }
  if (typeof a === 'string' && typeof b === 'string') return sign(a, b);
  const [x, y] = [numberOf(a), numberOf(b)];
  return x === null || y === null ? undefined : sign(x, y);
}

/** Digit runs by value, the rest by code: eni-9 before eni-10. */
function naturalOrder(a: string, b: string): number {
  const parts = (text: string) => text.match(/\d+|\D+/g) ?? [];
  const [x, y] = [parts(a), parts(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const [p = '', q = ''] = [x[i], y[i]];
    const bothDigits = /^\d/.test(p) && /^\d/.test(q);
    const order = bothDigits ? sign(BigInt(p), BigInt(q)) || sign(p, q) : sign(p, q);
    if (order !== 0) return order;
  }
  return x.length - y.length;
}

/** Order of sorting among present values. */
export function sortOrder(a: Scalar, b: Scalar): number {
  if (typeof a === 'string' && typeof b === 'string') return naturalOrder(a, b);
  return compare(a, b) ?? 0;
}

/** Equal values have the same key; for groups, different values, dedup, matches. */
export function keyOf(v: Value): string {
  if (v === null) return '-';
  if (isList(v)) return `l[${v.map(keyOf).join(',')}]`;
  if (isMap(v)) return `m{${[...v].map(([k, one]) => `${JSON.stringify(k)}:${keyOf(one)}`).join(',')}}`;
  if (typeof v === 'string') return `s${JSON.stringify(v)}`;
  if (v instanceof Address) return `a${v.place}`;
  if (v instanceof Time) return `t${v.ms}`;
  return `n${String(numberOf(v))}`;
}

/** As it crosses the wire (src/contract/queries.ts). */
export type Wire = string | number | null | Wire[] | { [key: string]: Wire };

export function wireOf(v: Value): Wire {
  if (v === null) return null;
  if (isList(v)) return v.map(wireOf);
  if (isMap(v)) return Object.fromEntries([...v].map(([k, one]) => [k, wireOf(one)]));
  if (typeof v === 'bigint') return -(2n ** 53n) < v && v < 2n ** 53n ? Number(v) : String(v);
  if (typeof v === 'boolean') return v ? 1 : 0;
  if (v instanceof Address) return v.text;
  return v instanceof Time ? v.iso : v;
}
