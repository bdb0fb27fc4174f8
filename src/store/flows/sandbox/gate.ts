import type { Readable } from 'node:stream';
import { WeirError } from '../../../core/index.ts';
import type { QueryOptions, Settings } from '../client.ts';
import { limitedSettings, sqlLimits } from '../limits.ts';
import type { ReadContext } from '../reader/scope.ts';
import { explainSqlError, withPosition } from './explain-error.ts';
import { tableExpressionNames } from './lexer.ts';
import { outputFormats, type ResultColumn, type SqlFormat, shownSql } from './output.ts';
import { checkResolved, checkSyntax } from './rules.ts';
import { readSyntaxTree } from './syntax-tree.ts';

const mostCharacters = 20_000;

/** Settings of every statement on behalf of a user's SQL. */
export const sandboxSettings: Settings = {
  ...limitedSettings(sqlLimits),
  max_ast_elements: 5000,
  max_ast_depth: 500,
  max_subquery_depth: 50,
};

/** A user's query that passed the gate. */
export interface CheckedSql {
  /** The statement as the engine writes it, inside a SELECT that bounds its rows. */
  readonly sql: string;
  readonly columns: readonly ResultColumn[];
}

function options(context: ReadContext, params: Record<string, unknown> = {}): QueryOptions {
  const { signal } = context;
  return {
    params,
    settings: sandboxSettings,
    database: context.client.placement.database,
    ...(signal === undefined ? {} : { signal }),
  };
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

/** Runs a checked query and gives its rows as bytes; `rows` is one JSON array a line. Throws as `checkSql`, and LIMIT_…. */
export async function streamSql(
  context: ReadContext,
  checked: CheckedSql,
  format: SqlFormat,
  original = checked.sql,
): Promise<Readable> {
  const shape = outputFormats[format];
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
