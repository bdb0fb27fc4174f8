import { type Aggregate, type Call, evaluate, periodArgument, type Scope } from './evaluate.ts';
import { lengthOf } from './periods.ts';
import { compare, finite, isScalar, keyOf, numberOf, type Scalar, sign, sortOrder, Time, type Value } from './value.ts';

/** Values of the n-th argument over the records, those that are present (aggregates skip missing ones, 1.4). */
function present(rows: readonly Scope[], call: Call, at = 0): Scalar[] {
  const argument = call.args[at];
  if (argument === undefined) throw new TypeError(`${call.name} lacks an argument`);
  return rows.map((row) => evaluate(argument, row)).filter(isScalar);
}

function numbers(rows: readonly Scope[], call: Call): (bigint | number)[] {
  return present(rows, call)
    .map(numberOf)
    .filter((n) => n !== null);
}

/** Whole numbers are added exactly, however large the sum (D8). */
export function total(values: readonly (bigint | number)[]): bigint | number | null {
  if (values.length === 0) return null;
  let whole = 0n;
  let rest: number | undefined;
  for (const value of values) {
    if (typeof value === 'bigint') whole += value;
    else rest = (rest ?? 0) + value;
  }
  return rest === undefined ? whole : finite(Number(whole) + rest);
}

function mean(values: readonly (bigint | number)[]): number | null {
  const sum = total(values);
  return sum === null ? null : finite(Number(sum) / values.length);
}

/** Population form (D13). */
function variance(values: readonly (bigint | number)[]): number | null {
  const middle = mean(values);
  if (middle === null) return null;
  return finite(values.reduce((sum: number, v) => sum + (Number(v) - middle) ** 2, 0) / values.length);
}

/** The value that p percent of the values lie below: that at floor(p/100 · n) of the sorted ones (trap 6). */
function percentile(values: readonly (bigint | number)[], p: number): Value {
  const sorted = [...values].sort(sign);
  return sorted[Math.min(Math.floor((p / 100) * sorted.length), sorted.length - 1)] ?? null;
}

function different(values: readonly Scalar[]): Scalar[] {
  return [...new Map(values.map((v) => [keyOf(v), v])).values()];
}

/** Present values with the times of their records, oldest first. */
function byTime(rows: readonly Scope[], call: Call): { at: bigint; value: Scalar }[] {
  const argument = call.args[0];
  if (argument === undefined) throw new TypeError(`${call.name} lacks an argument`);
  const found: { at: bigint; value: Scalar }[] = [];
  for (const row of rows) {
    const [time, value] = [row.timestamp(), evaluate(argument, row)];
    if (time !== null && isScalar(value)) found.push({ at: time.ms, value });
  }
  return found.sort((a, b) => sign(a.at, b.at));
}

/** `values` sorts texts by code, and not as people count (1.7). */
const plainOrder = (a: Scalar, b: Scalar) => compare(a, b) ?? 0;

/** A time comes back as epoch milliseconds (1.7). */
const plainTime = (v: Value): Value => (v instanceof Time ? v.ms : v);

/** Smallest or largest: of numbers, also read from text; of times and addresses by their own order. */
function extreme(rows: readonly Scope[], call: Call, wanted: -1 | 1): Value {
  const values = present(rows, call);
  const typed = values.every((v) => typeof v !== 'string');
  const ordered: Scalar[] = typed ? values : values.map(numberOf).filter((n) => n !== null);
  return ordered.reduce<Scalar | null>(
    (best, v) => (best === null || sortOrder(v, best) * wanted > 0 ? v : best),
    null,
  );
}

function inOrder(rows: readonly Scope[], call: Call, at: 0 | -1): Value {
  return present(rows, call).sort(sortOrder).at(at) ?? null;
}

function rate(rows: readonly Scope[], call: Call): Value {
  const values = byTime(rows, call);
  const [first, last] = [values[0], values.at(-1)];
  const period = lengthOf(periodArgument(call.args[1]));
  if (first === undefined || last === undefined || period === undefined || last.at === first.at) return null;
  const change = Number(numberOf(last.value) ?? Number.NaN) - Number(numberOf(first.value) ?? Number.NaN);
  return finite((change / Number(last.at - first.at)) * Number(period));
}

/** An aggregate divided by the width of the bin, or of the range without one (E6). */
function per(seconds: number): Aggregate {
  return (_rows, call, scope) => {
    const inner = call.args[0] === undefined ? null : numberOf(evaluate(call.args[0], scope));
    return inner === null ? null : finite((Number(inner) / scope.binSeconds) * seconds);
  };
}

const distinct: Aggregate = (rows, call) => BigInt(different(present(rows, call)).length);
const counted: Aggregate = (rows, call) =>
  BigInt(call.args[0] === undefined || call.args[0].kind === 'star' ? rows.length : present(rows, call).length);

export const aggregateFunctions: ReadonlyMap<string, Aggregate> = new Map<string, Aggregate>([
  ['count', counted],
  ['count_distinct', distinct],
  ['countdistinct', distinct],
  ['approx_count_distinct', distinct],
  ['sum', (rows, call, scope) => total(numbers(rows, call)) ?? (scope.gap === true ? 0n : null)],
  ['avg', (rows, call) => mean(numbers(rows, call))],
  ['min', (rows, call) => extreme(rows, call, -1)],
  ['max', (rows, call) => extreme(rows, call, 1)],
  [
    'pct',
    (rows, call, scope) => {
      const p = call.args[1] === undefined ? null : numberOf(evaluate(call.args[1], scope));
      return p === null ? null : percentile(numbers(rows, call), Number(p));
    },
  ],
  [
    'stddev',
    (rows, call) => {
      const square = variance(numbers(rows, call));
      return square === null ? null : Math.sqrt(square);
    },
  ],
  ['variance', (rows, call) => variance(numbers(rows, call))],
  ['earliest', (rows, call) => plainTime(byTime(rows, call)[0]?.value ?? null)],
  ['latest', (rows, call) => plainTime(byTime(rows, call).at(-1)?.value ?? null)],
  ['sortsfirst', (rows, call) => inOrder(rows, call, 0)],
  ['sortslast', (rows, call) => inOrder(rows, call, -1)],
  ['values', (rows, call) => different(present(rows, call)).sort(plainOrder).slice(0, 1000)],
  ['rate', rate],
  ['per_second', per(1)],
  ['per_minute', per(60)],
]);
