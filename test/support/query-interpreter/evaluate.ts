import { parseNetwork } from '../../../src/core/index.ts';
import type { ArithmeticOperator, ComparisonOperator, Expression, Period, Query } from '../../../src/query/ast.ts';
import {
  Address,
  addressOf,
  compare,
  finite,
  isList,
  isMap,
  isScalar,
  keyOf,
  numberOf,
  type Time,
  textOf,
  truthOf,
  type Value,
} from './value.ts';

/** What a query is asked over: the range and the moment are the same in all of it. */
export interface Question {
  /** Unix seconds, both ends included. */
  readonly range: { readonly from: number; readonly to: number };
  /** Unix milliseconds. */
  readonly now: number;
  readonly ownNetworks: readonly string[];
}

/** Where an expression is evaluated: over a row, or over the rows of a group. */
export interface Scope {
  readonly question: Question;
  /** The text of the query, for names of what has none. */
  readonly text: string;
  /** Undefined where the row has no such name. */
  get(name: string): Value | undefined;
  /** The `@timestamp` in sight. */
  timestamp(): Time | null;
  /** A field of the records, for functions that take none as arguments. */
  record(column: string): Value;
  /** One scope per record of the group; absent outside of stats. */
  readonly group?: readonly Scope[];
  /** True for a gap of a time series, where counts and sums are 0. */
  readonly gap?: true;
  /** Width of the bin of the stage in seconds, else length of the range. */
  readonly binSeconds: number;
  /** Values of the only column of a subquery. */
  subquery(query: Query): readonly Value[];
}

export type Call = Extract<Expression, { kind: 'call' }>;
export interface CallContext {
  readonly call: Call;
  readonly scope: Scope;
}
/** Periods, regular expressions and `*` are missing among the values: a function reads them from the call. */
export type ScalarFunction = (args: readonly Value[], context: CallContext) => Value;
export type Aggregate = (rows: readonly Scope[], call: Call, scope: Scope) => Value;

export interface Library {
  readonly scalars: ReadonlyMap<string, ScalarFunction>;
  readonly aggregates: ReadonlyMap<string, Aggregate>;
}

const library: { current: Library | undefined } = { current: undefined };
/** Functions evaluate expressions and expressions call functions; this keeps their files from importing in a circle. */
export function setLibrary(functions: Library): void {
  library.current = functions;
}

export function periodArgument(node: Expression | undefined): Period {
  if (node?.kind !== 'period') throw new TypeError('a period is wanted here');
  return node.period;
}

/** A regular expression of RE2 as JavaScript's: `.` takes newlines, too, `(?i)` in front is a flag. */
export function regexOf(source: string, flags = ''): RegExp {
  const insensitive = /^\(\?i\)/.test(source);
  const body = source.replace(/^\(\?i\)/, '').replaceAll('(?P<', '(?<');
  return new RegExp(body, `su${insensitive ? 'i' : ''}${flags}`);
}

export function evaluate(e: Expression, scope: Scope): Value {
  switch (e.kind) {
    case 'number':
      return constantNumber(e.text, e.size);
    case 'string':
      return e.value;
    case 'boolean':
      return e.value;
    case 'address':
      return Address.of(e.text);
    case 'cidr':
      return e.text;
    case 'null':
    case 'star':
    case 'regex':
    case 'period':
      return null;
    case 'field':
      return fieldValue(e.name, scope);
    case 'unary':
      return unary(e.operator, evaluate(e.operand, scope));
    case 'binary':
      return binary(e, scope);
    case 'like':
      return negatedIf(e.negated, like(evaluate(e.operand, scope), e.pattern));
    case 'in':
      return negatedIf(e.negated, isIn(evaluate(e.operand, scope), e.items, scope));
    case 'inQuery':
      return negatedIf(e.negated, isAmong(evaluate(e.operand, scope), scope.subquery(e.query)));
    case 'member':
      return member(evaluate(e.object, scope), e.key);
    case 'index':
      return element(evaluate(e.object, scope), evaluate(e.index, scope));
    case 'call':
      return call(e, scope);
  }
}

const powers: Readonly<Record<string, bigint>> = {
  kB: 10n ** 3n,
  MB: 10n ** 6n,
  GB: 10n ** 9n,
  TB: 10n ** 12n,
  KiB: 1n << 10n,
  MiB: 1n << 20n,
  GiB: 1n << 30n,
  TiB: 1n << 40n,
};

function constantNumber(text: string, size: string | undefined): Value {
  const unit = size === undefined ? 1n : (powers[size] ?? 1n);
  if (/^\d+$/.test(text)) return BigInt(text) * unit;
  const value = Number(text) * Number(unit);
  // 1.5KiB and 1e3 are whole.
  return Number.isSafeInteger(value) ? BigInt(value) : finite(value);
}

