import { timeOf } from './canonical.ts';
import { type Item, isItem, type Kind, textOf } from './define-kind.ts';
import type { JsonPath } from './json-documents.ts';
import { kinds } from './kinds/index.ts';

/** One answer of one call, or one page of it. */
export interface Answer {
  readonly kind: Kind;
  readonly entries: readonly { readonly item: Item; readonly path: JsonPath }[];
  readonly path: JsonPath;
  /** With its other pages the whole, or a selection that says nothing about what is not in it. */
  readonly covers: 'all' | 'part';
  /** Whether another page follows; `none` of what is no answer of a call, such as a bare list. */
  readonly paging: 'more' | 'last' | 'none';
  /** The prefix list that it is about, as the file or the request says. */
  readonly hint: string | undefined;
  /** Why it is a part. */
  readonly reason: string | undefined;
  /** When AWS says that it answered, in milliseconds. */
  readonly at: number | undefined;
}

/** A part of a file of which nothing was taken. */
export interface Unread {
  readonly path: JsonPath;
  readonly message: string;
  readonly hint: string;
}

export interface Reading {
  readonly answers: Answer[];
  readonly unread: Unread[];
}

/** Around the lists of an answer: no facts, and nothing to tell of. */
const around = new Set(['ResponseMetadata', '$metadata', 'NextToken', 'NextMarker', 'Marker', 'IsTruncated']);
const tokens = ['NextToken', 'NextMarker', 'Marker'];
/** Parameters of a request that leave nothing out of its answer. */
const harmless = new Set([
  'MaxResults',
  'NextToken',
  'MaxItems',
  'PageSize',
  'StartingToken',
  'DryRun',
  'PrefixListId',
]);
const deepest = 6;

/** What a document holds, found from its keys, else from the shape of its items. */
export function readAnswers(value: unknown, hint: string | undefined): Reading {
  const reading: Reading = { answers: [], unread: [] };
  visit(value, [], { depth: 0, hint, input: undefined }, reading);
  return reading;
}

interface Surroundings {
  readonly depth: number;
  /** The prefix list that the file is named after. */
  readonly hint: string | undefined;
  /** The request, where it stands beside the answer. */
  readonly input: Item | undefined;
}

function visit(value: unknown, path: JsonPath, near: Surroundings, reading: Reading): void {
  if (near.depth <= deepest && Array.isArray(value) && visitList(value, path, near, reading)) return;
  if (near.depth <= deepest && isItem(value) && visitItem(value, path, near, reading)) return;
  notUnderstood(value, path, reading);
}

/** False where nothing of a list is understood: then it is told of as a whole, and not of each thing inside. */
function visitList(list: readonly unknown[], path: JsonPath, near: Surroundings, reading: Reading): boolean {
  const objects = list.filter(isItem);
  const kind = objects.length === 0 ? undefined : kinds.find((one) => objects.every((item) => one.looksLike(item)));
  if (kind !== undefined) {
    add(reading, kind, list, path, near, {
      covers: 'part',
      paging: 'none',
      reason: 'it is a list without the key of its call',
    });
    return true;
  }
  if (!list.some((inner) => (isItem(inner) && isAnswer(inner)) || Array.isArray(inner))) return false;
  for (const [i, inner] of list.entries()) visit(inner, [...path, i], deeper(near), reading);
  return true;
}

/** An answer, or an example of one with its request, or one object. */
function isAnswer(item: Item): boolean {
  if (isItem(item['output'])) return true;
  if (kinds.some((kind) => kind.looksLike(item))) return true;
  const entries = Object.entries(item).filter(([key]) => !around.has(key));
  // A thing with fields of its own is no answer, whatever lies in it.
  if (entries.some(([, inner]) => typeof inner !== 'object')) return false;
  return entries.some(([key, inner]) => Array.isArray(inner) && kindOfKey(key, inner) !== undefined);
}

function visitItem(item: Item, path: JsonPath, near: Surroundings, reading: Reading): boolean {
  if (isItem(item['output'])) {
    const input = isItem(item['input']) ? item['input'] : {};
    visit(item['output'], [...path, 'output'], { ...deeper(near), input }, reading);
    return true;
  }
  const kind = kinds.find((one) => one.looksLike(item));
  if (kind !== undefined) {
    add(reading, kind, [item], path, near, {
      covers: 'part',
      paging: 'none',
      reason: 'it is one object without the key of its call',
    });
    return true;
  }
  const entries = Object.entries(item).filter(([key]) => !around.has(key));
  // Below the top, only what holds answers and nothing else is gone through: the insides of other things are their own.
  const isContainer = entries.length > 0 && entries.every(([, inner]) => typeof inner === 'object' && inner !== null);
  if (entries.length === 0 || (path.length > 0 && !isContainer && !isAnswer(item))) return false;
  for (const [key, inner] of entries) {
    const isAll = path.length === 0 && entries.length === 1;
    const known = Array.isArray(inner) ? kindOfKey(key, inner, isAll) : undefined;
    if (known !== undefined && Array.isArray(inner))
      add(reading, known, inner, [...path, key], near, coverage(item, near), timeOfAnswer(item));
    else visit(inner, [...path, key], deeper(near), reading);
  }
  return true;
}

