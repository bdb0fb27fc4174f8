import { periodConstant } from './arguments.ts';
import type { Period } from './ast.ts';
import { type FunctionContext, periodMilliseconds } from './define-function.ts';
import { millisecondsOf } from './number-sql.ts';
import type { Value } from './value.ts';

const monthsOf: Partial<Record<Period['unit'], number>> = { mo: 1, q: 3, y: 12 };
const days = 86_400_000n;
/** The first Monday since the epoch: 1970-01-05. */
const monday = 4n * days;
/** More milliseconds than any time lies before the epoch. */
const longAgo = 70_000_000_000_000n;
/** 1970-01 as `toRelativeMonthNum` counts, less one. */
const firstMonth = 1970 * 12;
/** A thousand years: longer periods are slips of the finger. */
const longest = { milliseconds: 366_000n * days, months: 12_000 };

/** What separates the edges of a fixed period from multiples of its length since the epoch. */
function phaseOf(period: Period, length: bigint, offset: Period | undefined): bigint {
  const shift = offset === undefined ? 0n : (periodMilliseconds(offset) ?? 0n);
  return ((period.unit === 'w' ? monday : 0n) + shift) % length;
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}

/**
 * Whole seconds of which every edge of the period is a multiple, counted from the epoch; undefined where edges lie
 * between seconds. Tables of sums whose buckets divide it can answer.
 */
export function binGrid(period: Period, offset?: Period): number | undefined {
  const milliseconds = periodMilliseconds(period);
  const length = milliseconds === undefined || period.unit === 'w' ? days : milliseconds;
  const shift = offset === undefined ? 0n : (periodMilliseconds(offset) ?? 0n);
  const grid = greatestDivisor(length, shift % length);
  return grid % 1000n === 0n ? Number(grid / 1000n) : undefined;
}

/**
 * SQL of the start of the period that holds a time (D14): fixed units are aligned to the epoch in UTC, weeks begin on
 * Monday, months, quarters and years follow the calendar. `offset`, a period of fixed length, moves the edges later.
 * `precise` is for times that may be DateTime64, as all but those of the records themselves; it gives DateTime64(3), as
 * edges between seconds do.
 */
export function floorPeriod(time: string, period: Period, offset?: Period, precise = false): string {
  const months = monthsOf[period.unit];
  if (months !== undefined) return monthFloor(time, months * period.count, offset, precise);
  const length = periodMilliseconds(period) ?? days;
  const phase = phaseOf(period, length, offset);
  // A large phase could reach back before the epoch, where DateTime ends.
  const isFast = !precise && length % 1000n === 0n && phase % 1000n === 0n && phase <= 31n * days;
  if (!isFast) return `fromUnixTimestamp64Milli(${floored(millisecondsOf(time), length, phase)}, 'UTC')`;
  const seconds = length / 1000n;
  const back = phase === 0n ? 0n : (length - phase) / 1000n;
  const shifted = back === 0n ? `toUnixTimestamp(${time})` : `toUnixTimestamp(${time}) + ${back}`;
  const start = `intDiv(${shifted}, ${seconds}) * ${seconds}`;
  return `toDateTime(${back === 0n ? start : `${start} - ${back}`}, 'UTC')`;
}

/** SQL of the first start of a period at or after a time; DateTime64(3). */
export function ceilPeriod(time: string, period: Period): string {
  const months = monthsOf[period.unit];
  if (months === undefined) {
    const length = periodMilliseconds(period) ?? days;
    const phase = phaseOf(period, length, undefined);
    return `fromUnixTimestamp64Milli(${floored(`${millisecondsOf(time)} + ${length - 1n}`, length, phase)}, 'UTC')`;
  }
  const later = `subtractMilliseconds(addMonths(toDateTime64(${time}, 3, 'UTC'), ${months * period.count}), 1)`;
  return monthFloor(later, months * period.count, undefined, true);
}

/** Epoch milliseconds cut to a grid, downwards before the epoch, too. */
function floored(milliseconds: string, length: bigint, phase: bigint): string {
  const shift = (longAgo / length + 1n) * length - phase;
  return `intDiv(${milliseconds} + ${shift}, ${length}) * ${length} - ${shift}`;
}

const starts: Readonly<Record<number, string>> = { 1: 'toStartOfMonth', 3: 'toStartOfQuarter', 12: 'toStartOfYear' };

function monthFloor(time: string, months: number, offset: Period | undefined, precise: boolean): string {
  if (offset !== undefined) {
    const shift = periodMilliseconds(offset) ?? 0n;
    const earlier = `subtractMilliseconds(toDateTime64(${time}, 3, 'UTC'), ${shift})`;
    return `addMilliseconds(${monthFloor(earlier, months, undefined, true)}, ${shift})`;
  }
  const start = starts[months];
  if (start !== undefined && !precise) return `toDateTime(${start}(${time}, 'UTC'), 'UTC')`;
  const moment = precise ? `toDateTime64(${time}, 3, 'UTC')` : time;
  const since = `intDiv(toRelativeMonthNum(${moment}, 'UTC') - 1, ${months}) * ${months} - ${firstMonth}`;
  return `addMonths(toDateTime64('1970-01-01 00:00:00', 3, 'UTC'), ${since})`;
}

/** The period of an argument; an error where it is none that time can be cut into. */
export function periodArgument(value: Value, index: number, context: FunctionContext): Period {
  const { count, unit } = periodConstant(value);
  const period = { count, unit: unit as Period['unit'] };
  const span = context.argSpans[index] ?? context.span;
  if (count === 0)
    return context.fail('QL_PERIOD_INVALID', `a period of 0${unit} has no length`, span, 'write 5m or 1h');
  const milliseconds = periodMilliseconds(period);
  const months = (monthsOf[period.unit] ?? 0) * count;
  if (months <= longest.months && (milliseconds ?? 0n) <= longest.milliseconds) return period;
  return context.fail('QL_PERIOD_INVALID', `${count}${unit} is longer than a thousand years`, span);
}

/** What a time that was cut to a period rests on: of the time of the records, only the grid of the period's edges. */
export function binUses(time: Value, period: Period, offset?: Period): ReadonlySet<string> {
  const grid = binGrid(period, offset);
  const isRecordTime = time.field === '@timestamp' && time.uses.size === 1 && time.uses.has('start');
  return isRecordTime && grid !== undefined ? new Set([`start/${grid}`]) : time.uses;
}

/** True for a time that is a DateTime for certain: that of the records as they lie. */
export function isRecordTime(time: Value): boolean {
  return time.field === '@timestamp';
}

/** The time at hand as a time; a column of the query may bear its name and hold something else. */
export function needTime(time: Value, context: FunctionContext): Value {
  if (time.type.kind === 'time') return time;
  return context.fail('QL_NOT_A_TIME', '@timestamp is no time here', context.span, 'name the time: datefloor(t, 1h)');
}
