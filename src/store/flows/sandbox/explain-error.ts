import { nearestName, type Position, WeirError } from '../../../core/index.ts';
import { openTables } from '../migrate.ts';
import { tables } from '../schema.ts';
import { allowedFunctions } from './functions.ts';
import { type Token, tokensOf } from './lexer.ts';

const keywords = [
  'SELECT',
  'FROM',
  'WHERE',
  'GROUP',
  'ORDER',
  'BY',
  'HAVING',
  'LIMIT',
  'OFFSET',
  'WITH',
  'AS',
  'AND',
  'OR',
  'NOT',
  'IN',
  'BETWEEN',
  'LIKE',
  'ILIKE',
  'IS',
  'NULL',
  'JOIN',
  'LEFT',
  'INNER',
  'ON',
  'USING',
  'UNION',
  'ALL',
  'DISTINCT',
  'CASE',
  'WHEN',
  'THEN',
  'ELSE',
  'END',
  'OVER',
  'PARTITION',
  'DESC',
  'ASC',
  'INTERVAL',
  'ARRAY',
];
const columnNames = [
  ...new Set(
    tables.filter((t) => t.open).flatMap((t) => t.columns.filter((c) => c.hidden !== true).map((c) => c.name)),
  ),
];

/** The engine's complaint about a user's statement, in Weir's words: what, where in the text, and what to do. */
export function explainSqlError(error: unknown, sql: string): unknown {
  if (!(error instanceof WeirError)) return error;
  const tokens = tokensOf(sql);
  switch (error.code) {
    case 'ENGINE_SYNTAX_ERROR':
      return syntaxError(error, sql, tokens);
    case 'ENGINE_UNKNOWN_IDENTIFIER': {
      const name = quotedIn(error.message);
      const column = name?.split('.').at(-1);
      if (name === undefined || column === undefined) break;
      return located(
        'SQL_COLUMN_UNKNOWN',
        `there is no column "${name}"`,
        tokens,
        column,
        suggestion(column, columnNames) ??
          'columns have the names that AWS gives the fields, with _ for -; SELECT * FROM flows LIMIT 1 shows them',
        error,
      );
    }
    case 'ENGINE_UNKNOWN_FUNCTION': {
      const name = quotedIn(error.message);
      return located(
        'SQL_FUNCTION_UNKNOWN',
        `there is no function "${name ?? '?'}"`,
        tokens,
        name,
        suggestion(name, allowedFunctions),
        error,
      );
    }
    case 'ENGINE_UNKNOWN_TABLE': {
      const name = quotedIn(error.message);
      return located(
        'SQL_TABLE_UNKNOWN',
        `there is no table "${name ?? '?'}"`,
        tokens,
        name,
        suggestion(name, openTables) ?? `the tables are ${openTables.join(', ')}`,
        error,
      );
    }
    case 'ENGINE_READONLY':
      return new WeirError('SQL_NOT_ALLOWED', 'SETTINGS is not allowed: the limits of a query are fixed', {
        kind: 'usage',
        hint: 'leave it out',
        cause: error,
      });
    case 'ENGINE_UNKNOWN_QUERY_PARAMETER':
      return new WeirError('SQL_NOT_ALLOWED', 'parameters in {braces} are not allowed', {
        kind: 'usage',
        hint: 'write the value itself',
        cause: error,
      });
  }
  if (!error.code.startsWith('ENGINE_') || error.code === 'ENGINE_START_FAILED') return error;
  return new WeirError('SQL_FAILED', plainMessage(error.message), {
    kind: 'usage',
    hint: hintFor(error.message),
    cause: error,
  });
}

function located(
  code: string,
  message: string,
  tokens: readonly Token[],
  name: string | undefined,
  hint: string | undefined,
  cause: WeirError,
): WeirError {
  return new WeirError(code, message, { kind: 'usage', hint, position: positionOf(tokens, name), cause });
}

/** Puts the place of the name beside an error that a check of ours threw. */
export function withPosition(error: unknown, sql: string): unknown {
  if (!(error instanceof WeirError) || error.position !== undefined || !error.code.startsWith('SQL_')) return error;
  const name = /"([^"]+)"/.exec(error.message)?.[1] ?? /^IN (\S+)/.exec(error.message)?.[1];
  const position = positionOf(tokensOf(sql), name?.split('.').at(-1));
  return position === undefined
    ? error
    : new WeirError(error.code, error.message, { kind: error.kind, hint: error.hint, position, cause: error.cause });
}

