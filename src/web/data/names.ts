import { keepPreviousData, queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type AddressName, type NamesAnswer, namesAnswer } from '../../contract/index.ts';
import { apiUrl, writeApi } from './api.ts';
import { looksLikeAddress } from './filters.ts';

const MINUTE = 60_000;
/** The server takes so many at once. */
const MOST = 1000;
/** How long a view gathers the addresses on it before it asks for them all, in milliseconds. */
const GATHERING = 12;

interface Waiting {
  readonly done: (answer: NamesAnswer) => void;
  readonly failed: (reason: unknown) => void;
}

/** What waits for its name, by the time of the view. */
const waiting = new Map<string, Map<string, Waiting[]>>();

/** An answer with the name of an address or a thing: one request for all that are asked for at about the same time. */
function askAlong(asked: string, at: string): Promise<NamesAnswer> {
  return new Promise((done, failed) => {
    const batch = waiting.get(at) ?? new Map<string, Waiting[]>();
    if (!waiting.has(at)) {
      waiting.set(at, batch);
      setTimeout(() => {
        waiting.delete(at);
        const all = [...batch];
        for (let from = 0; from < all.length; from += MOST) void askFor(all.slice(from, from + MOST), at);
      }, GATHERING);
    }
    batch.set(asked, [...(batch.get(asked) ?? []), { done, failed }]);
  });
}

async function askFor(batch: readonly (readonly [string, readonly Waiting[]])[], at: string): Promise<void> {
  try {
    const asked = batch.map(([text]) => text);
    const body = {
      addresses: asked.filter(looksLikeAddress),
      ids: asked.filter((text) => !looksLikeAddress(text)),
      ...(at === 'now' ? {} : { at }),
    };
    const answer = await writeApi(apiUrl('names'), namesAnswer, { method: 'POST', body });
    for (const [, those] of batch) for (const { done } of those) done(answer);
  } catch (error) {
    for (const [, those] of batch) for (const { failed } of those) failed(error);
  }
}

/** What an address is called at a time; null where nothing is known of it, undefined until that is clear. */
export function useNameAt(address: string | null, at: string): AddressName | null | undefined {
  return useQuery(nameQuery(address, at)).data;
}

/** What many addresses are called at a time, by address; those that are not clear yet are absent. */
export function useNamesAt(addresses: readonly string[], at: string): Readonly<Record<string, AddressName>> {
  const combine = useCallback(
    (answers: readonly { readonly data: AddressName | null | undefined }[]): Record<string, AddressName> =>
      Object.fromEntries(
        addresses.flatMap((address, i) => {
          const known = answers[i]?.data;
          return known ? [[address, known] as const] : [];
        }),
      ),
    [addresses],
  );
  return useQueries({ queries: addresses.map((address) => nameQuery(address, at)), combine });
}

const nameQuery = (address: string | null, at: string) =>
  queryOptions({
    queryKey: ['name', at, address],
    queryFn: async () => (address === null ? null : ((await askAlong(address, at)).names[address] ?? null)),
    enabled: address !== null,
    staleTime: 5 * MINUTE,
    placeholderData: keepPreviousData<AddressName | null>,
  });

/** What a thing is called at a time, or `now`, by its identifier; null where it has no name. */
export function useThingNameAt(id: string | null, at: string): string | null | undefined {
  const { data } = useQuery({
    queryKey: ['thing-name', at, id],
    queryFn: async () => (id === null ? null : ((await askAlong(id, at)).things[id] ?? null)),
    enabled: id !== null,
    staleTime: 5 * MINUTE,
    placeholderData: keepPreviousData,
  });
  return data;
}
