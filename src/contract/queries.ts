import { z } from 'zod';
import { completeness, count, instant } from './scope.ts';

export const queryParameter = z.object({
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/),
  type: z.enum(['text', 'number', 'address', 'network', 'period', 'field']),
  default: z.string().max(2000).optional(),
  description: z.string().max(400).optional(),
});
export type QueryParameter = z.infer<typeof queryParameter>;

/**
 * POST /api/v1/queries → an answer in lines of JSON (`queryEvent`), or a file where `?format=csv|json|jsonl|parquet`.
 * Times: ISO text, `-24h` (that long ago) or `now`; both ends of the range are included. `filter` as in `scopeQuery`.
 */
export const queryBody = z.object({
  /** Most characters: 10,000 of the language, 20,000 of SQL. */
  query: z.string().max(20_000),
  language: z.enum(['ql', 'sql']).default('ql'),
  from: z.string().max(40).default('-24h'),
  to: z.string().max(40).default('now'),
  filter: z.array(z.string().max(400)).max(100).default([]),
  /** Values for `{{name}}`. */
  parameters: z.record(z.string().max(80), z.string().max(2000)).default({}),
  /** What the parameters are: decides how values are written into the text, and gives defaults. */
  declarations: z.array(queryParameter).max(20).default([]),
  /** Most rows; the language's own default and maximum are 10,000 and 100,000. */
  limit: z.int().min(1).max(100_000).optional(),
  /** Chosen by the caller, so that the query can be looked at and stopped: DELETE /api/v1/queries/{query_id}. */
  query_id: z
    .string()
    .regex(/^[A-Za-z0-9-]{8,64}$/)
    .optional(),
});
export type QueryBody = z.input<typeof queryBody>;

export const queryFormat = z.object({
  format: z.enum(['events', 'csv', 'json', 'jsonl', 'parquet']).default('events'),
});

const span = z.object({ start: z.int(), end: z.int() });
export const queryDiagnostic = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'notice']),
  message: z.string(),
  hint: z.string().optional(),
  span,
  fixes: z.array(z.object({ title: z.string(), span, text: z.string() })),
});
export type QueryDiagnostic = z.infer<typeof queryDiagnostic>;

/** A column of an answer; the shape of the whole decides how it is drawn. */
export const queryColumn = z.object({
  name: z.string(),
  kind: z.enum(['number', 'text', 'boolean', 'time', 'address', 'list', 'map']),
  /** bin: a stretch of time that is grouped by · key: something else that is · measure: an aggregate · value: of a record. */
  role: z.enum(['bin', 'key', 'measure', 'value']),
  /** The field of the records whose values these are; a click on one can become a filter. */
  field: z.string().optional(),
  unit: z.enum(['bytes', 'packets', 'records', 'seconds', 'bytes/s', 'bit/s', 'packets/s', 'percent']).optional(),
  /** The query itself makes the values of the key, such as networks of addresses: a click filters by the column's name. */
  computed: z.boolean().optional(),
  /** Seconds of a bin of fixed width. */
  bin_seconds: z.number().optional(),
  /** The numbers are estimates. */
  approximate: z.boolean().optional(),
  /** Sums and counts: those of several rows can be added up. */
  additive: z.boolean().optional(),
  /** Holds true on the row that stands for all the others (top … with others). Such a column is not shown. */
  flag: z.literal('others').optional(),
});
export type QueryColumn = z.infer<typeof queryColumn>;

/** As it crosses the wire: whole numbers beyond 2^53 and times are text, missing is null. */
export type QueryValue = string | number | boolean | null | QueryValue[] | { [key: string]: QueryValue };
const queryValue: z.ZodType<QueryValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(queryValue), z.record(z.string(), queryValue)]),
);

export const queryProgress = z.object({
  /** Null: not known. A query that ends at once is over before it can be looked at. */
  read_rows: count.nullable(),
  /** Rows that will be read in all, as far as the engine knows. */
  total_rows: count.nullable(),
  read_bytes: count.nullable(),
  seconds: z.number(),
});
export type QueryProgress = z.infer<typeof queryProgress>;

