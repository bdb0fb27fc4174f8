import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type QueryFacts, queryFacts } from '../../contract/index.ts';
import { apiUrl, readApi } from './api.ts';

/** What the editor must know of the store: layouts of the logs, tables to look up, the user's own networks. */
export function useQueryFacts(): UseQueryResult<QueryFacts> {
  return useQuery({
    queryKey: ['query-facts'],
    queryFn: ({ signal }) => readApi(apiUrl('query-facts'), queryFacts, signal),
    staleTime: 300_000,
  });
}
