/** Time ranges: words such as `24h` or two instants, start inclusive, end exclusive, in UTC. */
export const presets = [
  { id: '1h', label: 'Last hour', seconds: 3600 },
  { id: '6h', label: 'Last 6 hours', seconds: 6 * 3600 },
  { id: '24h', label: 'Last 24 hours', seconds: 86_400 },
  { id: '7d', label: 'Last 7 days', seconds: 7 * 86_400 },
  { id: '30d', label: 'Last 30 days', seconds: 30 * 86_400 },
  { id: 'all', label: 'All that is loaded', seconds: undefined },
] as const;

export type PresetId = (typeof presets)[number]['id'];
export const presetIds = presets.map((preset) => preset.id);
export const DEFAULT_PRESET: PresetId = '24h';

/** Data that ended longer ago than this is old: presets then count back from its end, not from now. */
const FRESH_SECONDS = 15 * 60;

export interface Range {
  /** ISO instants in UTC, whole seconds. */
  readonly from: string;
  readonly to: string;
}

export interface Asked {
  readonly range?: PresetId | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface Span {
  readonly first: string | null;
  readonly last: string | null;
}

/** Milliseconds as an ISO instant of whole seconds. */
export function toInstant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

const MINUTE = 60_000;

/** True when presets count back from the end of the data and not from now. */
export function isOld(span: Span, now: number): boolean {
  return span.last !== null && Date.parse(span.last) < now - FRESH_SECONDS * 1000;
}

/**
 * The range that is asked for, in instants. Presets end at the end of old data, else now, on a whole minute, and begin
 * no earlier than the data does.
 */
export function resolveRange(asked: Asked, span: Span, now: number): Range {
  if (asked.from !== undefined && asked.to !== undefined) return { from: asked.from, to: asked.to };
  const preset = presets.find((one) => one.id === (asked.range ?? DEFAULT_PRESET));
  const last = span.last === null ? now : Date.parse(span.last);
  const end = Math.floor((isOld(span, now) ? last : now) / MINUTE) * MINUTE + MINUTE;
  const first = span.first === null ? end - MINUTE : Math.floor(Date.parse(span.first) / MINUTE) * MINUTE;
  const start = preset?.seconds === undefined ? first : Math.max(first, end - preset.seconds * 1000);
  return { from: toInstant(Math.min(start, end - MINUTE)), to: toInstant(end) };
}

export function rangeSeconds(range: Range): number {
  return (Date.parse(range.to) - Date.parse(range.from)) / 1000;
}

/** The range that a person drew over a chart: on whole steps, one at least, inside the chart. */
export function drawnRange(startMs: number, endMs: number, chart: Range & { readonly stepSeconds: number }): Range {
  const step = chart.stepSeconds * 1000;
  const [chartFrom, chartTo] = [Date.parse(chart.from), Date.parse(chart.to)];
  const [low, high] = [Math.min(startMs, endMs), Math.max(startMs, endMs)];
  // Steps lie on whole multiples since 1970, wherever the chart begins.
  const from = Math.max(chartFrom, Math.floor(low / step) * step);
  const to = Math.min(chartTo, Math.ceil(high / step) * step);
  return { from: toInstant(Math.min(from, chartTo - step)), to: toInstant(Math.max(to, from + step)) };
}

/** A range of twice the width around the same middle, inside the data where its span is known. */
export function widened(range: Range, span: Span): Range {
  const half = (Date.parse(range.to) - Date.parse(range.from)) / 2;
  const from = Date.parse(range.from) - half;
  const to = Date.parse(range.to) + half;
  const first = span.first === null ? from : Date.parse(span.first);
  const last = span.last === null ? to : Date.parse(span.last) + 1000;
  return {
    from: toInstant(Math.max(from, Math.min(first, Date.parse(range.from)))),
    to: toInstant(Math.min(to, Math.max(last, Date.parse(range.to)))),
  };
}

/** `2026-11-23 04:00 → 06:00`: what the time chip shows for two instants; a date is not repeated. */
export function rangeText(range: Range): string {
  const [from, to] = [range.from, range.to].map((one) => one.replace('T', ' ').slice(0, 16));
  if (from === undefined || to === undefined) return '';
  return from.slice(0, 10) === to.slice(0, 10) ? `${from} → ${to.slice(11)}` : `${from} → ${to}`;
}

/** A typed time, UTC: `2026-11-23 04:00`, `2026-11-23T04:00:00Z`, `2026-11-23`. Undefined when it is no time. */
export function parseInstant(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(?::(\d{2}))?)?(?:\.\d+)?Z?$/.exec(text.trim());
  if (match === null) return undefined;
  const ms = Date.parse(`${match[1]}T${match[2] ?? '00:00'}:${match[3] ?? '00'}Z`);
  return Number.isNaN(ms) ? undefined : toInstant(ms);
}
