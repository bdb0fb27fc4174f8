import { syntaxError } from './exception.ts';
import { type SqlToken, sqlString, sqlTokens } from './sql-tokens.ts';
import { describeStatement, isSettings, type Statement } from './statement.ts';

/** An INSERT whose rows come with the request: its parts, so that it can be told to read them from a file. */
export interface InsertWithData {
  readonly statement: Statement;
  /** Everything before SETTINGS, FORMAT or VALUES, or before FORMAT where the rows pass through `input()`. */
  readonly head: string;
  /** `SETTINGS …` of the insert itself, else empty. */
  readonly settings: string;
  readonly format: string;
  /** The span of `input('…')` within `head` and its structure literal. */
  readonly input: { readonly start: number; readonly end: number; readonly structure: string } | undefined;
  /** Rows written behind the statement in the same text. */
  readonly inline: string;
}

/** Where the rows lie, and how they are packed (`none`, `gzip`, …). */
export interface BodyFile {
  readonly path: string;
  readonly compression: string;
}

/**
 * The parts of an INSERT that brings its rows along (`VALUES …`, `FORMAT x`, or `SELECT … FROM input(…) … FORMAT x`);
 * undefined for every other statement. Rows are data: whatever follows the head is never read as SQL.
 */
export function readInsert(sql: string): InsertWithData | undefined {
  const tokens = headTokens(sql);
  if (tokens[0]?.upper !== 'INSERT') return undefined;
  let i = afterTarget(tokens);
  let settingsFrom: number | undefined;
  for (; i < tokens.length; i += 1) {
    const token = tokens[i];
    if (token === undefined || token.depth !== 0 || token.kind !== 'word') continue;
    if (isSettings(tokens, i)) settingsFrom ??= token.start;
    else if (token.upper === 'VALUES') return plain(sql, tokens, i, i, 'Values', settingsFrom);
    else if (token.upper === 'FORMAT') {
      const name = tokens[i + 1];
      if (name?.kind !== 'word') throw syntaxError('FORMAT needs the name of a format');
      return plain(sql, tokens, i, i + 1, name.text, settingsFrom);
    } else if (token.upper === 'SELECT' || token.upper === 'WITH' || token.upper === 'FROM') break;
  }
  return throughInput(sql);
}

/** Tokens up to where rows may begin: rows are no SQL and may hold anything. */
function headTokens(sql: string): SqlToken[] {
  for (const cut of rowStarts(sql)) {
    const tokens = sqlTokens(sql.slice(0, cut));
    const last = tokens.at(-1);
    const before = tokens.at(-2);
    const target = afterTarget(tokens);
    if (last?.upper === 'VALUES' && last.depth === 0 && tokens.length > target) return tokens;
    if (tokens.length > target + 1 && before?.upper === 'FORMAT' && before.depth === 0 && last?.kind === 'word') {
      const settings = settingsEnd(sql, cut);
      return settings === undefined ? tokens : sqlTokens(sql.slice(0, settings));
    }
  }
  return sqlTokens(sql);
}

/** Offsets behind every `FORMAT x` and `VALUES` of the text; which of them is no part of a string is for the lexer to say. */
function* rowStarts(sql: string): Generator<number> {
  for (const found of sql.matchAll(/\bvalues\b|\bformat\s+\w+/gi)) {
    const cut = found.index + found[0].length;
    if (lexes(sql.slice(0, cut))) yield cut;
  }
}

function lexes(sql: string): boolean {
  try {
    return sqlTokens(sql).length > 0;
  } catch (error) {
    if (error instanceof Error && error.name === 'EngineException') return false;
    throw error;
  }
}

/** Where a SETTINGS clause that starts right at `from` ends; undefined when none does. */
function settingsEnd(sql: string, from: number): number | undefined {
  const found =
    /^\s+settings\s+\w+\s*=\s*(?:'(?:[^'\\]|\\.)*'|[\w.-]+)(?:\s*,\s*\w+\s*=\s*(?:'(?:[^'\\]|\\.)*'|[\w.-]+))*/i.exec(
      sql.slice(from),
    );
  return found === null ? undefined : from + found[0].length;
}

/** Past `INSERT [INTO] [TABLE] [FUNCTION f(…) | name[.name]]`, so that no table's name is taken for a keyword. */
function afterTarget(tokens: readonly SqlToken[]): number {
  let i = 1;
  while (['INTO', 'TABLE', 'FUNCTION'].includes(tokens[i]?.upper ?? '')) i += 1;
  i += 1;
  while (tokens[i]?.text === '.') i += 2;
  return i;
}

function plain(
  sql: string,
  tokens: readonly SqlToken[],
  from: number,
  last: number,
  format: string,
  settingsFrom: number | undefined,
): InsertWithData {
  const word = tokens[from];
  const end = tokens[last];
  if (word === undefined || end === undefined) throw syntaxError('INSERT has no end');
  let settings = settingsFrom === undefined ? '' : sql.slice(settingsFrom, word.start);
  let rows = end.end;
  if (isSettings(tokens, last + 1)) {
    rows = tokens.at(-1)?.end ?? rows;
    settings = sql.slice(end.end, rows);
  }
  const head = sql.slice(0, settingsFrom ?? word.start);
  const statement = describeStatement(sql.slice(0, rows), tokens);
  return {
    statement,
    head,
    settings,
    format,
    input: undefined,
    inline: sql.slice(rows).replace(/^[ \t]*\r?\n|^[ \t]+/, ''),
  };
}

function throughInput(sql: string): InsertWithData | undefined {
  const statement = describeStatement(sql, sqlTokens(sql));
  const { tokens, format } = statement;
  const at = tokens.findIndex(
    (token, i) => token.upper === 'INPUT' && token.kind === 'word' && tokens[i + 1]?.text === '(',
  );
  const structure = tokens[at + 2];
  const close = tokens[at + 3];
  if (at === -1 || format === undefined) return undefined;
  if (structure?.kind !== 'string' || close?.text !== ')')
    throw syntaxError("input() takes one string: input('name Type, …')");
  const head = `${sql.slice(0, format.start)}${sql.slice(format.end, statement.end)}`;
  const start = tokens[at]?.start ?? 0;
  return {
    statement,
    head,
    settings: '',
    format: format.name,
    input: { start, end: close.end, structure: structure.text },
    inline: '',
  };
}

/** The statement that reads its rows from `file`. */
export function insertFromFile(insert: InsertWithData, file: BodyFile): string {
  const path = sqlString(file.path);
  const packed = sqlString(file.compression);
  const { head, input, format, settings } = insert;
  if (input === undefined) return `${head} FROM INFILE ${path} COMPRESSION ${packed} ${settings} FORMAT ${format}`;
  const source = `file(${path}, ${sqlString(format)}, ${input.structure}, ${packed})`;
  return `${head.slice(0, input.start)}${source}${head.slice(input.end)}`;
}