/** One line of the answer. `start` comes first, `end` or `error` last; `rows` and `progress` between, as they come. */
export const queryEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    query_id: z.string(),
    /** The range that was asked about, both ends included. */
    from: instant,
    to: instant,
    columns: z.array(queryColumn),
    /** The statement with its constants filled in, to read. */
    sql: z.string(),
    /** Tables that it reads. */
    reads: z.array(z.string()),
    diagnostics: z.array(queryDiagnostic),
  }),
  z.object({ type: z.literal('rows'), rows: z.array(z.array(queryValue)) }),
  z.object({ type: z.literal('progress'), progress: queryProgress }),
  z.object({
    type: z.literal('end'),
    rows: count,
    /** The limit that cut the answer, if one did: there are more rows. */
    cut_at: z.int().nullable(),
    progress: queryProgress,
    completeness,
    /** What is known only now: how complete other ranges are that the query looked at. */
    diagnostics: z.array(queryDiagnostic).default([]),
  }),
  z.object({
    type: z.literal('error'),
    code: z.string(),
    message: z.string(),
    hint: z.string().optional(),
    position: z.object({ offset: z.int(), length: z.int() }).optional(),
    diagnostics: z.array(queryDiagnostic).optional(),
    /** What had been read when a limit or a stop ended it; rows sent before stay good. */
    progress: queryProgress.optional(),
  }),
]);
export type QueryEvent = z.infer<typeof queryEvent>;

/** GET /api/v1/queries → what runs on this server · GET /api/v1/queries/{query_id} → one of them. */
export const runningQuery = z.object({
  query_id: z.string(),
  query: z.string(),
  language: z.enum(['ql', 'sql']),
  started_at: z.iso.datetime(),
  progress: queryProgress,
});
export type RunningQuery = z.infer<typeof runningQuery>;
export const runningQueries = z.object({ rows: z.array(runningQuery) });

/** GET /api/v1/query-facts → what the editor must know of this store. */
export const queryFacts = z.object({
  /** Layouts of the loaded logs: fields in the order of the line. */
  layouts: z.array(z.array(z.string())),
  /** Fields that no loaded log carries. */
  absent_fields: z.array(z.string()),
  own_networks: z.array(z.string()),
  /** Tables that SQL may read, with their columns and the engine's types. */
  sql_tables: z.array(
    z.object({
      name: z.string(),
      meaning: z.string(),
      columns: z.array(z.object({ name: z.string(), type: z.string() })),
    }),
  ),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()),
      /** The column that holds networks, where cidrlookup can search the table. */
      network_column: z.string().nullable(),
      rows: count.nullable(),
      built_in: z.boolean(),
      summary: z.string(),
      /** Why it cannot be used yet, and what to do. */
      unavailable: z.string().nullable(),
    }),
  ),
});
export type QueryFacts = z.infer<typeof queryFacts>;

export const chartKinds = ['table', 'time series', 'bar', 'pie', 'number', 'heat map', 'sankey'] as const;

/** Everything that a question is: what Explore restores, and what a panel or a detection will hold. */
export const savedForm = z.object({
  query: z.string().min(1).max(10_000),
  language: z.enum(['ql', 'sql']).default('ql'),
  /** Absent: the range of the page. */
  from: z.string().max(40).optional(),
  to: z.string().max(40).optional(),
  filter: z.array(z.string().max(400)).max(100).default([]),
  parameters: z
    .array(queryParameter)
    .max(20)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two parameters have one name')
    .default([]),
  chart: z.enum(chartKinds).optional(),
});
export type SavedForm = z.infer<typeof savedForm>;

/** GET, POST /api/v1/saved-queries · GET, PUT, DELETE /api/v1/saved-queries/{id} */
export const savedQueryBody = z.object({
  name: z.string().trim().min(1).max(120),
  description: z.string().max(2000).default(''),
  form: savedForm,
});
export type SavedQueryBody = z.input<typeof savedQueryBody>;
export const savedQuery = savedQueryBody.extend({
  id: z.string(),
  /** shipped: comes with Weir and cannot be changed. */
  origin: z.enum(['own', 'shipped']),
  created_at: instant.nullable(),
  updated_at: instant.nullable(),
});
export type SavedQuery = z.infer<typeof savedQuery>;
export const savedQueries = z.object({ rows: z.array(savedQuery) });
export type SavedQueries = z.infer<typeof savedQueries>;

/** PUT /api/v1/lookup-tables/{name}, text/csv · DELETE the same · GET /api/v1/lookup-tables */
export const lookupTableName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/);
export const lookupTableAnswer = z.object({
  name: z.string(),
  rows: count,
  columns: z.array(z.string()),
  /** The column whose values are all networks or addresses; cidrlookup searches it. */
  network_column: z.string().nullable(),
});
export type LookupTableAnswer = z.infer<typeof lookupTableAnswer>;
export const lookupTablesAnswer = z.object({ rows: z.array(lookupTableAnswer) });
