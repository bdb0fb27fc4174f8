import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { type SavedQuery, type SavedQueryBody, savedQueries, savedQuery } from '../../contract/index.ts';
import { apiUrl, readApi, writeApi } from './api.ts';

const KEY = ['saved-queries'] as const;
const MINUTE = 60_000;

function pathOf(id: string): string {
  return apiUrl(`saved-queries/${encodeURIComponent(id)}`);
}

/** All saved queries: people's own and those that come with Weir. */
export function useSavedQueries(): UseQueryResult<readonly SavedQuery[]> {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await readApi(apiUrl('saved-queries'), savedQueries, signal)).rows,
    staleTime: MINUTE,
  });
}

/** One by its id; asked for on its own, so that a link opens before the list is there. */
export function useSavedQuery(id: string | undefined): UseQueryResult<SavedQuery> {
  return useQuery({
    queryKey: [...KEY, id],
    queryFn: ({ signal }) => readApi(pathOf(id ?? ''), savedQuery, signal),
    enabled: id !== undefined,
    staleTime: MINUTE,
  });
}

/** Keeps a query: a new one, or in place of the one with that id. */
export function useKeepQuery() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { readonly id: string | undefined; readonly body: SavedQueryBody }) =>
      writeApi(id === undefined ? apiUrl('saved-queries') : pathOf(id), savedQuery, {
        method: id === undefined ? 'POST' : 'PUT',
        body,
      }),
    onSuccess: (kept) => {
      queries.setQueryData([...KEY, kept.id], kept);
      return queries.invalidateQueries({ queryKey: KEY });
    },
  });
}

export function useForgetQuery() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => writeApi(pathOf(id), z.unknown(), { method: 'DELETE' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY, exact: true }),
  });
}