/** A name with dots is one that was given so, or a way into a map or a list. */
function fieldValue(name: string, scope: Scope): Value {
  const whole = scope.get(name);
  if (whole !== undefined) return whole;
  const at = name.lastIndexOf('.');
  if (at <= 0) throw new TypeError(`no field ${name}`);
  return member(fieldValue(name.slice(0, at), scope), name.slice(at + 1));
}

function member(object: Value, key: string): Value {
  if (isMap(object)) return object.get(key) ?? null;
  return /^\d+$/.test(key) ? element(object, BigInt(key)) : null;
}

function element(list: Value, index: Value): Value {
  const at = numberOf(index);
  return isList(list) && at !== null && at >= 0 ? (list[Number(at)] ?? null) : null;
}

function unary(operator: '-' | '+' | 'not', v: Value): Value {
  if (operator === 'not') {
    const truth = truthOf(v);
    return truth === null ? null : !truth;
  }
  const n = numberOf(v);
  return n === null || operator === '+' ? n : -n;
}

const negatedIf = (negated: boolean, truth: boolean | null): Value => (negated && truth !== null ? !truth : truth);

function binary(e: Extract<Expression, { kind: 'binary' }>, scope: Scope): Value {
  const [left, right] = [evaluate(e.left, scope), evaluate(e.right, scope)];
  switch (e.operator) {
    case 'and':
    case 'or':
      return both(e.operator, truthOf(left), truthOf(right));
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '^':
      return arithmetic(e.operator, left, right);
    default:
      return comparison(e.operator, left, right);
  }
}

/** Kleene's logic (D3): one side may decide alone, else missing is missing. */
function both(operator: 'and' | 'or', a: boolean | null, b: boolean | null): boolean | null {
  const decides = operator === 'or';
  if (a === decides || b === decides) return decides;
  return a === null || b === null ? null : !decides;
}

export function arithmetic(operator: ArithmeticOperator, left: Value, right: Value): Value {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a === null || b === null) return null;
  if (operator === '/') return Number(b) === 0 ? null : finite(Number(a) / Number(b));
  if (operator === '^') return finite(Number(a) ** Number(b));
  if (operator === '%' && Number(b) === 0) return null;
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    if (operator === '+') return a + b;
    if (operator === '-') return a - b;
    return operator === '*' ? a * b : a % b;
  }
  const [x, y] = [Number(a), Number(b)];
  if (operator === '+') return finite(x + y);
  if (operator === '-') return finite(x - y);
  return finite(operator === '*' ? x * y : x % y);
}

/** With missing it is missing; lists and maps compare false with everything; what cannot be read never matches (D10). */
export function comparison(operator: ComparisonOperator, left: Value, right: Value): boolean | null {
  if (left === null || right === null) return null;
  if (!isScalar(left) || !isScalar(right)) return false;
  const order = compare(left, right);
  if (order === undefined) return null;
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function like(
  v: Value,
  pattern: { kind: 'string'; value: string } | { kind: 'regex'; source: string },
): boolean | null {
  const text = textOf(v);
  if (text === null) return null;
  return pattern.kind === 'string' ? text.includes(pattern.value) : regexOf(pattern.source).test(text);
}

/** Whether an address lies in a network; false for another family, for what is no address, and for missing. */
export function liesIn(v: Value, network: string): boolean {
  const [address, block] = [addressOf(v), parseNetwork(network)];
  if (address === null || block === undefined) return false;
  const [first, last] = [Address.of(block.first), Address.of(block.last)];
  if (first === null || last === null || first.family !== address.family) return false;
  return first.value <= address.value && address.value <= last.value;
}

/** As `x = a or x = b …`. A network matches what lies in it; as a comparison it is missing for a missing address. */
function isIn(v: Value, items: readonly Expression[], scope: Scope): boolean | null {
  const tests = items.map((item) => {
    if (item.kind === 'cidr') return v === null ? null : liesIn(v, item.text);
    const equal = comparison('=', v, evaluate(item, scope));
    // A constant that cannot be read beside the value is equal to none, and does not make `not in` unknown.
    return equal === null && v !== null && item.kind === 'string' ? false : equal;
  });
  return tests.reduce((a, b) => both('or', a, b), false);
}

/** What the subquery found missing does not count: it would make `not in` match nothing at all. */
function isAmong(v: Value, values: readonly Value[]): boolean | null {
  if (v === null) return null;
  if (!isScalar(v)) return false;
  const key = keyOf(v);
  return values.some((one) => isScalar(one) && (keyOf(one) === key || compare(v, one) === 0));
}

function call(e: Call, scope: Scope): Value {
  const name = e.name.toLowerCase();
  const aggregate = library.current?.aggregates.get(name);
  if (aggregate !== undefined) {
    if (scope.group === undefined) throw new TypeError(`${e.name} outside of stats`);
    return aggregate(scope.group, e, scope);
  }
  const scalar = library.current?.scalars.get(name);
  if (scalar === undefined) throw new TypeError(`no function ${e.name}`);
  return scalar(
    e.args.map((arg) => evaluate(arg, scope)),
    { call: e, scope },
  );
}
