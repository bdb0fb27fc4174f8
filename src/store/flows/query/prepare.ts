import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { QueryColumn, QueryDiagnostic, queryBody, SavedQuery } from '../../../contract/index.ts';
import { type CompileOptions, compile, type SavedText, type TimeRange } from '../../../query/index.ts';
import type { QueryOptions, Settings } from '../client.ts';
import { limitedSettings, type QueryLimits, queryLimits, sqlLimits } from '../limits.ts';
import { openTables } from '../migrate.ts';
import { columnsOf, conditionSql, type FieldFilter, readFilters, withHolders } from '../reader/filters.ts';
import { holdersIn, type ReadContext } from '../reader/scope.ts';
import { SqlParams } from '../reader/sql-params.ts';
import { checkSql, sandboxSettings } from '../sandbox/gate.ts';
import { tokensOf } from '../sandbox/lexer.ts';
import type { ResultColumn } from '../sandbox/output.ts';
import { readFacts } from './facts.ts';
import { QueryError, wireDiagnostic } from './query-error.ts';
import { resolveRange } from './range.ts';
import { queryRollUps } from './roll-ups.ts';
import { explainFailure, stopped } from './run-error.ts';
import { shownStatement } from './shown-statement.ts';

/** What a query needs of the house. */
export interface QueryContext extends ReadContext {
  /** For `$Name()`; asked only where a query calls one. */
  readonly savedQueries?: () => Promise<readonly SavedQuery[]>;
  /** Gets what the developers must see: a statement that the engine refused. */
  readonly log?: (text: string) => void;
  /** Other limits than those of the language asked in. */
  readonly limits?: QueryLimits;
}

/** A question that was understood: the statement that answers it, and what its answer looks like. */
export interface PreparedQuery {
  readonly id: string;
  readonly text: string;
  readonly language: 'ql' | 'sql';
  /** Both ends included. */
  readonly range: TimeRange;
  /** Other ranges that it looks at: of compare, and of queries in brackets. */
  readonly otherRanges: readonly TimeRange[];
  readonly filters: readonly FieldFilter[];
  readonly diagnostics: readonly QueryDiagnostic[];
  readonly columns: readonly QueryColumn[];
  readonly reads: readonly string[];
  /** The statement with its constants filled in, to read. */
  readonly shown: string;
  /** Where the query chose no bound itself, the statement gives one row more than `rows` where there are more. */
  readonly limit: { readonly rows: number; readonly chosen: boolean };
  readonly limits: QueryLimits;
  readonly statement: {
    readonly sql: string;
    readonly columns: readonly ResultColumn[];
    readonly options: QueryOptions & { readonly settings: Settings };
  };
}

type Body = z.output<typeof queryBody>;

/**
 * Reads and compiles a query, and asks the engine for the types of its answer.
 * @throws QueryError QL_… with all diagnostics; WeirError RANGE_INVALID, FILTER_INVALID, SQL_…, QUERY_CANCELLED
 */
export async function prepareQuery(context: QueryContext, body: Body): Promise<PreparedQuery> {
  const now = Date.now();
  const range = resolveRange(body.from, body.to, now);
  // Both ends of the range are included.
  const filters = withHolders(readFilters(body.filter), holdersIn(context, range.from, range.to + 1));
  try {
    return body.language === 'sql'
      ? await prepareSql(context, body, range, filters)
      : await prepareLanguage(context, body, { now, range }, filters);
  } catch (error) {
    throw context.signal?.aborted ? stopped(error) : error;
  }
}

async function prepareLanguage(
  context: QueryContext,
  body: Body,
  time: Pick<CompileOptions, 'now' | 'range'>,
  filters: readonly FieldFilter[],
): Promise<PreparedQuery> {
  const { database } = context.client.placement;
  const limits = context.limits ?? queryLimits;
  const [facts, saved] = await Promise.all([readFacts(context), savedTexts(context, body.query)]);
  const { diagnostics, compiled } = compile(body.query, {
    ...time,
    database,
    facts,
    rollUps: queryRollUps,
    parameters: body.parameters,
    declarations: body.declarations,
    savedQuery: (name) => saved.get(name.toLowerCase()),
    ...(filters.length === 0 ? {} : { condition: conditionOf(filters) }),
    ...(body.limit === undefined ? {} : { limit: body.limit }),
  });
  const told = diagnostics.map(wireDiagnostic);
  if (compiled === undefined) throw new QueryError(told);
  const id = body.query_id ?? randomUUID();
  const options: PreparedQuery['statement']['options'] = {
    database,
    params: { ...compiled.params },
    settings: { ...limitedSettings(limits), ...languageSettings },
  };
  const prepared: PreparedQuery = {
    id,
    text: body.query,
    language: 'ql',
    range: compiled.range,
    otherRanges: compiled.otherRanges,
    filters,
    diagnostics: told,
    columns: compiled.columns,
    reads: compiled.reads,
    shown: shownStatement(compiled.sql, compiled.params),
    limit: compiled.limit,
    limits,
    statement: { sql: compiled.sql, columns: [], options },
  };
  const [types, shown] = await Promise.all([typesOf(context, prepared), readable(context, prepared.shown)]);
  const columns = types.map(({ name, type }, i) => ({ name, type, boolean: compiled.columns[i]?.kind === 'boolean' }));
  return { ...prepared, shown, statement: { sql: compiled.sql, columns, options } };
}

