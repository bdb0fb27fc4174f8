import { syntaxError } from './exception.ts';

/**
 * The engine's own lexical rules, so that a statement can be told apart and its ends changed without guessing at
 * text: what is inside a string, a quoted name or a comment is never taken for a keyword or a semicolon.
 * Where the engine's rules are unclear (nested comments, typographic quotes) the statement is refused, not guessed at.
 */
export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'sign';
  /** The token as written; for strings with their quotes. */
  readonly text: string;
  /** Upper-cased text of a word, else the text. */
  readonly upper: string;
  readonly start: number;
  readonly end: number;
  /** How many brackets of any sort are open around it. */
  readonly depth: number;
}

const WORD_START = /[A-Za-z_]/;
const WORD = /[A-Za-z0-9_$]/;
const SPACE = /\s/;

/** All tokens of `sql`. Throws code 62 for an open string or comment, or a character no statement may hold there. */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  let depth = 0;
  const push = (kind: SqlToken['kind'], end: number): void => {
    const text = sql.slice(at, end);
    if (text === ')' || text === ']' || text === '}') depth = Math.max(0, depth - 1);
    tokens.push({ kind, text, upper: kind === 'word' ? text.toUpperCase() : text, start: at, end, depth });
    if (text === '(' || text === '[' || text === '{') depth += 1;
    at = end;
  };
  while (at < sql.length) {
    const char = sql.charAt(at);
    const comment = commentEnd(sql, at);
    if (comment !== undefined) at = comment;
    else if (SPACE.test(char)) at += 1;
    else if (char === "'") push('string', quotedEnd(sql, at));
    else if (char === '"' || char === '`') push('quoted', quotedEnd(sql, at));
    else if (WORD_START.test(char)) push('word', runEnd(sql, at));
    else if (/[0-9]/.test(char)) push('number', runEnd(sql, at));
    else if (char === '$') {
      const end = heredocEnd(sql, at);
      push(end === undefined ? 'sign' : 'string', end ?? at + 1);
    } else if (char > '~' || char < ' ') {
      throw syntaxError(
        `unexpected character U+${char.charCodeAt(0).toString(16).toUpperCase()} at position ${at + 1}`,
      );
    } else push('sign', at + 1);
  }
  return tokens;
}

function runEnd(sql: string, start: number): number {
  let end = start + 1;
  while (end < sql.length && WORD.test(sql.charAt(end))) end += 1;
  return end;
}

/** The end of a comment that starts here, or undefined when none does. */
function commentEnd(sql: string, at: number): number | undefined {
  const two = sql.slice(at, at + 2);
  if (two === '--' || two === '# ' || two === '#!') {
    const newline = sql.indexOf('\n', at);
    return newline === -1 ? sql.length : newline;
  }
  if (two !== '/*') return undefined;
  const close = sql.indexOf('*/', at + 2);
  if (close === -1) throw syntaxError(`a comment that starts at position ${at + 1} is not closed`);
  if (sql.slice(at + 2, close).includes('/*')) throw syntaxError(`nested comment at position ${at + 1}`);
  return close + 2;
}

/** Past the closing quote: a backslash escapes any character, a doubled quote stands for one. */
function quotedEnd(sql: string, start: number): number {
  const quote = sql.charAt(start);
  for (let at = start + 1; at < sql.length; at += 1) {
    const char = sql.charAt(at);
    if (char === '\\') at += 1;
    else if (char === quote) {
      if (sql.charAt(at + 1) !== quote) return at + 1;
      at += 1;
    }
  }
  throw syntaxError(`a quote that starts at position ${start + 1} is not closed`);
}

/** `$tag$ … $tag$`, or undefined when the dollar sign starts no such text. */
function heredocEnd(sql: string, start: number): number | undefined {
  const tag = /^\$[A-Za-z0-9_]*\$/.exec(sql.slice(start, start + 256))?.[0];
  if (tag === undefined) return undefined;
  const close = sql.indexOf(tag, start + tag.length);
  return close === -1 ? undefined : close + tag.length;
}

/** `value` as a string literal. */
export function sqlString(value: string): string {
  return `'${value.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
}

/** `name` as a quoted identifier. */
export function sqlName(name: string): string {
  return `\`${name.replace(/\\/g, '\\\\').replace(/`/g, '\\`')}\``;
}
