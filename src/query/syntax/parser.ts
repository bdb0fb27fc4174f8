import type { FieldNode, Item, NameNode, Period, PeriodNode, Query, Span, Stage, StringNode } from '../ast.ts';
import type { Command } from '../define-command.ts';
import { Abandoned, Diagnostics, type Fix } from '../diagnostics.ts';
import { parseExpression } from './expression.ts';
import { Lexer } from './lexer.ts';
import { explainUnexpected } from './mistakes.ts';
import { periodOf } from './period.ts';
import { parseSource } from './source.ts';
import type { Coloured, Role, Token } from './token.ts';

/** What could stand at a place; from these come the words of errors and the completion. */
export type Expectation =
  | { readonly kind: 'command' }
  | { readonly kind: 'keyword'; readonly word: string }
  | { readonly kind: 'sign'; readonly sign: string }
  /** A field, a function, a constant. `value`: the field it will be compared with. */
  | { readonly kind: 'expression'; readonly aggregates: boolean; readonly value?: string }
  | { readonly kind: 'operator' }
  | { readonly kind: 'field' }
  | { readonly kind: 'new name' }
  | { readonly kind: 'table' }
  /** A column of the lookup table named. */
  | { readonly kind: 'column'; readonly table: string }
  | { readonly kind: 'number' | 'period' | 'text' | 'regular expression' }
  | { readonly kind: 'saved query' };

export interface Parsed {
  /** Without the stages that could not be read. */
  readonly query: Query;
  readonly diagnostics: Diagnostics;
  /** What each token turned out to be, in order. */
  readonly tokens: readonly Coloured[];
  /** What could stand at the end of the text. */
  readonly atEnd: readonly Expectation[];
  /** The stages before the one in which the text ends, of the innermost pipeline that is open there. */
  readonly before: readonly Stage[];
}

/** Deeper nesting than anybody writes; keeps the stack safe. */
const deepest = 60;

/** A cursor over the tokens, with what the commands need to read themselves. */
export class Parser {
  readonly text: string;
  readonly diagnostics: Diagnostics;
  readonly #lexer: Lexer;
  readonly #commands: ReadonlyMap<string, Command>;
  readonly #colours: Coloured[] = [];
  #token: Token;
  #previousEnd = 0;
  #depth = 0;
  #brackets = 0;
  #expected: Expectation[] = [];
  #expectedAt = -1;
  #before: readonly Stage[] | undefined;
  /** True while an aggregate may stand in an expression. */
  aggregates = false;

  constructor(text: string, commands: ReadonlyMap<string, Command>, diagnostics = new Diagnostics()) {
    this.text = text;
    this.#commands = commands;
    this.diagnostics = diagnostics;
    this.#lexer = new Lexer(text);
    this.#token = this.#lexer.next(0);
  }

  /** The token at hand. */
  get token(): Token {
    return this.#token;
  }

  /** By name in lower case. */
  get commands(): ReadonlyMap<string, Command> {
    return this.#commands;
  }

  /** The tokens that were taken, in order. */
  get taken(): readonly Coloured[] {
    return this.#colours;
  }

  /** Where the last token that was taken ended. */
  get previousEnd(): number {
    return this.#previousEnd;
  }

