import type { QueryBody, QueryProgress, SavedForm } from '../../contract/index.ts';
import { parameterTexts, parameterValues } from './explore-parameters.ts';
import type { Scope } from './queries.ts';
import type { Search } from './search.ts';
import { DEFAULT_PRESET, presets, type Range, toInstant } from './time-range.ts';

export type Language = 'ql' | 'sql';
export const languages: readonly Language[] = ['ql', 'sql'];
export const languageWords: Readonly<Record<Language, string>> = { ql: 'query', sql: 'SQL' };

/** Most rows that an answer can have; without a limit of its own a query gives 10,000. */
export const LARGEST_LIMIT = 100_000;

/** A question as it is asked: what one run of Explore answers. */
export interface Ask {
  /** With the parameters put in. */
  readonly query: string;
  /** As it was written. */
  readonly written: string;
  readonly language: Language;
  /** Start included, end excluded, as everywhere on the page. */
  readonly scope: Scope;
}

/** The last second of a range whose end is excluded: the language's ranges hold both ends. */
function lastSecond(to: string): string {
  return toInstant(Date.parse(to) - 1000);
}

/** A range of the language, both ends included, as the page writes it. */
export function pageRange({ from, to }: Range): Range {
  return { from: toInstant(Date.parse(from)), to: toInstant(Date.parse(to) + 1000) };
}

export function bodyOf({ query, language, scope }: Omit<Ask, 'written'>): QueryBody {
  const filter = language === 'sql' ? [] : [...scope.filter];
  return { query, language, from: scope.from, to: lastSecond(scope.to), filter };
}

/** The range of the page as a saved query holds it: words that count back where there are some, else both ends. */
export function savedRange(search: Search, range: Range): Pick<SavedForm, 'from' | 'to'> {
  if (search.from !== undefined && search.to !== undefined) return { from: range.from, to: lastSecond(range.to) };
  const preset = search.range ?? DEFAULT_PRESET;
  return preset === 'all' ? { from: range.from, to: lastSecond(range.to) } : { from: `-${preset}`, to: 'now' };
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** A saved range as the address bar holds it; undefined where the query holds none, or one the page cannot show. */
function searchRange({ from, to }: Pick<SavedForm, 'from' | 'to'>, now: number): Partial<Search> | undefined {
  if (from === undefined) return undefined;
  const preset = presets.find((one) => `-${one.id}` === from);
  if (preset !== undefined && (to ?? 'now') === 'now') return { range: preset.id, from: undefined, to: undefined };
  const [begin, end] = [momentOf(from, now), momentOf(to ?? 'now', now)];
  if (begin === undefined || end === undefined || end < begin) return undefined;
  return { range: undefined, from: toInstant(begin), to: toInstant(end + 1000) };
}

/** Milliseconds of `now`, `-24h` or ISO text. */
function momentOf(text: string, now: number): number | undefined {
  if (text === 'now') return now;
  const ago = /^-(\d+)([smhdw])$/.exec(text);
  if (ago !== null) return now - Number(ago[1]) * (unitSeconds[ago[2] ?? ''] ?? 0) * 1000;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : moment;
}

/** What the address bar becomes when a saved query is opened. */
export function searchOf(form: SavedForm, id: string | undefined, before: Search, now: number): Search {
  const defaults = parameterValues(form.parameters, {});
  const { range, from, to } = { ...before, ...searchRange(form, now) };
  return {
    range,
    from,
    to,
    filter: form.filter.length === 0 ? before.filter : [...form.filter],
    q: form.query,
    lang: form.language === 'sql' ? 'sql' : undefined,
    param: parameterTexts(defaults),
    chart: form.chart,
    saved: id,
  };
}

/** The share of what will be read that has been read, 0 to 1; undefined while the engine does not know. */
export function readShare({ read_rows: read, total_rows: all }: Pick<QueryProgress, 'read_rows' | 'total_rows'>) {
  const total = Number(all ?? 0);
  return total === 0 || read === null ? undefined : Math.min(1, Number(read) / total);
}
