import type { Expression, FieldNode, NameNode, Query, Source, Span, Stage } from '../ast.ts';
import { member } from '../check/elements.ts';
import { Evaluator, type Mode } from '../check/evaluate.ts';
import { unknownName } from '../check/names.ts';
import type { Diagnostics } from '../diagnostics.ts';
import { defaultColumns, recordField, recordValue } from '../record-fields.ts';
import type { Value } from '../value.ts';
import type { CompileContext, TimeRange } from './context.ts';
import { Level, type OrderTerm, type RowSource, rowsOf } from './level.ts';
import { messageValue } from './message.ts';
import { canHold, flowRecords, keptRecords, keptSums, type RollUp, wholeBuckets } from './roll-up.ts';
import { type Column, lifted, Scope } from './scope.ts';
import { sortable } from './sort-key.ts';

/** A term of the order in which the rows are at a place of the pipeline. */
export interface Order {
  readonly value: () => Value;
  readonly descending: boolean;
  /** Missing values first: an order that is turned around to find its end. */
  readonly missingFirst?: boolean;
}

/** Compiles the pipeline of a query in brackets with a range of its own; given by the compiler. */
export type CompileNested = (query: Query, range: TimeRange) => Pipeline;

/** SELECTs within one another. */
const deepest = 40;
/** Letters of SQL beyond which an expression is not copied. */
const longest = 2000;

/**
 * The state of a query while its stages are added one by one: the SELECT at hand, the names in sight, the order of the
 * rows and what will be shown. Commands change it through these methods.
 */
export class Pipeline {
  readonly context: CompileContext;
  readonly range: TimeRange;
  /** Names that were in sight before records were grouped; for the words of errors. */
  dropped: Scope | undefined;
  scope: Scope;
  /** Seconds of the bin that the rows are grouped by, where its width is fixed. */
  binSeconds: number | undefined;
  /** True when the last stage that bounds the rows is the user's. */
  limited = false;
  readonly #nested: CompileNested;
  #level: Level;
  #order: readonly Order[] = [];
  /** Names to show; undefined while the query did not say. */
  #shown: string[] | undefined;
  /** Names that commands add to what is shown by default. */
  readonly #added: string[] = [];
  #displayed = false;
  /** Columns of `flows` that the conditions rest on. */
  readonly #uses: Set<string>;
  #isScan = true;
  #groupings = 0;
  #depth = 0;
  #isLong = false;

  constructor(context: CompileContext, range: TimeRange, nested: CompileNested) {
    this.context = context;
    this.range = range;
    context.ranges.push(range);
    this.#nested = nested;
    this.#level = new Level(flowRecords(context, range), () => context.alias());
    const { condition } = context.options;
    if (condition !== undefined) this.#level.where.push(condition.sql);
    this.#uses = new Set(condition?.uses);
    this.scope = new Scope((field) => (field.name === '@message' ? messageValue(context) : recordValue(field)));
  }

  get diagnostics(): Diagnostics {
    return this.context.diagnostics;
  }

  /** The SELECT at hand. */
  get level(): Level {
    return this.#level;
  }

  /** True while the rows are records of the log. */
  get isRecords(): boolean {
    return this.scope.hasRecords;
  }

  /** Adds an error and leaves the stage. */
  fail(code: string, message: string, span: Span, hint?: string): never {
    return this.context.fail(code, message, span, hint);
  }

  /** The value of an expression over the rows at hand. */
  evaluate(expression: Expression, mode: Mode = { kind: 'row' }): Value {
    return new Evaluator(this, mode).value(expression);
  }

  /** The column or record field of a name. Adds an error and leaves the stage where there is none. */
  resolve(node: FieldNode): Value {
    return this.find(node.name) ?? this.#part(node) ?? unknownName(this, node);
  }