const deeper = (near: Surroundings): Surroundings => ({ ...near, depth: near.depth + 1 });

/** @param isAll nothing else stands in the document: then an empty list is an answer, too */
function kindOfKey(key: string, list: readonly unknown[], isAll = false): Kind | undefined {
  const candidates = kinds.filter((kind) => kind.keys.includes(key));
  const isVague = key === 'Entries' || key === 'Tags';
  if (candidates.length === 1 && (!isVague || (isAll && list.length === 0))) return candidates[0];
  // A key that several calls share, or that stands inside of other things, too.
  const objects = list.filter(isItem);
  return candidates.find((kind) => objects.length > 0 && objects.every((item) => kind.looksLike(item)));
}

const callsHint = 'weir inventory status lists the calls whose answers are read';

function notUnderstood(value: unknown, path: JsonPath, reading: Reading): void {
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  const size = Array.isArray(value) ? ` (${value.length} in a list)` : '';
  const message = isEmpty ? 'is empty, and holds no answer that is known' : `is not understood${size}`;
  reading.unread.push({ path, message, hint: callsHint });
}

type Coverage = Pick<Answer, 'covers' | 'paging' | 'reason'>;

function coverage(answer: Item, near: Surroundings): Coverage {
  const filter = Object.keys(near.input ?? {}).find((name) => !harmless.has(name));
  const paging = tokens.some((name) => textOf(answer, name) !== undefined) ? 'more' : 'last';
  if (filter !== undefined) return { covers: 'part', paging, reason: `it was asked for with ${filter}` };
  return { covers: 'all', paging, reason: undefined };
}

function timeOfAnswer(answer: Item): number | undefined {
  const metadata = answer['ResponseMetadata'];
  const headers = isItem(metadata) && isItem(metadata['HTTPHeaders']) ? metadata['HTTPHeaders'] : {};
  const date = textOf(headers, 'date') ?? textOf(headers, 'Date');
  const at = date === undefined ? undefined : Date.parse(date);
  return at === undefined || Number.isNaN(at) ? undefined : timeOf(at / 1000);
}

/** The objects of a list, with the place of each in it. What is no object is left out. */
function objectsOf(
  kind: Kind,
  list: readonly unknown[],
): { objects: { item: Item; place: number }[]; foreign: number[] } {
  const objects: { item: Item; place: number }[] = [];
  const foreign: number[] = [];
  for (const [place, entry] of list.entries()) {
    const inner = isItem(entry) ? (kind.open?.(entry) ?? [entry]) : [entry];
    for (const one of inner) {
      if (isItem(one)) objects.push({ item: one, place });
      else foreign.push(place);
    }
  }
  return { objects, foreign };
}

/** The objects of a call for objects of a kind, from all of its pages. `hint` is the list whose entries were asked for. */
export function objectsOfPages(kind: Kind, pages: readonly Item[], hint: string | undefined): readonly Item[] {
  const list = pages.flatMap((page): readonly unknown[] => {
    const found = kind.keys.map((key) => page[key]).find((value) => Array.isArray(value));
    return Array.isArray(found) ? found : [];
  });
  const items = objectsOf(kind, list).objects.map(({ item }) => item);
  return kind.gather?.(items, hint) ?? items;
}

function add(
  reading: Reading,
  kind: Kind,
  list: readonly unknown[],
  path: JsonPath,
  near: Surroundings,
  coverage: Coverage,
  at?: number,
): void {
  const isSingle = list.length === 1 && path.length > 0 && typeof path.at(-1) === 'number';
  const placeOf = (i: number): JsonPath => (isSingle ? path : [...path, i]);
  const { objects, foreign } = objectsOf(kind, list);
  for (const place of foreign)
    reading.unread.push({
      path: placeOf(place),
      message: `is no ${kind.name}`,
      hint: 'it is left out, the others are read',
    });
  reading.answers.push({
    kind,
    entries: objects.map(({ item, place }) => ({ item, path: placeOf(place) })),
    path,
    ...coverage,
    covers: kind.partKeys?.includes(String(path.at(-1))) ? 'part' : coverage.covers,
    hint: near.hint ?? textOf(near.input ?? {}, 'PrefixListId'),
    at,
  });
}
