import { useQuery } from '@tanstack/react-query';
import {
  inventoryObjectsAnswer,
  inventoryWordFields,
  inventoryWordsAnswer,
  type ListedObject,
  networkWordFields,
} from '../../contract/index.ts';
import { apiUrl, readApi } from './api.ts';
import { countryCodes, countryName } from './countries.ts';
import { kindName } from './inventory.ts';

/** A filter that fits what somebody types, and who or what it stands for. */
export interface Suggestion {
  readonly value: string;
  readonly words: string;
}

const LIMIT = 60;
/** Fields whose values are words of the inventory or of loaded data; of the latter there may be very many. */
const WORDS = [...inventoryWordFields, ...networkWordFields] as const;
const isMany = (field: string | undefined) => networkWordFields.some((one) => one === field);
const MOST = 12;
/** Kinds that a filter on a thing is made for; hosts are found by their name. */
const GROUPS: ReadonlySet<string> = new Set([
  'subnet',
  'vpc',
  'security-group',
  'nat-gateway',
  'load-balancer',
  'classic-load-balancer',
  'vpc-endpoint',
]);

/** Names, owners, addresses and things of the inventory that hold what was typed. */
export function useSuggestions(typed: string, at: string): readonly Suggestion[] {
  const text = typed.trim().replace(/^!\s*/, '');
  const [before = '', value] = text.split(/:(.*)/s);
  const field = value === undefined ? undefined : WORDS.find((one) => one === before);
  const isName = value !== undefined && before === 'name';
  const search = isName ? value : text;
  const isWord = isName || (value === undefined && /^[^\d/!][^/]*$/.test(text) && text.length >= 2);
  const url = apiUrl('inventory/objects', { search, at, limit: LIMIT });
  const { data } = useQuery({
    queryKey: [url],
    queryFn: ({ signal }) => readApi(url, inventoryObjectsAnswer, signal),
    enabled: isWord,
    staleTime: 60_000,
  });
  const wordsUrl = apiUrl('inventory/words', isMany(field) ? { field, search: value?.trim(), limit: MOST } : { field });
  const words = useQuery({
    queryKey: [wordsUrl, field],
    queryFn: ({ signal }) => readApi(wordsUrl, inventoryWordsAnswer, signal),
    enabled: field !== undefined,
    placeholderData: (before, query) => (query?.queryKey[1] === field ? before : undefined),
    staleTime: 60_000,
  });
  if (before === 'country') return countriesHolding(value ?? '');
  if (field !== undefined) return wordsHolding(words.data?.words ?? [], field, value ?? '', words.data?.about);
  if (!isWord || data === undefined) return [];
  return suggestionsOf(data.rows, search.toLowerCase(), isName);
}

/** The words of a field that hold what was typed behind it, or stand for what does. */
export function wordsHolding(
  words: readonly string[],
  field: string,
  typed: string,
  about: Readonly<Record<string, string>> = {},
): Suggestion[] {
  const text = typed.trim().toLowerCase();
  const fitting = words.filter((word) => `${word}\n${about[word] ?? ''}`.toLowerCase().includes(text));
  return fitting.slice(0, MOST).map((word) => ({ value: `${field}:${word}`, words: about[word] ?? 'at either end' }));
}

/** Countries by their code, or a part of their name. */
export function countriesHolding(typed: string): Suggestion[] {
  const text = typed.trim().toLowerCase();
  if (text === '' || text === '-') return [];
  const all = countryCodes.map((code) => ({ code, name: countryName(code) }));
  const fitting = all.filter(({ code, name }) => code.toLowerCase() === text || name.toLowerCase().includes(text));
  const first = (one: (typeof all)[number]) =>
    Number(one.code.toLowerCase() === text) * 2 + Number(one.name.toLowerCase().startsWith(text));
  return fitting
    .sort((a, b) => first(b) - first(a))
    .slice(0, MOST)
    .map(({ code, name }) => ({ value: `country:${code}`, words: name }));
}

/** What these objects suggest for a text, the best first. */
export function suggestionsOf(rows: readonly ListedObject[], text: string, onlyNames: boolean): Suggestion[] {
  const holds = (word: string | null): word is string => word?.toLowerCase().includes(text) === true;
  const hosts = rows.filter(({ name, addresses }) => holds(name) && addresses.length > 0);
  const names = [...new Map(hosts.map((one) => [one.name, one])).values()].slice(0, onlyNames ? MOST : 4);
  const owners = [...new Set(rows.map(({ owner }) => owner).filter(holds))].slice(0, 2);
  const byName = names.map((one) => ({ value: `name:${one.name}`, words: wordsOf(one) }));
  const byOwner = owners.map((owner) => ({ value: `owner:${owner}`, words: 'everything of this owner' }));
  if (onlyNames) return byName;
  const exact = names
    .filter(({ name }) => name?.toLowerCase() === text)
    .flatMap(({ addresses, name }) =>
      addresses.slice(0, 2).map((address) => ({ value: `address:${address}`, words: `address of ${name}` })),
    );
  const things = rows
    .filter(({ kind, name }) => GROUPS.has(kind) && holds(name))
    .slice(0, 4)
    .map(({ id, kind, name }) => ({ value: `thing:${id}`, words: `${kindName(kind)} ${name}` }));
  return [...byName, ...exact, ...byOwner, ...things];
}

function wordsOf({ kind, owner, addresses }: ListedObject): string {
  return [kindName(kind), owner === null ? null : `of ${owner}`, addresses.slice(0, 2).join(', ')]
    .filter((word) => word !== null)
    .join(' · ');
}
