import type { Period } from '../../../src/query/ast.ts';
import { Time } from './value.ts';

const milliseconds: Readonly<Partial<Record<Period['unit'], bigint>>> = {
  ms: 1n,
  s: 1000n,
  m: 60_000n,
  h: 3_600_000n,
  d: 86_400_000n,
  w: 604_800_000n,
};
const monthsIn: Readonly<Partial<Record<Period['unit'], number>>> = { mo: 1, q: 3, y: 12 };

/** Months of a period of the calendar. */
export const monthsOf = ({ count, unit }: Period): number => (monthsIn[unit] ?? 1) * count;

/** Length of a period of fixed length, in milliseconds. */
export function lengthOf({ count, unit }: Period): bigint | undefined {
  const one = milliseconds[unit];
  return one === undefined ? undefined : one * BigInt(count);
}

const floorDiv = (a: bigint, b: bigint): bigint => (a >= 0n ? a / b : -((-a + b - 1n) / b));
/** The first Monday after the epoch: 1970-01-05. */
const monday = 4n * 86_400_000n;

/** Start of the period that holds a moment (D14): fixed units count from the epoch, weeks from a Monday, in UTC. */
export function floorTo(time: Time, period: Period, offset = 0n): Time {
  const at = time.ms - offset;
  const length = lengthOf(period);
  if (length !== undefined) {
    const origin = period.unit === 'w' ? monday : 0n;
    return new Time(floorDiv(at - origin, length) * length + origin + offset);
  }
  const date = new Date(Number(at));
  const step = monthsOf(period);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  const start = Math.floor(month / step) * step;
  return new Time(BigInt(Date.UTC(Math.floor(start / 12), start % 12)) + offset);
}

/** The start of the next period. */
export function stepFrom(time: Time, period: Period): Time {
  const length = lengthOf(period);
  if (length !== undefined) return new Time(time.ms + length);
  const date = new Date(Number(time.ms));
  date.setUTCMonth(date.getUTCMonth() + monthsOf(period));
  return new Time(BigInt(date.getTime()));
}

/** Rounded up: the moment itself when it is a start, else the next one. */
export function ceilTo(time: Time, period: Period): Time {
  const floor = floorTo(time, period);
  return floor.ms === time.ms ? floor : stepFrom(floor, period);
}

/** A start of a bin so many periods later. */
export function laterBy(time: Time, period: Period): Time {
  return stepFrom(time, period);
}

/** A moment so many periods earlier; of months the same day, or the last one of a month that is too short. */
export function earlierBy(time: Time, period: Period): Time {
  const length = lengthOf(period);
  if (length !== undefined) return new Time(time.ms - length);
  const date = new Date(Number(time.ms));
  const months = monthsOf(period);
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, 1));
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const day = BigInt(Math.min(date.getUTCDate(), days) - 1);
  const clock = ((time.ms % 86_400_000n) + 86_400_000n) % 86_400_000n;
  return new Time(BigInt(first.getTime()) + day * 86_400_000n + clock);
}

const ladder: readonly Period[] = [
  { count: 10, unit: 's' },
  { count: 30, unit: 's' },
  { count: 1, unit: 'm' },
  { count: 5, unit: 'm' },
  { count: 10, unit: 'm' },
  { count: 30, unit: 'm' },
  { count: 1, unit: 'h' },
  { count: 3, unit: 'h' },
  { count: 6, unit: 'h' },
  { count: 12, unit: 'h' },
  { count: 1, unit: 'd' },
];

/** The period that `bin()` chooses: the longest of the ladder that gives 60 to 200 points, or the next best (E2). */
export function chosenPeriod(range: { readonly from: number; readonly to: number }): Period {
  const points = (period: Period) => ((range.to - range.from + 1) * 1000) / Number(lengthOf(period));
  const few = ladder.filter((period) => Math.ceil(points(period)) <= 200);
  return few.findLast((period) => Math.ceil(points(period)) >= 60) ?? few[0] ?? { count: 1, unit: 'd' };
}
