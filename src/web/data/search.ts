import { z } from 'zod';
import { type PresetId, presetIds } from './time-range.ts';

/**
 * What the address bar holds on every page: range and filters, and beside them what single pages keep there. Anything
 * that does not fit is left out instead of failing: an old link still opens.
 */
const instant = z.iso.datetime();
const filters = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string().min(3)));

export const searchSchema = z.object({
  range: z
    .enum(presetIds as [PresetId, ...PresetId[]])
    .optional()
    .catch(undefined),
  from: instant.optional().catch(undefined),
  to: instant.optional().catch(undefined),
  filter: filters.optional().catch(undefined),
  measure: z.enum(['records', 'bytes', 'packets']).optional().catch(undefined),
  columns: z
    .string()
    .regex(/^[a-z0-9_,]+$/)
    .optional()
    .catch(undefined),
  sort: z
    .string()
    .regex(/^-?[a-z_0-9]+$/)
    .optional()
    .catch(undefined),
  state: z.enum(['loaded', 'partial', 'failed', 'quarantined']).optional().catch(undefined),
});
export type Search = z.infer<typeof searchSchema>;

/** What goes along from page to page. */
export function scopeOf({ range, from, to, filter }: Search): Search {
  return { range, from, to, filter };
}

/** Reads `?a=1&filter=x&filter=y`: every value is text, `filter` a list. */
export function parseSearch(text: string): Record<string, string | string[]> {
  const search: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = search[name];
    if (name === 'filter') search[name] = [...(Array.isArray(before) ? before : []), value];
    else search[name] = value;
  }
  return search;
}

/** The reverse; colons, commas and slashes stay legible. */
export function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    const values = Array.isArray(value) ? value : [value];
    for (const one of values) if (one !== undefined && one !== null && one !== '') pairs.append(name, String(one));
  }
  const text = pairs
    .toString()
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%2F', '/')
    .replaceAll('%21', '!');
  return text === '' ? '' : `?${text}`;
}
