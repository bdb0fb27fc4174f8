import { parseAddress } from '../../core/index.ts';
import type { Token, TokenKind } from './token.ts';

const blank = /[\s\u00a0\ufeff]*/y;
const name = /@?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*/y;
const quotedName = /@?`[^`]*`/y;
const ipv6 = /(?:[0-9A-Fa-f]*:){2,}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]*)(?:\/\d+)?/y;
const ipv4 = /\d+\.\d+\.\d+\.\d+(?:\/\d+)?/y;
const numeric = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const sign = /==|!=|<=|>=|=~|<>|&&|\|\||--|\/\/|[|()[\],=<>+\-*/%^!.:;{}?&~$]/y;
const wordEnd = /[A-Za-z_]+/y;
/** Where a number is none, all of it is told: `0a1b2c`. */
const glued = /\w+/y;
const saved = /\$(?:[A-Za-z_][\w.]*|`[^`]*`)/y;
const parameter = /\{\{[^{}]*\}\}/y;

/** Units of periods by their spelling, in milliseconds where that is fixed; section 1.2 of the language. */
const periodWords =
  'ms msec msecs millisecond milliseconds s sec secs second seconds m min mins minute minutes h hr hrs hour hours d day days w week weeks mo mon mons month months q qtr qtrs quarter quarters y yr yrs year years';
const periodUnits = new Set(periodWords.split(' '));
const sizeUnits = new Set(['kb', 'mb', 'gb', 'tb', 'kib', 'mib', 'gib', 'tib']);

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** `\/` → `/`, while `\\/` is an escaped backslash and a slash. */
export function unescapedSlashes(pattern: string): string {
  return pattern.replace(/\\([\s\S])/g, (pair, escaped) => (escaped === '/' ? '/' : pair));
}

/** Takes a text apart, one token at a time. The parser says when a regular expression may begin. */
export class Lexer {
  readonly text: string;
  readonly comments: { start: number; end: number }[] = [];

  constructor(text: string) {
    this.text = text;
  }

  /** Where the next token begins: behind blanks and comments. */
  skip(at: number): number {
    for (;;) {
      const next = at + (matchAt(blank, this.text, at)?.length ?? 0);
      if (this.text[next] !== '#') return next;
      const line = this.text.indexOf('\n', next);
      const end = line === -1 ? this.text.length : line;
      if (!this.comments.some((c) => c.start === next)) this.comments.push({ start: next, end });
      at = end;
    }
  }

  /** The token at or behind an offset. */
  next(at: number, mayBeRegex = false): Token {
    const { text } = this;
    const start = this.skip(at);
    const first = text[start];
    const token = (kind: TokenKind, raw: string, value = raw): Token => ({
      kind,
      raw,
      value,
      span: { start, end: start + raw.length },
    });
    if (first === undefined) return { kind: 'end', raw: '', value: '', span: { start, end: start } };
    if (first === '"' || first === "'") return this.#string(start, first);
    if (first === '/' && mayBeRegex) return this.#regex(start);
    const v6 = matchAt(ipv6, text, start);
    if (v6 !== undefined && parseAddress(v6.replace(/\/\d+$/, '')) !== undefined)
      return token(v6.includes('/') ? 'cidr' : 'address', v6);
    const given = matchAt(parameter, text, start);
    if (given !== undefined) return token('parameter', given, given.slice(2, -2).trim());
    const quoted = matchAt(quotedName, text, start);
    if (quoted !== undefined) return token('quoted', quoted, quoted.replaceAll('`', ''));
    if (first === '`' || text.startsWith('@`', start)) return token('bad', text.slice(start), 'quote');
    const word = matchAt(name, text, start);
    if (word !== undefined) return token('name', word);
    if (/\d/.test(first)) return this.#number(start);
    const call = matchAt(saved, text, start);
    if (call !== undefined) return token('saved', call, call.slice(1).replaceAll('`', ''));
    const mark = matchAt(sign, text, start);
    if (mark !== undefined) return token('sign', mark);
    const point = String.fromCodePoint(text.codePointAt(start) ?? 0);
    return token('bad', point, 'character');
  }

  #number(start: number): Token {
    const { text } = this;
    const dotted = matchAt(ipv4, text, start);
    if (dotted !== undefined && parseAddress(dotted.replace(/\/.*/, '')) !== undefined)
      return this.#made(start, dotted, dotted.includes('/') ? 'cidr' : 'address');
    if (dotted !== undefined) return this.#made(start, dotted, 'bad', 'address');
    const digits = matchAt(numeric, text, start) ?? '';
    const tail = matchAt(wordEnd, text, start + digits.length) ?? '';
    if (tail === '') return this.#made(start, digits, 'number');
    const whole = digits + tail;
    const unit = tail.toLowerCase();
    if (sizeUnits.has(unit)) return this.#made(start, whole, 'size');
    if (periodUnits.has(unit) && /^\d+$/.test(digits)) return this.#made(start, whole, 'period');
    return this.#made(start, digits + (matchAt(glued, text, start + digits.length) ?? ''), 'bad', 'number');
  }

  #made(start: number, raw: string, kind: TokenKind, value = raw): Token {
    return { kind, raw, value, span: { start, end: start + raw.length } };
  }

  /** `\"`, `\'` and `\\` are escapes, any other backslash stays. */
  #string(start: number, quote: string): Token {
    const { text } = this;
    let value = '';
    for (let at = start + 1; at < text.length; at++) {
      const char = text.charAt(at);
      if (char === quote) return this.#made(start, text.slice(start, at + 1), 'string', value);
      const escaped = char === '\\' ? text.charAt(at + 1) : '';
      if (escaped === '"' || escaped === "'" || escaped === '\\') {
        value += escaped;
        at += 1;
      } else {
        value += char;
      }
    }
    return this.#made(start, text.slice(start), 'bad', 'quote');
  }

  /** Ends at the first slash that is neither escaped nor in a character class; does not go over a line's end. */
  #regex(start: number): Token {
    const { text } = this;
    let inClass = false;
    for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
      const char = text[at];
      if (char === '\\') at += 1;
      else if (char === '[') inClass = true;
      else if (char === ']') inClass = false;
      else if (char === '/' && !inClass) {
        const source = unescapedSlashes(text.slice(start + 1, at));
        return this.#made(start, text.slice(start, at + 1), 'regex', source);
      }
    }
    const line = text.indexOf('\n', start);
    return this.#made(start, text.slice(start, line === -1 ? text.length : line), 'bad', 'regex');
  }
}