  /** `m.key` is one name to the lexer: a part of a map or of JSON where no column is called so. */
  #part({ name, span }: FieldNode): Value | undefined {
    const parts = name.split('.');
    for (let taken = parts.length - 1; taken > 0; taken--) {
      const object = this.find(parts.slice(0, taken).join('.'));
      if (object === undefined) continue;
      const e = new Evaluator(this, { kind: 'row' });
      return parts.slice(taken).reduce((value, key) => member(e, value, key, span), object);
    }
    return undefined;
  }

  find(name: string): Value | undefined {
    const column = this.scope.find(name);
    if (column !== undefined) return column.value();
    const field = recordField(name);
    return field === undefined ? undefined : this.scope.record(field);
  }

  /** Runs the stages of a query in brackets. */
  nested(query: Query): Pipeline {
    return this.#nested(query, this.range);
  }

  /** Stages that were added, in order. */
  readonly stages: Stage[] = [];

  /** Section 1.1: a query groups ten times at most. */
  countStats(span: Span): void {
    this.#groupings += 1;
    if (this.#groupings > 10) this.fail('QL_TOO_MANY_STATS', 'a query has at most ten stats', span);
  }

  /** Starts a new SELECT over the rows as they are now; their order goes along. */
  push(source: RowSource = rowsOf(this.#level)): void {
    this.#deepen();
    const below = this.#level;
    const order = this.#order.map((one) => {
      const value = one.value();
      return { ...one, value: () => lifted(value, below) };
    });
    this.scope = this.scope.above(below);
    this.#order = order;
    this.#level = new Level(source, () => this.context.alias());
    this.#isScan = false;
  }

  /** Goes on over a level that was made over the one at hand, with these names; the rows have no order. */
  adopt(level: Level, scope: Scope): void {
    this.#deepen();
    this.#level = level;
    this.scope = scope;
    this.#order = [];
    this.#isScan = false;
  }

  /** The engine reads nested SELECTs by recursion: more of them than anybody writes would be its end. */
  #deepen(): void {
    this.#depth += 1;
    if (this.#depth <= deepest) return;
    const span = this.stages.at(-1)?.span ?? { start: 0, end: 0 };
    this.fail('QL_TOO_MANY_STEPS', `a query takes at most ${deepest} steps that rest on one another`, span);
  }

  /**
   * Gives long expressions a column of their own before they are used further: what uses one twice would double it, and
   * so would the next.
   */
  shorten(): void {
    if (!this.#isLong) return;
    this.#isLong = false;
    this.settleOrder();
    this.push();
  }

  /** Makes sure that conditions, groups and windows see the rows that are here now, and no others. */
  rows(): Level {
    if (!this.#level.isPlain) {
      this.settleOrder();
      this.push();
    }
    return this.#level;
  }

  /** Makes sure that an order or a bound that is added now acts on the rows that are here now. */
  open(): Level {
    if (this.#level.isCut || this.#level.fill !== '') {
      this.settleOrder();
      this.push();
    }
    return this.#level;
  }

  /** Makes sure that a condition that is made now can be asked of the rows at hand. */
  conditions(): void {
    const { groupBy, isCut, fill } = this.#level;
    if (this.#level.isPlain || (groupBy !== undefined && !isCut && fill === '')) return;
    this.settleOrder();
    this.push();
  }

  /** Keeps only rows for which a condition is true; it was made after `conditions()`. */
  where(condition: Value): void {
    if (this.#level.groupBy !== undefined) {
      this.#level.having.push(condition.sql);
      return;
    }
    for (const use of condition.uses) this.#uses.add(use);
    this.#level.where.push(condition.sql);
  }

  /** The order of the rows from here on. */
  sort(order: readonly Order[]): void {
    this.open();
    this.#order = order;
  }

  /** The same rows in the opposite order. */
  turnOrder(): void {
    this.#order = this.#order.map(({ value, descending, missingFirst }) => ({
      value,
      descending: !descending,
      missingFirst: missingFirst !== true,
    }));
  }

  /** The order of the rows: the user's, else newest first, else by bins and keys. Never by nothing while there is a column. */
  get order(): readonly Order[] {
    if (this.#order.length > 0) return this.#order;
    const time = recordField('@timestamp');
    const start = time === undefined ? undefined : this.scope.record(time);
    if (start !== undefined) return [{ value: () => start, descending: true }];
    const keys = this.scope.columns.filter((c) => c.role === 'bin' || c.role === 'key');
    return keys.map(({ value }) => ({ value, descending: false }));
  }

  /** The order as text over the level at hand. Groups that tie come by their keys, so that an answer repeats itself. */
  orderTerms(): OrderTerm[] {
    const terms = this.order.map(
      ({ value, descending, missingFirst }): OrderTerm => ({
        sql: sortable(value()),
        descending,
        missingFirst: missingFirst === true,
      }),
    );
    const keys = this.isRecords ? [] : this.scope.columns.filter((c) => c.role === 'bin' || c.role === 'key');
    const ties = keys.map(({ value }): OrderTerm => ({ sql: sortable(value()), descending: false }));
    return [...terms, ...ties.filter((tie) => !terms.some((term) => term.sql === tie.sql))];
  }

  /** Writes the order into the level at hand, where it decides which rows a bound keeps. */
  settleOrder(): void {
    if (this.#level.isCut && this.#level.order.length === 0) this.#level.order = this.orderTerms();
  }

  /** Bounds the rows. Those that the order puts first stay. */
  limit(count: number, inOrder = true): void {
    const level = this.#level.limit === undefined && this.#level.fill === '' ? this.#level : this.open();
    if (inOrder) level.order = this.orderTerms();
    level.limit = count;
  }

  /** Puts a column in sight. Two of one name that the query gives are an error. */
  define(column: Column, span?: Span): void {
    const before = this.scope.exact(column.name);
    if (before !== undefined && span !== undefined) {
      this.diagnostics.error('QL_NAME_TWICE', `${column.name} is defined twice`, span, {
        hint: 'give one of them another name with "as"',
      });
      return;
    }
    this.scope.set(column);
    if (column.value().sql.length > longest) this.#isLong = true;
  }

  /** Shows a column beside those that were chosen, or, where none were, beside the usual ones. */
  show(name: string, chosen: boolean): void {
    if (this.#displayed) return;
    if (!chosen) {
      if (!this.#added.includes(name)) this.#added.push(name);
      return;
    }
    this.#shown ??= [];
    if (!this.#shown.includes(name)) this.#shown.push(name);
  }

  /** Shows these columns alone. The last one that says so wins. */
  display(names: readonly string[]): void {
    this.#shown = [...new Set(names)];
    this.#added.length = 0;
    this.#displayed = true;
  }

  /** Names to show, in order. */
  get shown(): readonly string[] {
    const usual = this.#usual ?? (this.isRecords ? this.#usualColumns() : this.scope.columns.map((c) => c.name));
    const chosen = this.#shown ?? usual;
    return [...chosen, ...this.#added.filter((name) => !chosen.includes(name))];
  }

  /** D4; of a log that the query itself takes apart, only what it made of it. */
  #usualColumns(): string[] {
    const own = this.scope.columns.map((c) => c.name);
    return this.#added.length > 0 && own.includes(this.#added[0] ?? '') && this.readsMessage
      ? ['@timestamp']
      : [...defaultColumns];
  }

  /** True once the text of the line was taken apart. */
  readsMessage = false;

  /** Only these columns exist from here on. */
  replaceScope(columns: readonly Column[]): void {
    this.dropped = this.scope;
    this.scope = new Scope(undefined, columns);
    this.#order = [];
    this.#usual = undefined;
    this.#shown = undefined;
    this.#added.length = 0;
    this.#displayed = false;
  }

  /** Replaces the rows by those of another source with these columns. */
  replaceRows(source: RowSource, columns: readonly Column[]): void {
    this.#level = new Level(source, () => this.context.alias());
    this.#isScan = false;
    this.replaceScope(columns);
  }

  /**
   * Tables of sums that could answer in place of the records: `work` gets what they keep, and says what it rests on, or
   * undefined where sums cannot answer. The first that holds it all becomes the source of the rows.
   */
  fromSums<T>(
    work: (kept: typeof keptSums | undefined) => { uses: Iterable<string>; result: T } | undefined,
  ): T | undefined {
    const level = this.rows();
    if (!this.#isScan) return undefined;
    for (const rollUp of this.context.options.rollUps) {
      if (wholeBuckets(this.range, rollUp.grain) === undefined || !canHold(rollUp, this.#uses)) continue;
      const answer = work(keptSums);
      if (answer === undefined) return undefined;
      if (!canHold(rollUp, answer.uses)) continue;
      this.#replaceScan(level, rollUp, new Set([...this.#uses, ...answer.uses]));
      return answer.result;
    }
    return undefined;
  }

  #replaceScan(level: Level, rollUp: RollUp, uses: ReadonlySet<string>): void {
    const kept = new Level(keptRecords(this.context, this.range, rollUp, uses), () => this.context.alias());
    kept.where.push(...level.where);
    this.#level = kept;
  }

  /** Values of names the query gives in this stage: `as name`, else the text of the expression. */
  nameOf(expression: Expression, as: NameNode | undefined): { name: string; unnamed?: Span } {
    if (as !== undefined) return { name: as.name };
    if (expression.kind === 'field') return { name: expression.name };
    return { name: this.context.source(expression.span), unnamed: expression.span };
  }

  #usual: readonly string[] | undefined;

  /** Shows these columns until the query says what it wants: those of both sides of a join. */
  showUsually(names: readonly string[]): void {
    this.#usual = names;
    this.#shown = undefined;
    this.#added.length = 0;
    this.#displayed = false;
  }

  /** Other stages over the same records, and over those of another range. */
  over(stages: readonly Stage[], range: TimeRange): Pipeline {
    const span = { start: stages[0]?.span.start ?? 0, end: stages.at(-1)?.span.end ?? 0 };
    if (this.source === undefined) return this.#nested({ stages, span }, range);
    const { select, span: at } = this.source;
    return this.#nested({ source: { select, span: at }, stages, span }, range);
  }

  /** What the query said of where its records come from. */
  source: Source | undefined;
}
