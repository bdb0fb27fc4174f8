import { z } from 'zod';

/** 64-bit count: a number up to 2^53, a decimal string beyond. */
export const count = z.union([z.int().nonnegative(), z.string().regex(/^\d+$/)]);
/** ISO 8601 in UTC, whole seconds: `2026-11-23T04:00:00Z`. */
export const instant = z.iso.datetime();

/**
 * What a view looks at: a time range (start inclusive, end exclusive) and filters. In an address bar and in a query
 * string each filter is `field:value` or, to exclude, `!field:value`; `-` as value means missing. Values of one field
 * are alternatives; different fields must all hold. `address` stands for srcaddr or dstaddr, and so do `owner`, `name`,
 * `tier`, `zone`, `country`, `network`, `asn`, `aws_service`, `label` and `threat` for what is known of either end;
 * `tag:key=value` for a tag of either end, and `thing:id` for the interfaces of a thing of the inventory. Address fields
 * take CIDR.
 */
export const scopeQuery = z.object({
  from: instant.optional(),
  to: instant.optional(),
  filter: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((f) => (f === undefined ? [] : typeof f === 'string' ? [f] : f)),
});
export type ScopeQuery = z.output<typeof scopeQuery>;

export const measure = z.enum(['records', 'bytes', 'packets']);
export type Measure = z.infer<typeof measure>;

/** How complete an answer is. Shares are 0 to 1. */
export const completeness = z.object({
  from: instant,
  to: instant,
  /** Interface-intervals (ten minutes) with any record, over those expected of interfaces seen in the range. */
  observed: z.number().min(0).max(1).nullable(),
  skipdata: count,
  nodata: count,
  late: count,
  silent_interfaces: count,
  quarantined: count,
  untimed: count,
  failed_objects: count,
  /** Fields that no loaded object of the range carries. */
  absent_fields: z.array(z.string()),
  /** Rule by which bytes are counted once, in words. */
  counting: z.string(),
});
export type Completeness = z.infer<typeof completeness>;

export const sums = z.object({
  records: count,
  bytes: count,
  packets: count,
  counted_bytes: count,
  counted_packets: count,
});
export type Sums = z.infer<typeof sums>;
