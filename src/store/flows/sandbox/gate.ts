import type { Readable } from 'node:stream';
import { WeirError } from '../../../core/index.ts';
import type { QueryOptions, Settings } from '../client.ts';
import type { ReadContext } from '../reader/scope.ts';
import { explainSqlError, withPosition } from './explain-error.ts';
import { tableExpressionNames } from './lexer.ts';
import { type ResultColumn, shownSql } from './output.ts';
import { checkResolved, checkSyntax } from './rules.ts';
import { readSyntaxTree } from './syntax-tree.ts';

const mostCharacters = 20_000;

/** What a user's query may use. */
export const sqlLimits = { seconds: 30, memoryBytes: 1_073_741_824, rows: 100_000, threads: 2 } as const;

const settings: Settings = {
  // Last line of defence: the gate has already refused everything but a SELECT.
  readonly: 1,
  cancel_http_readonly_queries_on_client_close: 1,
  max_execution_time: sqlLimits.seconds,
  timeout_overflow_mode: 'throw',
  max_memory_usage: sqlLimits.memoryBytes,
  max_threads: sqlLimits.threads,
  max_bytes_before_external_group_by: sqlLimits.memoryBytes / 2,
  max_bytes_before_external_sort: sqlLimits.memoryBytes / 2,
  max_temporary_data_on_disk_size_for_query: 2 * sqlLimits.memoryBytes,
  max_ast_elements: 5000,
  max_ast_depth: 500,
  max_subquery_depth: 50,
  allow_introspection_functions: 0,
  use_variant_as_common_type: 1,
  output_format_json_quote_decimals: 1,
};

/** A user's query that passed the gate. */
export interface CheckedSql {
  /** The statement as the engine writes it, inside a SELECT that bounds its rows. */
  readonly sql: string;
  readonly columns: readonly ResultColumn[];
}

function options(context: ReadContext, params: Record<string, unknown> = {}): QueryOptions {
  const { signal } = context;
  return { params, settings, database: context.client.placement.database, ...(signal === undefined ? {} : { signal }) };
}

/**
 * Lets a query pass if it is one SELECT over the open tables with functions from the list.
 * Throws SQL_SYNTAX, SQL_NOT_ALLOWED, SQL_TABLE_UNKNOWN, SQL_COLUMN_UNKNOWN, SQL_FUNCTION_UNKNOWN or SQL_FAILED, with the
 * place in the text where it is known.
 */
export async function checkSql(context: ReadContext, sql: string, limit: number = sqlLimits.rows): Promise<CheckedSql> {
  try {
    const normalised = await normalise(context, sql);
    const wrapped = `SELECT * FROM (${normalised}) LIMIT ${Math.trunc(limit)}`;
    // Clauses that are legal only at the end of a whole statement do not survive the brackets.
    if ((await formatted(context, wrapped)) === null) {
      throw new WeirError('SQL_NOT_ALLOWED', 'INTO OUTFILE and FORMAT are not allowed', {
        kind: 'usage',
        hint: 'choose the output with --format and --out',
      });
    }
    const { database } = context.client.placement;
    const tree = await context.client.lines(`EXPLAIN AST ${wrapped}`, options(context));
    checkSyntax(readSyntaxTree(tree), { database, expressions: tableExpressionNames(normalised) });
    checkResolved(await explain(context, `EXPLAIN QUERY TREE ${wrapped}`), database);
    const columns = await context.client.rows<ResultColumn>(`DESCRIBE (${wrapped})`, options(context));
    return { sql: wrapped, columns: columns.map(({ name, type }) => ({ name, type })) };
  } catch (error) {
    throw withPosition(explainSqlError(error, sql), sql);
  }
}

async function normalise(context: ReadContext, sql: string): Promise<string> {
  if (sql.length > mostCharacters || sql.includes('\0')) {
    throw new WeirError('SQL_NOT_ALLOWED', `a statement has at most ${mostCharacters} characters`, {
      kind: 'usage',
      hint: 'shorten it',
    });
  }
  if (sql.trim() === '')
    throw new WeirError('SQL_SYNTAX', 'the statement is empty', {
      kind: 'usage',
      hint: 'SELECT action, count() FROM flows GROUP BY action',
    });
  const normalised = await formatted(context, sql);
  // The engine says what is wrong only when it is made to fail.
  if (normalised === null)
    await context.client.rows('SELECT formatQuerySingleLine({text:String})', options(context, { text: sql }));
  if (normalised === null || !/^\(*(SELECT|WITH)\b/.test(normalised)) {
    throw new WeirError('SQL_NOT_ALLOWED', 'only one SELECT is allowed', {
      kind: 'usage',
      hint: 'start with SELECT or WITH; the tables cannot be changed',
    });
  }
  return normalised;
}

/** The statement as the engine would write it; null where it is not exactly one statement. */
async function formatted(context: ReadContext, text: string): Promise<string | null> {
  const rows = await context.client.rows<{ text: string | null }>(
    'SELECT formatQuerySingleLineOrNull({text:String}) AS text',
    options(context, { text }),
  );
  return rows[0]?.text ?? null;
}

async function explain(context: ReadContext, sql: string): Promise<string[]> {
  const rows = await context.client.rows<{ explain: string }>(sql, options(context));
  return rows.map((row) => row.explain);
}

export type SqlFormat = 'rows' | 'json' | 'jsonl' | 'csv' | 'parquet';

const formats: Readonly<
  Record<SqlFormat, { readonly format: string; readonly json: boolean; readonly settings: Settings }>
> = {
  rows: { format: 'JSONCompactEachRow', json: true, settings: {} },
  json: { format: 'JSONEachRow', json: true, settings: { output_format_json_array_of_rows: 1 } },
  jsonl: { format: 'JSONEachRow', json: true, settings: {} },
  csv: { format: 'CSVWithNames', json: false, settings: { format_csv_null_representation: '' } },
  parquet: { format: 'Parquet', json: false, settings: { output_format_parquet_string_as_string: 1 } },
};

/** Runs a checked query and gives its rows as bytes; `rows` is one JSON array a line. Throws as `checkSql`, and LIMIT_…. */
export async function streamSql(
  context: ReadContext,
  checked: CheckedSql,
  format: SqlFormat,
  original = checked.sql,
): Promise<Readable> {
  const shape = formats[format];
  const base = options(context);
  try {
    return await context.client.stream(shownSql(checked.sql, checked.columns, shape.json), shape.format, {
      ...base,
      settings: { ...base.settings, ...shape.settings },
    });
  } catch (error) {
    throw explainSqlError(error, original);
  }
}

/** True when the query has more rows than its limit lets through; runs it until that is known. */
export async function hasMoreRows(context: ReadContext, sql: string, limit: number): Promise<boolean> {
  const { sql: inner } = await checkSql(context, sql, limit + 1);
  const rows = await context.client.rows<{ n: string }>(`SELECT count() AS n FROM (${inner})`, options(context));
  return Number(rows[0]?.n ?? 0) > limit;
}
