import type { QueryParameter } from '../../contract/index.ts';
import type { Span } from '../ast.ts';
import { Abandoned, type Diagnostics } from '../diagnostics.ts';
import type { RollUp } from './roll-up.ts';

/** A table that `lookup` and `cidrlookup` can search. */
export interface LookupTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** The column that holds networks; only such a table can be searched by cidrlookup. */
  readonly networkColumn?: string;
  /** Known, but without data: why, and what to do. */
  readonly unavailable?: { readonly message: string; readonly hint: string };
  /** SQL of a SELECT that gives the columns as Nullable(String), named l_0, l_1, … */
  readonly rows: string;
  /** SQL that gives, as Nullable(String), a column of the longest network that holds an address. */
  byNetwork?(column: number, address: string): string;
}

/** What the compiler must know of the store. */
export interface StoreFacts {
  /** Layouts of the logs that are loaded: columns in the order of the line. */
  readonly layouts: readonly (readonly string[])[];
  /** Columns that no loaded log carries. */
  readonly absentFields: readonly string[];
  /** Ranges that are the user's own, as CIDR texts. */
  readonly ownNetworks: readonly string[];
  readonly tables: readonly LookupTable[];
}

/** Unix seconds; both ends are in it. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export interface SavedText {
  readonly query: string;
  readonly parameters: readonly QueryParameter[];
}

export interface CompileOptions {
  readonly range: TimeRange;
  /** Unix milliseconds. */
  readonly now: number;
  /** Name of the store's database. */
  readonly database: string;
  readonly facts: StoreFacts;
  /** Tables of sums, from the smallest to the largest; none plans over `flows` alone. */
  readonly rollUps: readonly RollUp[];
  /** Filters of the page, over columns of `flows`. */
  readonly condition?: {
    readonly sql: string;
    readonly params: Readonly<Record<string, string>>;
    readonly uses: readonly string[];
  };
  /** Values of `{{name}}`, and what they are. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly declarations?: readonly QueryParameter[];
  savedQuery?(name: string): SavedText | undefined;
  /** Most rows where the query does not say; 10,000. */
  readonly limit?: number;
}

/** What all pipelines of one statement share. */
export class CompileContext {
  readonly options: CompileOptions;
  readonly diagnostics: Diagnostics;
  readonly text: string;
  readonly params: Record<string, string>;
  readonly reads = new Set<string>();
  /** Every range that a part of the query looks at. */
  readonly ranges: TimeRange[] = [];
  readonly #known = new Map<string, string>();
  #aliases = 0;

  constructor(text: string, options: CompileOptions, diagnostics: Diagnostics) {
    this.text = text;
    this.options = options;
    this.diagnostics = diagnostics;
    this.params = { ...options.condition?.params };
  }

  /** The placeholder of a constant: no constant is ever part of the SQL. */
  param(type: string, value: string | number | bigint): string {
    const text = String(value);
    const key = `${type}\0${text}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const name = `q${this.#known.size}`;
    const placeholder = `{${name}:${type}}`;
    this.params[name] = text;
    this.#known.set(key, placeholder);
    return placeholder;
  }

  /** A name that nothing else in the statement has. */
  alias(prefix = 'c'): string {
    this.#aliases += 1;
    return `${prefix}${this.#aliases}`;
  }

  table(name: string): string {
    this.reads.add(name);
    return `\`${this.options.database}\`.\`${name}\``;
  }

  /** What stands at a place of the query, on one line. */
  source(span: Span): string {
    return this.text.slice(span.start, span.end).replace(/\s+/g, ' ').trim();
  }

  fail(code: string, message: string, span: Span, hint?: string): never {
    this.diagnostics.error(code, message, span, { hint });
    throw new Abandoned();
  }
}
