import { z } from 'zod';
import { count, instant, scopeQuery } from './scope.ts';

/** A value of a record as it crosses the wire: 64-bit counts beyond 2^53 and addresses and times are strings, missing is null. */
const recordValue = z.union([z.string(), z.number(), z.null(), z.record(z.string(), z.string())]);

/** GET /api/v1/records → rows, newest first. Streams past the serializer. */
export const recordsQuery = scopeQuery.extend({
  /** Column names separated by commas; all columns where absent. */
  columns: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(200),
  /** Offset of the first row. */
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  sort: z
    .string()
    .regex(/^-?[a-z0-9_]+$/)
    .default('-start'),
});
export const recordsAnswer = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(recordValue)),
  /** Rows that match in all. */
  total: count,
});
export type RecordsAnswer = z.infer<typeof recordsAnswer>;
export type RecordValue = z.infer<typeof recordValue>;

/** GET /api/v1/records/export?format=csv|json|parquet → a file of the matching rows. */
export const exportQuery = scopeQuery.extend({
  columns: z.string().optional(),
  format: z.enum(['csv', 'json', 'parquet']).default('csv'),
});

/** GET /api/v1/objects → what was loaded, newest first. */
export const objectRow = z.object({
  object_id: z.string(),
  source: z.string(),
  path: z.string(),
  size: count,
  format: z.string(),
  layout: z.string(),
  state: z.enum(['loaded', 'partial', 'failed']),
  note: z.string(),
  records: count,
  quarantined: count,
  ok: count,
  nodata: count,
  skipdata: count,
  accepted: count,
  rejected: count,
  first: instant.nullable(),
  last: instant.nullable(),
  finished_at: z.string(),
  seconds: z.number(),
});
export type ObjectRow = z.infer<typeof objectRow>;
export const objectsQuery = z.object({
  state: z.enum(['loaded', 'partial', 'failed', 'quarantined']).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().optional(),
});
export const objectsAnswer = z.object({
  rows: z.array(objectRow),
  next_cursor: z.string().nullable(),
  totals: z.object({
    objects: count,
    failed: count,
    partial: count,
    records: count,
    quarantined: count,
    size: count,
    first: instant.nullable(),
    last: instant.nullable(),
  }),
});
export type ObjectsAnswer = z.infer<typeof objectsAnswer>;

/** GET /api/v1/objects/{object_id}/quarantine → the lines that could not be read, and GET /api/v1/quarantine-reasons → counts by reason. */
export const quarantineAnswer = z.object({
  rows: z.array(z.object({ line_number: count, reason: z.string(), text: z.string() })),
  total: count,
});
export type QuarantineAnswer = z.infer<typeof quarantineAnswer>;
export const quarantineQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
});
export const quarantineReasons = z.object({
  rows: z.array(z.object({ reason: z.string(), lines: count, objects: count })),
});
export type QuarantineReasons = z.infer<typeof quarantineReasons>;

/** GET /api/v1/status → what the page needs before anything else. */
export const statusAnswer = z.object({
  version: z.string(),
  /** Span of the loaded records; null when nothing is loaded. */
  first: instant.nullable(),
  last: instant.nullable(),
  records: count,
  engine: z.object({
    kind: z.enum(['embedded', 'server']),
    version: z.string(),
    /** When the engine process last died and was started again, and why. */
    restarted_at: instant.nullable(),
    restart_reason: z.string().nullable(),
  }),
  countries: z.object({
    loaded: z.boolean(),
    source: z.string().nullable(),
    attribution: z.string().nullable(),
    hint: z.string().nullable(),
  }),
  /** An inventory was imported: addresses may have names. */
  inventory: z.boolean(),
  /** What the licences of the loaded data ask to be shown wherever it is. */
  credits: z.array(z.string()),
  /** Set while a load runs on this data folder. */
  loading: z
    .object({ label: z.string(), done: z.number(), total: z.number().nullable(), records: z.number() })
    .nullable(),
});
export type StatusAnswer = z.infer<typeof statusAnswer>;

/** POST /api/v1/sql → rows of a read-only SELECT. */
export const sqlBody = z.object({
  query: z.string().min(1).max(20_000),
  /** Most rows to return. */
  limit: z.int().min(1).max(100_000).default(100_000),
});
export const problem = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  position: z.object({ offset: z.int(), length: z.int() }).optional(),
});
export type Problem = z.infer<typeof problem>;
