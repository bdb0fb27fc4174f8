import type { Period, Span } from '../ast.ts';
import { periodMilliseconds } from '../define-function.ts';
import type { TimeRange } from './context.ts';
import { floorMoment } from './fill.ts';
import type { Pipeline } from './pipeline.ts';

/** How far back another range lies: seconds, or months of the calendar. */
export type Shift = { readonly seconds: number } | { readonly months: number };

const monthsIn: Partial<Record<Period['unit'], number>> = { mo: 1, q: 3, y: 12 };
const monthsOf = ({ count, unit }: Period) => (monthsIn[unit] ?? 0) * count;
const secondsOf = (period: Period) => Number(periodMilliseconds(period) ?? 0n) / 1000;
const shown = ({ count, unit }: Period) => `${count}${unit}`;

/** The distance of `compare 7d`. Bins of both ranges must lie upon each other. */
export function givenShift(pipeline: Pipeline, period: Period, bins: readonly Period[], span: Span): Shift {
  const months = monthsOf(period);
  const seconds = secondsOf(period);
  if (months === 0 && (seconds < 1 || !Number.isInteger(seconds)))
    pipeline.fail(
      'QL_COMPARE_SHIFT',
      `${shown(period)} is no distance between two ranges`,
      span,
      'write whole seconds or more: compare 1d',
    );
  for (const bin of bins) {
    const fits =
      months > 0 ? monthsOf(bin) > 0 && months % monthsOf(bin) === 0 : monthsOf(bin) === 0 && isMultiple(period, bin);
    if (fits) continue;
    pipeline.fail(
      'QL_COMPARE_SHIFT',
      `${shown(period)} is not a multiple of the bins of ${shown(bin)}: bins of then and now would not match`,
      span,
      `write a multiple of ${shown(bin)}, or compare previous`,
    );
  }
  return months > 0 ? { months } : { seconds };
}

/** Exact: bins may be parts of a second. */
function isMultiple(period: Period, bin: Period): boolean {
  const width = periodMilliseconds(bin) ?? 0n;
  return width > 0n && (periodMilliseconds(period) ?? 0n) % width === 0n;
}

/** The distance of the range just before, rounded up to whole bins. */
export function previousShift(pipeline: Pipeline, bins: readonly Period[], span: Span): Shift {
  const { from, to } = pipeline.range;
  const calendar = bins.filter((bin) => monthsOf(bin) > 0);
  if (calendar.length > 0) {
    if (calendar.length < bins.length)
      pipeline.fail(
        'QL_COMPARE_SHIFT',
        'bins of months and of days are never equally far apart',
        span,
        'group by one of them',
      );
    const step = calendar.map(monthsOf).reduce(leastMultiple);
    const month = (seconds: number) => {
      const date = new Date(floorMoment(seconds * 1000, { count: 1, unit: 'mo' }));
      return date.getUTCFullYear() * 12 + date.getUTCMonth();
    };
    return { months: Math.ceil((month(to) - month(from) + 1) / step) * step };
  }
  if (bins.length === 0) return { seconds: to - from + 1 };
  const step = bins.map((bin) => Number(periodMilliseconds(bin) ?? 1000n)).reduce(leastMultiple, 1000) / 1000;
  // Both ends are in a range: from 04:00 to 05:00 is an hour and a second, and meant as an hour.
  const seconds = Math.max(1, Math.ceil((to - from) / step)) * step;
  if (seconds !== to - from && seconds !== to - from + 1)
    pipeline.diagnostics.notice(
      'QL_COMPARE_ROUNDED',
      `the range is no whole number of bins: it is compared with the one ${seconds} seconds earlier, so that bins match`,
      span,
    );
  return { seconds };
}

function leastMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a / x) * b;
}

/** @param disjoint no second is in both ranges */
export function earlier(pipeline: Pipeline, shift: Shift, span: Span, disjoint: boolean): TimeRange {
  const { from, to } = pipeline.range;
  const back = (seconds: number) => ('seconds' in shift ? seconds - shift.seconds : monthsBack(seconds, shift.months));
  const range = { from: back(from), to: disjoint ? Math.min(back(to), from - 1) : back(to) };
  if (range.from < 0)
    pipeline.fail('QL_COMPARE_RANGE', 'the earlier range lies before 1970', span, 'choose a shorter distance');
  return range;
}

/** The same moment so many months earlier; the last day of a month that is too short. */
function monthsBack(seconds: number, months: number): number {
  const date = new Date(seconds * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, days));
  return Math.floor(date.getTime() / 1000);
}

/** SQL of a time moved forward from the earlier range into this one. */
export function movedForward(time: string, shift: Shift): string {
  return 'seconds' in shift ? `addSeconds(${time}, ${shift.seconds})` : `addMonths(${time}, ${shift.months})`;
}
