import type { Settings } from './client.ts';

/** What a query may use. */
export interface QueryLimits {
  readonly seconds: number;
  readonly memoryBytes: number;
  /** Most rows of an answer, where the query asks for no fewer. */
  readonly rows: number;
  readonly threads: number;
}

/** Of a user's SQL. */
export const sqlLimits = { seconds: 30, memoryBytes: 1_073_741_824, rows: 100_000, threads: 2 } as const;

/** Of the query language, whose statements are Weir's own; a query may ask for up to 100,000 rows. */
export const queryLimits = { ...sqlLimits, seconds: 60, rows: 10_000 } as const;

/** Settings of the engine that keep a query that only reads within its limits. */
export function limitedSettings({ seconds, memoryBytes, threads }: QueryLimits): Settings {
  return {
    // Last line of defence: nothing but a SELECT comes this far.
    readonly: 1,
    cancel_http_readonly_queries_on_client_close: 1,
    max_execution_time: seconds,
    timeout_overflow_mode: 'throw',
    max_memory_usage: memoryBytes,
    max_threads: threads,
    max_bytes_before_external_group_by: memoryBytes / 2,
    max_bytes_before_external_sort: memoryBytes / 2,
    max_temporary_data_on_disk_size_for_query: 2 * memoryBytes,
    allow_introspection_functions: 0,
    // The newest 10,000 of millions: the other columns are read for those alone, whatever the bound.
    query_plan_max_limit_for_lazy_materialization: 100_001,
    query_plan_max_limit_for_top_k_optimization: 100_001,
    use_variant_as_common_type: 1,
    output_format_json_quote_decimals: 1,
  };
}
