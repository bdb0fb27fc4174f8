import { EngineException, syntaxError } from './exception.ts';
import { type SqlToken, sqlTokens } from './sql-tokens.ts';

/** One statement, taken apart as far as this room needs: who it goes to, and where its ends are. */
export interface Statement {
  readonly sql: string;
  /** First keyword, upper case (`SELECT` for a bracketed select). */
  readonly kind: string;
  /** Only reads and returns rows. */
  readonly reads: boolean;
  /** Leaves settings, a database or a temporary table behind in its session. */
  readonly leavesState: boolean;
  readonly tokens: readonly SqlToken[];
  /** Where the last token before a closing semicolon ends. */
  readonly end: number;
  /** The `FORMAT x` clause, where there is one. */
  readonly format: FormatClause | undefined;
  /** Names used as `{name:Type}`. */
  readonly placeholders: readonly string[];
  /** True when a `SETTINGS a = …` clause stands anywhere in it. */
  readonly changesSettings: boolean;
}

interface FormatClause {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

const READS = new Set(['SELECT', 'WITH', 'SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN', 'EXISTS', 'CHECK', 'FROM']);
const LEAVES_NOTHING = new Set([
  'INSERT',
  'CREATE',
  'ALTER',
  'DROP',
  'OPTIMIZE',
  'TRUNCATE',
  'RENAME',
  'EXCHANGE',
  'DELETE',
  'UPDATE',
]);

/** Reads `sql`, which must be exactly one statement (a closing semicolon is allowed), else throws code 62. */
export function readStatement(sql: string): Statement {
  return describeStatement(sql, sqlTokens(sql));
}

/** As `readStatement`, from tokens that are there already (the head of an INSERT whose data was cut off). */
export function describeStatement(sql: string, all: readonly SqlToken[]): Statement {
  const stop = all.findIndex((token) => token.text === ';');
  const tokens = stop === -1 ? all : all.slice(0, stop);
  const behind = stop === -1 ? undefined : all.slice(stop).find((token) => token.text !== ';');
  if (behind !== undefined) {
    throw syntaxError(`(Multi-statements are not allowed): failed at position ${(all[stop]?.start ?? 0) + 1}`);
  }
  const first = tokens.find((token) => token.text !== '(');
  if (first === undefined) throw syntaxError('empty query');
  refuseOutfile(tokens);
  const kind = first.upper;
  const inserts = tokens.some((token) => token.depth === 0 && token.upper === 'INSERT' && token.kind === 'word');
  const reads = READS.has(kind) && !(kind === 'WITH' && inserts);
  const temporary = tokens.slice(1, 4).some((token) => token.upper === 'TEMPORARY');
  return {
    sql,
    kind,
    reads,
    leavesState: !reads && (!LEAVES_NOTHING.has(kind) || temporary),
    tokens,
    end: tokens.at(-1)?.end ?? 0,
    format: findFormat(tokens),
    placeholders: placeholders(tokens),
    changesSettings: tokens.some((_, i) => isSettings(tokens, i)),
  };
}

/** In the engine's own process a client's INTO OUTFILE would write any file of ours; a server refuses it as well. */
function refuseOutfile(tokens: readonly SqlToken[]): void {
  if (tokens.some((token, i) => token.upper === 'INTO' && tokens[i + 1]?.upper === 'OUTFILE')) {
    throw new EngineException(358, 'INTO_OUTFILE_NOT_ALLOWED', 'INTO OUTFILE is not allowed');
  }
}

/** True where a `SETTINGS name = …` clause starts at token `i`. */
export function isSettings(tokens: readonly SqlToken[], i: number): boolean {
  const name = tokens[i + 1];
  const named = name?.kind === 'word' || name?.kind === 'quoted';
  return tokens[i]?.upper === 'SETTINGS' && named && tokens[i + 2]?.text === '=';
}

/** The last `FORMAT x` that ends the statement or stands before its SETTINGS. */
function findFormat(tokens: readonly SqlToken[]): FormatClause | undefined {
  for (let i = tokens.length - 2; i >= 0; i -= 1) {
    const token = tokens[i];
    const name = tokens[i + 1];
    if (token?.upper !== 'FORMAT' || token.kind !== 'word' || token.depth !== 0 || name?.kind !== 'word') continue;
    if (tokens[i - 1]?.text === '.') continue;
    if (tokens[i + 2] === undefined || isSettings(tokens, i + 2))
      return { start: token.start, end: name.end, name: name.text };
  }
  return undefined;
}

function placeholders(tokens: readonly SqlToken[]): string[] {
  const names: string[] = [];
  tokens.forEach((token, i) => {
    const name = tokens[i + 1];
    if (token.text === '{' && name?.kind === 'word' && tokens[i + 2]?.text === ':') names.push(name.text);
  });
  return [...new Set(names)];
}

/** The statement with its answer going to the file at `path` (a string literal) in `format`. Offsets before it stay. */
export function answerInto(statement: Statement, path: string, format: string): string {
  const { sql, end } = statement;
  const cut = statement.format ?? { start: end, end };
  return `${sql.slice(0, cut.start)}\nINTO OUTFILE ${path} APPEND FORMAT ${format}${sql.slice(cut.end, end)}`;
}
