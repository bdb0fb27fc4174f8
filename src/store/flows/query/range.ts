import { WeirError } from '../../../core/index.ts';
import { isPeriodUnit, periodMilliseconds, periodOf, type TimeRange } from '../../../query/index.ts';

const latest = 4_294_967_294;

/**
 * The range between two moments, both included: ISO text, `-24h` (that long ago, any unit of the language), or `now`.
 * @param now Unix milliseconds
 * @throws WeirError RANGE_INVALID
 */
export function resolveRange(from: string, to: string, now: number): TimeRange {
  const range = { from: known('from', from, moment(from, now)), to: known('to', to, moment(to, now)) };
  if (range.from > range.to) throw invalid(`the range from ${from} to ${to} ends before it begins`);
  if (range.from < 0 || range.to > latest)
    throw invalid(`the range from ${from} to ${to} lies outside of 1970 to 2106`);
  return range;
}

function known(name: string, text: string, seconds: number): number {
  if (Number.isFinite(seconds)) return Math.floor(seconds);
  throw invalid(`${name}: "${text}" is not a time`);
}

/** Unix seconds; not a number where the text is no moment. */
function moment(text: string, now: number): number {
  const written = text.trim();
  if (/^now$/i.test(written)) return now / 1000;
  const ago = /^-\s*(\d{1,9})\s*([A-Za-z]+)$/.exec(written);
  if (ago?.[1] !== undefined && ago[2] !== undefined) {
    if (!isPeriodUnit(ago[2])) return Number.NaN;
    const period = periodOf(`${ago[1]}${ago[2]}`);
    const milliseconds = periodMilliseconds(period);
    if (milliseconds !== undefined) return (now - Number(milliseconds)) / 1000;
    return monthsBefore(now, period.count * { mo: 1, q: 3, y: 12, ms: 0, s: 0, m: 0, h: 0, d: 0, w: 0 }[period.unit]);
  }
  const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(written);
  // Times without a zone are in UTC.
  return iso === null ? Number.NaN : Date.parse(`${iso[1]}T${iso[2] ?? '00:00'}${iso[3] ?? 'Z'}`) / 1000;
}

/** The same day so many months before; the last of the month where that has no such day. */
function monthsBefore(now: number, count: number): number {
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - count);
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, days));
  return date.getTime() / 1000;
}

function invalid(message: string): WeirError {
  return new WeirError('RANGE_INVALID', message, {
    kind: 'usage',
    hint: 'write now, -24h, -7d, or 2026-11-23T04:00:00Z; from must not lie after to',
  });
}
