// Named here, too: so it lies, and runs, in the part of the bundle that holds the schemas, before them.
import './no-eval.ts';
import { z } from 'zod';
import { chartKinds, mapGroupings, mapMeasures } from '../../contract/index.ts';
import { type PresetId, presetIds } from './time-range.ts';

/**
 * What the address bar holds on every page: range and filters, and beside them what single pages keep there. Anything
 * that does not fit is left out instead of failing: an old link still opens.
 */
const instant = z.iso.datetime();
const filters = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string().min(3)));
/** `name:value` of a parameter of the query. */
const given = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*:/);
const parameters = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(given));

const openGroups = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string().max(300)));

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
  /** Explore: the query, its language, values of its parameters, how the answer is drawn, and where it was kept. */
  q: z.string().min(1).max(10_000).optional().catch(undefined),
  lang: z.literal('sql').optional().catch(undefined),
  param: parameters.optional().catch(undefined),
  chart: z.enum(chartKinds).optional().catch(undefined),
  saved: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)
    .optional()
    .catch(undefined),
  /** Inventory: which objects are listed. */
  kind: z
    .string()
    .regex(/^[a-z-]{2,60}$/)
    .optional()
    .catch(undefined),
  /** Only objects that name this one. */
  naming: z.string().max(400).optional().catch(undefined),
  find: z.string().max(200).optional().catch(undefined),
  /** The page of a thing: as of when, where it is not the end of the range; `now` is one, too. */
  at: z
    .union([z.literal('now'), instant])
    .optional()
    .catch(undefined),
  /** Map: how hosts are put together, what edges are drawn by, which groups are open (`-`: none), what is chosen. */
  group: z.enum(mapGroupings).optional().catch(undefined),
  by: z.enum(mapMeasures).optional().catch(undefined),
  open: openGroups.optional().catch(undefined),
  node: z.string().max(300).optional().catch(undefined),
  to_node: z.string().max(300).optional().catch(undefined),
  edges: z.enum(['100', '400', '1500']).optional().catch(undefined),
  slice: instant.optional().catch(undefined),
  /** Map: the point in the middle and the scale; without it all of it is seen. */
  look: z
    .string()
    .regex(/^-?\d{1,6},-?\d{1,6},\d(?:\.\d{1,3})?$/)
    .optional()
    .catch(undefined),
  view: z.literal('table').optional().catch(undefined),
});
export type Search = z.infer<typeof searchSchema>;

/** What goes along from page to page. */
export function scopeOf({ range, from, to, filter }: Search): Search {
  return { range, from, to, filter };
}

const lists: ReadonlySet<string> = new Set(['filter', 'param', 'open']);

/** Reads `?a=1&filter=x&filter=y`: every value is text, `filter`, `param` and `open` are lists. */
export function parseSearch(text: string): Record<string, string | string[]> {
  const search: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = search[name];
    if (lists.has(name)) search[name] = [...(Array.isArray(before) ? before : []), value];
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