  /** The span from a start to the end of what was read last. */
  spanFrom(start: Span): Span {
    return { start: start.start, end: Math.max(this.#previousEnd, start.start) };
  }

  /** Notes what could stand here. */
  expect(expectation: Expectation): void {
    const at = this.#token.span.start;
    if (at !== this.#expectedAt) {
      this.#expectedAt = at;
      this.#expected = [];
    }
    this.#expected.push(expectation);
  }

  take(role: Role): Token {
    const token = this.#token;
    this.#colours.push({ ...token.span, role });
    this.#previousEnd = token.span.end;
    if (token.raw === '(' || token.raw === '[') this.#brackets += 1;
    if (token.raw === ')' || token.raw === ']') this.#brackets -= 1;
    this.#token = this.#lexer.next(token.span.end);
    return token;
  }

  /** Gives the token last taken another role: a name that turned out to be a function. */
  recolour(span: Span, role: Role): void {
    const at = this.#colours.findLastIndex((c) => c.start === span.start);
    if (at !== -1) this.#colours[at] = { ...span, role };
  }

  /** Reads the token at hand again, as a regular expression where it begins with a slash. */
  allowRegex(): void {
    if (this.#token.raw.startsWith('/')) this.#token = this.#lexer.next(this.#token.span.start, true);
  }

  /** The token behind the one at hand. */
  lookAhead(): Token {
    return this.#lexer.next(this.#token.span.end);
  }

  isWord(...words: string[]): boolean {
    for (const word of words) this.expect({ kind: 'keyword', word });
    return this.#token.kind === 'name' && words.includes(this.#token.value.toLowerCase());
  }

  takeWord(...words: string[]): string | undefined {
    return this.isWord(...words) ? this.take('keyword').value.toLowerCase() : undefined;
  }

  needWord(...words: string[]): string {
    return this.takeWord(...words) ?? this.unexpected();
  }

  isSign(sign: string): boolean {
    this.expect({ kind: 'sign', sign });
    return this.#token.kind === 'sign' && this.#token.raw === sign;
  }

  takeSign(sign: string): boolean {
    if (!this.isSign(sign)) return false;
    this.take(/[()[\],]/.test(sign) ? 'bracket' : 'operator');
    return true;
  }

  needSign(sign: string): void {
    if (!this.takeSign(sign)) this.unexpected();
  }

  /** `one, two, three`; at least one. */
  list<T>(one: () => T): T[] {
    const all = [one()];
    while (this.takeSign(',')) all.push(one());
    return all;
  }

  /** A field that the query reads. */
  field(): FieldNode {
    this.expect({ kind: 'field' });
    return { kind: 'field', ...this.#name('field') };
  }

  /** A name that the query gives. */
  newName(): NameNode {
    this.expect({ kind: 'new name' });
    return this.#name('name');
  }

  /** A name of another kind: a table, a column of one. */
  nameOf(expectation: Expectation, role: Role = 'table'): NameNode {
    this.expect(expectation);
    return this.#name(role);
  }

  #name(role: Role): NameNode {
    const { kind } = this.#token;
    if (kind !== 'name' && kind !== 'quoted') return this.unexpected();
    if (kind === 'name' && /^(and|or|not|in|like|as|by|asc|desc)$/i.test(this.#token.value)) return this.unexpected();
    const { value, span } = this.take(role);
    return { name: value, span };
  }

  /** `as name`, where it stands. */
  optionalAs(): NameNode | undefined {
    return this.takeWord('as') === undefined ? undefined : this.newName();
  }

  expression(): ReturnType<typeof parseExpression> {
    return parseExpression(this);
  }

  /** `expr [as name]` */
  item(): Item {
    const expression = this.expression();
    const as = this.optionalAs();
    return as === undefined ? { expression } : { expression, as };
  }

  /** A whole number of at least 0. */
  wholeNumber(): number {
    this.expect({ kind: 'number' });
    if (this.#token.kind !== 'number' || !/^\d+$/.test(this.#token.raw)) return this.unexpected();
    return Number(this.take('number').raw);
  }

  string(): StringNode {
    this.expect({ kind: 'text' });
    if (this.#token.kind !== 'string') return this.unexpected();
    const { value, span } = this.take('string');
    return { kind: 'string', value, span };
  }

  period(): Period {
    return this.periodNode().period;
  }

  periodNode(): PeriodNode {
    this.expect({ kind: 'period' });
    if (this.#token.kind !== 'period') return this.unexpected();
    const token = this.take('period');
    return { kind: 'period', period: periodOf(token.raw), span: token.span };
  }

  /** `( query )` */
  subquery(): Query {
    this.needSign('(');
    const query = this.#pipeline(true);
    this.needSign(')');
    return query;
  }

  /** Guards what may nest: `work` runs one level deeper. */
  deeper<T>(work: () => T): T {
    if (this.#depth >= deepest)
      this.fail('QL_TOO_DEEP', `brackets and queries nest at most ${deepest} deep`, this.#token.span);
    this.#depth += 1;
    try {
      return work();
    } finally {
      this.#depth -= 1;
    }
  }

  /** An error at a place; leaves the stage. */
  fail(code: string, message: string, span: Span, hint?: string, fixes: readonly Fix[] = []): never {
    this.diagnostics.error(code, message, span, { hint, fixes });
    throw new Abandoned();
  }

  /** The token at hand cannot stand here. */
  unexpected(): never {
    const expected = this.#expectedAt === this.#token.span.start ? this.#expected : [];
    explainUnexpected(this, expected);
    throw new Abandoned();
  }

  parse(): Parsed {
    const query = this.#pipeline(false);
    const atEnd = this.#expectedAt === this.#token.span.start ? this.#expected : [];
    const colours = [
      ...this.#colours,
      ...this.#lexer.comments.map((span): Coloured => ({ ...span, role: 'comment' })),
    ].sort((a, b) => a.start - b.start);
    return {
      query,
      diagnostics: this.diagnostics,
      tokens: colours.filter((one, i) => i === 0 || one.start >= (colours[i - 1]?.end ?? 0)),
      atEnd,
      before: this.#before ?? [],
    };
  }

  #pipeline(nested: boolean): Query {
    const start = this.#token.span;
    const stages: Stage[] = [];
    let source: Query['source'];
    let readable: number | undefined;
    const closing = () => this.#token.kind === 'end' || (nested && this.#token.raw === ')');
    for (let first = true; ; first = false) {
      const outer = this.#brackets;
      const before = stages.length;
      try {
        if (first && this.isWord('source')) source = parseSource(this);
        else stages.push(this.deeper(() => this.#stage()));
        if (this.#token.kind === 'end') this.#before ??= stages.slice(0, -1);
        if (!this.isSign('|') && !closing()) this.unexpected();
      } catch (error) {
        if (!(error instanceof Abandoned)) throw error;
        this.aggregates = false;
        readable ??= before;
        this.#recover(nested, outer);
        if (this.#token.kind === 'end') this.#before ??= [...stages];
      }
      if (this.#token.raw !== '|') break;
      this.take('pipe');
    }
    return {
      ...(source === undefined ? {} : { source }),
      stages,
      ...(readable === undefined ? {} : { readable }),
      span: this.spanFrom(start),
    };
  }

  #stage(): Stage {
    this.expect({ kind: 'command' });
    this.expect({ kind: 'saved query' });
    const start = this.#token.span;
    if (this.#token.kind === 'saved') return this.#savedCall(start);
    const command = this.#token.kind === 'name' ? this.#commands.get(this.#token.value.toLowerCase()) : undefined;
    if (command === undefined) return this.unexpected();
    this.take('command');
    return command.parse(this, start);
  }

  #savedCall(start: Span): Stage {
    const name = this.take('function').value;
    this.needSign('(');
    const args: { name: string; value: string; span: Span }[] = [];
    while (!this.isSign(')')) {
      const given = this.nameOf({ kind: 'new name' }, 'name');
      this.needSign('=');
      this.expect({ kind: 'text' });
      this.expect({ kind: 'number' });
      if (this.#token.kind !== 'string' && this.#token.kind !== 'number') this.unexpected();
      const token = this.take(this.#token.kind);
      args.push({ name: given.name, value: token.value, span: { start: given.span.start, end: token.span.end } });
      if (!this.takeSign(',')) break;
    }
    this.needSign(')');
    return { command: 'saved', name, arguments: args, span: this.spanFrom(start) };
  }

  /** Goes on at the next bar that separates stages of this pipeline, or at its end. */
  #recover(nested: boolean, brackets: number): void {
    for (;;) {
      const { kind, raw } = this.#token;
      if (kind === 'end') return;
      if (this.#brackets <= brackets && (raw === '|' || (nested && raw === ')'))) return;
      this.take('wrong');
      if (this.#brackets < brackets) this.#brackets = brackets;
    }
  }
}