function positionOf(tokens: readonly Token[], name: string | undefined): Position | undefined {
  const found = tokens.find(
    (t) => (t.kind === 'word' || t.kind === 'quoted') && t.text.toLowerCase() === name?.toLowerCase(),
  );
  return found === undefined ? undefined : { offset: found.start, length: found.end - found.start };
}

function suggestion(name: string | undefined, names: readonly string[]): string | undefined {
  const near = name === undefined ? undefined : nearestName(name, names);
  return near === undefined ? undefined : `did you mean ${near}?`;
}

function quotedIn(message: string): string | undefined {
  return /[`']([^`']+)[`']/.exec(message)?.[1];
}

/** The engine says where reading ended; a misspelt keyword usually stands there or just before. */
function syntaxError(error: WeirError, sql: string, tokens: readonly Token[]): WeirError {
  const at = /failed at position (\d+)/.exec(error.message)?.[1];
  const bytes = at === undefined ? Buffer.byteLength(sql) : Number(at) - 1;
  // The engine counts bytes, people count characters.
  const offset = Math.min(Buffer.from(sql).subarray(0, bytes).toString().length, sql.length);
  const index = tokens.findIndex((t) => t.end > offset);
  const here = index === -1 ? undefined : tokens[index];
  const words = [here, index === -1 ? tokens.at(-1) : tokens[index - 1], tokens[0]].filter(
    (t): t is Token => t?.kind === 'word',
  );
  for (const word of words) {
    const near =
      keywords.includes(word.text.toUpperCase()) || word.text.length < 3 ? undefined : nearestName(word.text, keywords);
    if (near === undefined) continue;
    return new WeirError('SQL_SYNTAX', `"${word.text}" is not understood here`, {
      kind: 'usage',
      hint: `did you mean ${near}?`,
      position: { offset: word.start, length: word.end - word.start },
      cause: error,
    });
  }
  const position =
    here === undefined ? { offset: sql.length, length: 0 } : { offset: here.start, length: here.end - here.start };
  return new WeirError('SQL_SYNTAX', syntaxMessage(error.message, here), {
    kind: 'usage',
    hint: index === 0 ? 'start with SELECT or WITH' : expectedHint(error.message),
    position,
    cause: error,
  });
}

function syntaxMessage(message: string, here: Token | undefined): string {
  if (/Unmatched parentheses/i.test(message)) return 'a bracket is not closed';
  if (/Multi-statements|multi-statement/i.test(message)) return 'only one statement at a time';
  if (/quoted string is not closed/i.test(message)) return 'a quote is not closed';
  return here === undefined ? 'the statement ends too early' : `"${here.text}" is not understood here`;
}

function expectedHint(message: string): string | undefined {
  const expected =
    /Expected (?:one of: )?([^.]+)/
      .exec(message)?.[1]
      ?.split(', ')
      .filter((word) => /^[A-Z][A-Z ]+$/.test(word)) ?? [];
  return expected.length === 0 ? undefined : `expected ${[...new Set(expected)].slice(0, 8).join(', ')}`;
}

function plainMessage(message: string): string {
  return message
    .replace(/:? ?In scope [\s\S]*$/, '')
    .replace(/\s*\([A-Z_]+\)\s*$/, '')
    .replace(/: while executing[\s\S]*$/i, '')
    .trim();
}

function hintFor(message: string): string | undefined {
  const hidden = /Aggregate function .+ AS (`?\w+`?) is found in/.exec(message)?.[1];
  if (hidden !== undefined)
    return `the alias ${hidden} hides the column of that name: choose another, such as total_${hidden.replaceAll('`', '')}`;
  if (/to type DateTime|Cannot parse (string|datetime)/i.test(message))
    return "write times as '2026-11-23 04:00:00' (UTC), or parseDateTimeBestEffort('2026-11-23T04:00:00Z')";
  if (/IPv6 of argument of function (not)?i?like/i.test(message))
    return "addresses are no text: compare with '10.0.0.1', or BETWEEN '10.0.0.0' AND '10.255.255.255'";
  return undefined;
}
