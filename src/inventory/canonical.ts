import { createHash } from 'node:crypto';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Fields that change by themselves and say nothing about the object. */
const volatile = new Set(['AvailableIpAddressCount', 'AvailableInstanceCapacity']);
const timeName = /(?:Time|Timestamp|TimeStamp)$/;

/**
 * An object in the one form that all spellings of the same facts share: fields in order of their names, lists (whose
 * order AWS does not promise) in order of their values, times as ISO 8601, nothing that is empty.
 */
export function canonical(value: unknown, name = ''): Json | undefined {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    const items = value.flatMap((item) => {
      const one = canonical(item, name);
      return one === undefined ? [] : [{ one, key: JSON.stringify(one) }];
    });
    if (items.length === 0) return undefined;
    return items.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ one }) => one);
  }
  if (typeof value === 'object') {
    const fields = Object.entries(value)
      .filter(([field]) => !volatile.has(field))
      .map(([field, inner]) => [field, canonical(inner, field)] as const)
      .filter((entry): entry is [string, Json] => entry[1] !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    // Own properties, whatever they are called: `__proto__` is only a name here.
    return fields.length === 0 ? undefined : Object.fromEntries(fields);
  }
  if (timeName.test(name)) return timeText(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

function timeText(value: unknown): Json {
  const at = timeOf(value);
  if (at !== undefined) return new Date(at).toISOString();
  return typeof value === 'string' || typeof value === 'number' ? value : String(value);
}

/** The earliest that an answer can speak of: before it there was no AWS. */
const earliest = Date.UTC(2004, 0, 1);
const latest = Date.UTC(2200, 0, 1);

/** Milliseconds of a time as the AWS tools print it: ISO 8601 with `T` or a blank, seconds since 1970, Python's own. */
export function timeOf(value: unknown): number | undefined {
  const at = typeof value === 'number' ? value * 1000 : typeof value === 'string' ? readTime(value) : undefined;
  return at !== undefined && at >= earliest && at < latest ? Math.round(at) : undefined;
}

function readTime(text: string): number | undefined {
  const python = /^datetime(?:\.datetime)?\(([\d, ]+)/.exec(text)?.[1];
  if (python !== undefined) {
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = python.split(',').map(Number);
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }
  const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/.exec(text);
  if (iso === null) return undefined;
  const at = Date.parse(`${iso[1]}T${iso[2] ?? '00:00'}${iso[3] ?? 'Z'}`);
  return Number.isNaN(at) ? undefined : at;
}

/** 128 bits of a digest, which stand for a content. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