/** The statement on several lines. */
async function readable(context: QueryContext, sql: string): Promise<string> {
  const options = { params: { sql }, settings: { readonly: 1 } };
  const [row] = await context.client.rows<{ text: string | null }>(
    'SELECT formatQueryOrNull({sql:String}) AS text',
    options,
  );
  return row?.text ?? sql;
}

/** The statements of the language are Weir's own: they may be longer than what people write by hand. */
const languageSettings: Settings = {
  // A missing value on one side of a join is missing, and no empty text or 0.
  join_use_nulls: 1,
  max_ast_elements: 200_000,
  max_expanded_ast_elements: 1_000_000,
};

async function typesOf(context: QueryContext, prepared: PreparedQuery): Promise<ResultColumn[]> {
  const { sql, options } = prepared.statement;
  const { signal } = context;
  try {
    return await context.client.rows<ResultColumn>(`DESCRIBE (${sql})`, {
      ...options,
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw explainFailure(error, prepared, context);
  }
}

async function savedTexts(context: QueryContext, text: string): Promise<Map<string, SavedText>> {
  if (!text.includes('$') || context.savedQueries === undefined) return new Map();
  const all = await context.savedQueries();
  const written = all.filter((one) => one.form.language === 'ql');
  return new Map(
    written.map(({ name, form }) => [name.toLowerCase(), { query: form.query, parameters: form.parameters }]),
  );
}

/** The page's filters as a condition over columns of `flows`. */
function conditionOf(filters: readonly FieldFilter[]): NonNullable<CompileOptions['condition']> {
  const params = new SqlParams();
  const conditions = filters.map((filter) => conditionSql(filter, (column) => `\`${column}\``, params));
  return {
    sql: conditions.join(' AND '),
    params: params.values,
    uses: filters.flatMap(columnsOf),
  };
}

async function prepareSql(
  context: QueryContext,
  body: Body,
  range: TimeRange,
  filters: readonly FieldFilter[],
): Promise<PreparedQuery> {
  const rows = body.limit ?? queryLimits.rows;
  const limits = context.limits ?? sqlLimits;
  const checked = await checkSql(context, body.query, rows + 1);
  const words = new Set(
    tokensOf(checked.sql).flatMap((t) => (t.kind === 'word' || t.kind === 'quoted' ? [t.text] : [])),
  );
  return {
    id: body.query_id ?? randomUUID(),
    text: body.query,
    language: 'sql',
    range,
    otherRanges: [],
    filters,
    diagnostics: [],
    columns: checked.columns.map(({ name, type }) => ({ name, kind: kindOf(type), role: 'value' })),
    reads: openTables.filter((table) => words.has(table)),
    shown: body.query,
    limit: { rows, chosen: false },
    limits,
    statement: {
      sql: checked.sql,
      columns: checked.columns,
      options: {
        settings: { ...sandboxSettings, ...limitedSettings(limits) },
        database: context.client.placement.database,
      },
    },
  };
}

/** What people see of a type of the engine. */
function kindOf(type: string): QueryColumn['kind'] {
  const inner = /^(?:LowCardinality|Nullable)\((.+)\)$/s.exec(type)?.[1];
  if (inner !== undefined) return kindOf(inner);
  if (/^(U?Int|Float|BFloat|Decimal)/.test(type)) return 'number';
  if (/^IPv[46]$/.test(type)) return 'address';
  if (/^Date/.test(type)) return 'time';
  if (type === 'Bool') return 'boolean';
  if (/^Array\(/.test(type)) return 'list';
  return /^Map\(/.test(type) ? 'map' : 'text';
}
