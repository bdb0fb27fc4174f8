import { z } from 'zod';
import { completeness, count, instant, measure, scopeQuery, sums } from './scope.ts';

/** GET /api/v1/summary → the gauges of a page. */
export const summaryAnswer = z.object({
  total: sums,
  accepted: sums,
  rejected: sums,
  inbound: sums,
  outbound: sums,
  internal: sums,
  transit: sums,
  completeness,
});
export type SummaryAnswer = z.infer<typeof summaryAnswer>;

/** GET /api/v1/series?by=… → sums per step of time and key. Steps without records are absent. */
export const seriesQuery = scopeQuery.extend({
  by: z.enum(['none', 'action', 'boundary', 'src_country', 'dst_country']).default('none'),
  measure: measure.default('records'),
  /** Most keys to return; the rest are summed under the key `others`. */
  keys: z.coerce.number().int().min(1).max(20).default(8),
  /** How many steps the range is cut into, at most. */
  steps: z.coerce.number().int().min(1).max(1000).default(180),
});
export const seriesAnswer = z.object({
  from: instant,
  to: instant,
  step_seconds: z.int().positive(),
  keys: z.array(z.string().nullable()),
  /** One per step and key, ordered by time. `key` null: missing. */
  points: z.array(sums.extend({ time: instant, key: z.string().nullable() })),
});
export type SeriesAnswer = z.infer<typeof seriesAnswer>;

export const topDimensions = [
  'srcaddr',
  'dstaddr',
  'peer',
  'service',
  'interface_id',
  'src_country',
  'dst_country',
  'account_id',
  'vpc_id',
  'action',
  'boundary',
  'rejected_service',
  'rejected_srcaddr',
  'pair',
] as const;
/**
 * GET /api/v1/top?dimension=… → the largest keys. `service` is service_port and protocol; `pair` is client, server and
 * service; `peer` needs a filter `address:…` or `thing:…` and gives the other ends; `rejected_…` look at REJECT alone, with distinct sources or ports.
 */
export const topQuery = scopeQuery.extend({
  dimension: z.enum(topDimensions),
  measure: measure.default('bytes'),
  /** Which bytes and packets rank: those of every flow once, or all that were logged, as one interface sees them. */
  bytes: z.enum(['counted', 'logged']).default('counted'),
  limit: z.coerce.number().int().min(1).max(1000).default(10),
});
const topRow = sums.extend({
  /** Values that make the key, by column: `{srcaddr}`, `{service_port, protocol}`, `{client, server, service_port, protocol}`. */
  key: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  /** Country of the (first) address of the key, where country data is loaded. */
  country: z.string().nullable().optional(),
  /** pair: country of each end, by column. */
  countries: z.record(z.string(), z.string().nullable()).optional(),
  /** rejected_service: distinct sources; rejected_srcaddr: distinct destination ports. */
  distinct: count.optional(),
});
export const topAnswer = z.object({
  rows: z.array(topRow),
  /** Sums over all keys, shown or not. */
  total: sums,
  /** How many keys there are. */
  keys: count,
});
export type TopAnswer = z.infer<typeof topAnswer>;
export type TopRow = z.infer<typeof topRow>;

/** GET /api/v1/coverage → the strip under the time axis. */
export const coverageAnswer = z.object({
  from: instant,
  to: instant,
  step_seconds: z.int().positive(),
  /** Every step of the range, also empty ones. `expected`: interfaces seen anywhere in the range. */
  steps: z.array(
    z.object({
      time: instant,
      interfaces: count,
      expected: count,
      ok: count,
      nodata: count,
      skipdata: count,
      late: count,
    }),
  ),
});
export type CoverageAnswer = z.infer<typeof coverageAnswer>;
