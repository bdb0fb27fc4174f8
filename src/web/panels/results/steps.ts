import type { QueryColumn } from '../../../contract/index.ts';
import type { Row } from '../../data/answer.ts';
import { formatInstant } from '../../data/format.ts';
import { type Range, toInstant } from '../../data/time-range.ts';

/** A stretch of time that a row stands for, in milliseconds; the end is not part of it. */
export interface Step {
  readonly begin: number;
  readonly end: number;
}

/** More than this cannot be told apart on any screen. */
const MOST = 20_000;

/**
 * The steps of an answer without a gap over the range, where bins have a fixed width; else those that the answer has
 * (months differ in length), each up to the next.
 */
export function stepsOf(column: QueryColumn, at: number, rows: readonly Row[], range: Range): Step[] {
  const times = [...new Set(rows.map((row) => timeOf(row[at])))].filter((time) => time !== undefined);
  times.sort((a, b) => a - b);
  const [from, to] = [Date.parse(range.from), Date.parse(range.to)];
  const width = (column.bin_seconds ?? 0) * 1000;
  const anchor = times[0] ?? 0;
  const first = Math.min(anchor, anchor + Math.floor((from - anchor) / width) * width);
  const last = Math.max(to, (times.at(-1) ?? to) + width);
  const count = Math.ceil((last - first) / width);
  if (width > 0 && count > 0 && count <= MOST)
    return Array.from({ length: count }, (_, index) => ({
      begin: first + index * width,
      end: first + (index + 1) * width,
    }));
  return times.map((begin, index) => ({ begin, end: times[index + 1] ?? Math.max(to, begin + 1000) }));
}

/** Milliseconds of a time of the wire; undefined for a missing one. */
export function timeOf(value: Row[number] | undefined): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const time = typeof value === 'number' ? value : Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

/** Place of the step that begins at each time. */
export function placesOf(steps: readonly Step[]): ReadonlyMap<number, number> {
  return new Map(steps.map(({ begin }, index) => [begin, index]));
}

/** `2026-11-23 04:10 – 04:20 UTC`; days and months without a clock, seconds only where they say something. */
export function stepWords({ begin, end }: Step): string {
  const [from, to] = [formatInstant(begin), formatInstant(end)];
  const isWhole = (text: string, rest: string) => text.endsWith(rest);
  if (isWhole(from, '00:00:00') && isWhole(to, '00:00:00')) {
    const day = formatInstant(end - 1).slice(0, 10);
    return day === from.slice(0, 10) ? `${day} UTC` : `${from.slice(0, 10)} – ${day} UTC`;
  }
  const digits = isWhole(from, ':00') && isWhole(to, ':00') ? 16 : 19;
  const until = from.slice(0, 10) === to.slice(0, 10) ? to.slice(11, digits) : to.slice(0, digits);
  return `${from.slice(0, digits)} – ${until} UTC`;
}

/** The steps from one to another, as a range of the page, inside what is drawn. */
export function rangeOf(steps: readonly Step[], one: number, other: number, within: Range): Range | undefined {
  const [first, last] = [steps[Math.min(one, other)], steps[Math.max(one, other)]];
  if (first === undefined || last === undefined) return undefined;
  const from = Math.max(first.begin, Date.parse(within.from));
  const to = Math.min(last.end, Date.parse(within.to));
  return from < to
    ? { from: toInstant(from), to: toInstant(to) }
    : { from: toInstant(first.begin), to: toInstant(last.end) };
}

/** Place of the step at a share (0 to 1) of the way from the first to the last. */
export function stepAt(steps: readonly Step[], share: number): number {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const time = first.begin + share * (last.end - first.begin);
  const at = steps.findIndex(({ end }) => time < end);
  return at < 0 ? steps.length - 1 : at;
}
