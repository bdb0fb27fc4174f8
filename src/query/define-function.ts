import type { Period, Span } from './ast.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { Value } from './value.ts';

/**
 * What an argument must be; what is something else is turned into it where that has a meaning (section 1.4 of the
 * language), and is an error where it has none. The words with `constant` take only what is known before the query runs.
 */
export type Takes =
  | 'any'
  | 'number'
  | 'integer'
  | 'text'
  | 'boolean'
  | 'time'
  | 'address'
  | 'list'
  | 'map'
  | 'star'
  | 'constant number'
  | 'constant integer'
  | 'constant text'
  | 'cidr'
  | 'regex'
  | 'period'
  /** Must be an aggregate: `per_second(sum(bytes))`. */
  | 'aggregate';

export interface Parameter {
  readonly name: string;
  /** Several: the first that fits without conversion, else the first. */
  readonly takes: Takes | readonly Takes[];
  readonly optional?: true;
  /** The last one may repeat. */
  readonly variadic?: true;
}

export interface FunctionContext {
  /** The placeholder of a constant, `{p3:String}`; no constant ever stands in the SQL itself. Types are the engine's. */
  param(type: string, value: string | number | bigint): string;
  readonly diagnostics: Diagnostics;
  /** Span of the whole call, and of each argument as written. */
  readonly span: Span;
  readonly argSpans: readonly Span[];
  /** Unix milliseconds; the same in all of a query. */
  readonly now: number;
  /** The range of the query in Unix seconds, both ends included. */
  readonly range: { readonly from: number; readonly to: number };
  /** Where the text of constants is read and times are shown; UTC unless the user picks another. */
  readonly zone: string;
  /** The `@timestamp` in sight; adds an error and abandons where there is none. */
  timestamp(): Value;
  /** A field of the records by its name in the catalogue, for functions without arguments such as flowKey(). */
  field(name: string): Value;
  /** Seconds of the bin of the stage at hand, if it has one and its width is fixed; else of the whole range. */
  readonly binSeconds: number;
  /** Ranges that are the user's own, CIDR texts. */
  readonly ownNetworks: readonly string[];
  /** Of an aggregate by bin: the sum of its values in this bin and those before, for each combination of the other keys. */
  running(value: Value): Value;
  /** Adds an error and abandons the stage. */
  fail(code: string, message: string, span: Span, hint?: string): never;
}

interface Example {
  /** An expression of constants: `ipPrefix("10.1.2.3", 24)`. Of aggregates: over the five rows n = 1, 2, 3, 4, missing. */
  readonly expression: string;
  /** What it gives, as it crosses the wire. */
  readonly gives: string | number | null | readonly (string | number | null)[] | Readonly<Record<string, string>>;
}

type FunctionGroup =
  | 'numbers'
  | 'text'
  | 'time'
  | 'addresses'
  | 'network names'
  | 'conditions'
  | 'JSON'
  | 'conversations'
  | 'aggregates';

export interface QueryFunction {
  /** As it is shown: `isIpInSubnet`. Called in any case. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly group: FunctionGroup;
  /** Whether CloudWatch Logs Insights has it, too. */
  readonly origin: 'insights' | 'weir';
  /** One sentence. */
  readonly summary: string;
  /** What one must know, in a sentence or two. */
  readonly remark?: string;
  readonly parameters: readonly Parameter[];
  /** Word for the reference page: `text`, `number`, `true or false` … */
  readonly returns: string;
  readonly examples: readonly Example[];
  /** Sums up rows: only in stats, top and timeseries. */
  readonly aggregate?: true;
  /** `fromSums` takes bytes and packets, too; without it only keys. */
  readonly ofMeasures?: true;
  /** Gets its arguments already turned into what the parameters take. */
  compile(args: readonly Value[], context: FunctionContext): Value;
  /**
   * The same over sums that are kept (roll-ups), where that is exact: `rows` is the SQL of how many records a row stands
   * for, `sum` and `present` give, for `bytes` or `packets`, the sum kept and how many of the records have a value.
   */
  fromSums?(args: readonly Value[], kept: KeptSums, context: FunctionContext): Value | undefined;
}

export interface KeptSums {
  readonly rows: string;
  sum(column: string): string | undefined;
  present(column: string): string | undefined;
}

export function defineFunction(definition: QueryFunction): QueryFunction {
  return definition;
}

/** Milliseconds of a period; undefined for months, quarters and years, whose lengths differ. */
export function periodMilliseconds({ count, unit }: Period): bigint | undefined {
  const fixed: Partial<Record<Period['unit'], bigint>> = {
    ms: 1n,
    s: 1000n,
    m: 60_000n,
    h: 3_600_000n,
    d: 86_400_000n,
    w: 604_800_000n,
  };
  const one = fixed[unit];
  return one === undefined ? undefined : BigInt(count) * one;
}
