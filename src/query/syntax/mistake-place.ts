import type { Span } from '../ast.ts';
import type { Fix } from '../diagnostics.ts';
import { Lexer } from './lexer.ts';
import type { Expectation, Parser } from './parser.ts';
import type { Coloured, Role, Token } from './token.ts';

/** What is wrong at a place, before it becomes a diagnostic. */
export interface Mistake {
  readonly code: string;
  readonly message: string;
  /** Absent: the token at hand. */
  readonly span?: Span;
  readonly hint?: string;
  readonly fixes?: readonly Fix[];
}

/** Knows one mistake, or a family of them. */
export type Rule = (place: Place) => Mistake | undefined;

interface Before extends Coloured {
  readonly raw: string;
  readonly word: string;
}

/** The token that cannot stand where it does, with what lies around it. */
export class Place {
  readonly text: string;
  readonly token: Token;
  /** The token in lower case. */
  readonly word: string;
  readonly commands: Parser['commands'];
  readonly expected: readonly Expectation[];
  readonly #taken: readonly Coloured[];

  constructor(parser: Parser, expected: readonly Expectation[]) {
    this.text = parser.text;
    this.token = parser.token;
    this.word = parser.token.raw.toLowerCase();
    this.commands = parser.commands;
    this.expected = expected;
    this.#taken = parser.taken;
  }

  get atEnd(): boolean {
    return this.token.kind === 'end';
  }

  /** True where nothing more of the stage follows. */
  get stageEnds(): boolean {
    return this.atEnd || ['|', ')', ';'].includes(this.token.raw);
  }

  /** The token before, 1, or the one before that, 2 … */
  before(count = 1): Before | undefined {
    const one = this.#taken.at(-count);
    if (one === undefined) return undefined;
    const raw = this.text.slice(one.start, one.end);
    return { ...one, raw, word: raw.toLowerCase() };
  }

  follows(...words: string[]): boolean {
    return words.includes(this.before()?.word ?? '');
  }

  /** True behind something that is whole: a name, a value, a closing bracket. */
  get behindOperand(): boolean {
    const last = this.before();
    if (last === undefined) return false;
    const operands: Role[] = ['field', 'name', 'string', 'number', 'address', 'regex', 'period', 'table', 'function'];
    return (
      operands.includes(last.role) || last.raw === ')' || last.raw === ']' || /^(true|false|null)$/.test(last.word)
    );
  }

  wants(kind: Expectation['kind'], detail?: string): boolean {
    return this.expected.some((one) => {
      if (one.kind !== kind) return false;
      if (detail === undefined) return true;
      return (one.kind === 'keyword' && one.word === detail) || (one.kind === 'sign' && one.sign === detail);
    });
  }

  /** Tokens from the one at hand on, at most so many. */
  ahead(count: number): Token[] {
    const lexer = new Lexer(this.text);
    const tokens = [this.token];
    while (tokens.length < count) {
      const last = tokens.at(-1);
      if (last === undefined || last.kind === 'end' || last.kind === 'bad') break;
      tokens.push(lexer.next(last.span.end));
    }
    return tokens;
  }

  /** The opening bracket that is still open, the innermost one. */
  get open(): Before | undefined {
    const open: Before[] = [];
    for (const one of this.#taken) {
      const raw = this.text.slice(one.start, one.end);
      if (one.role !== 'bracket') continue;
      if (raw === '(' || raw === '[') open.push({ ...one, raw, word: raw });
      else if (raw === ')' || raw === ']') open.pop();
    }
    return open.at(-1);
  }
}

/** A piece of the text in a message: in quotes, where it has none. */
export function shown(raw: string): string {
  const short = raw.length > 40 ? `${raw.slice(0, 39)}…` : raw;
  return /^["'`]/.test(short) ? short : `"${short}"`;
}

export function replace(span: Span, text: string, title = `use ${text}`): Fix {
  return { title, span: { start: span.start, end: span.end }, text };
}

export function insert(at: number, text: string, title = `insert ${text.trim()}`): Fix {
  return { title, span: { start: at, end: at }, text };
}

export function remove(span: Span, what: string): Fix {
  return { title: `remove ${what}`, span: { start: span.start, end: span.end }, text: '' };
}

/** True for a token that is a value or a name by itself. */
export function isOperand({ kind, raw }: Token): boolean {
  const kinds: Token['kind'][] = ['name', 'quoted', 'string', 'number', 'size', 'period', 'address', 'cidr'];
  return kinds.includes(kind) && !/^(and|or|not|in|like|as|by|asc|desc)$/i.test(raw);
}
