import { keepPreviousData, type UseQueryResult, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import {
  type CoverageAnswer,
  coverageAnswer,
  type LedgerAnswer,
  ledgerAnswer,
  type Measure,
  type ObjectRow,
  objectsAnswer,
  type QuarantineAnswer,
  quarantineAnswer,
  type RecordsAnswer,
  recordsAnswer,
  type SeriesAnswer,
  type StatusAnswer,
  type SummaryAnswer,
  seriesAnswer,
  statusAnswer,
  summaryAnswer,
  type TopAnswer,
  topAnswer,
  type topDimensions,
} from '../../contract/index.ts';
import { apiUrl, type Params, readApi } from './api.ts';

/** What a panel looks at: two instants and filters. */
export interface Scope {
  readonly from: string;
  readonly to: string;
  readonly filter: readonly string[];
}

export type Dimension = (typeof topDimensions)[number];
export type SeriesBy = 'none' | 'action' | 'boundary' | 'src_country' | 'dst_country';
export type ObjectState = ObjectRow['state'] | 'quarantined';

const MINUTE = 60_000;

type Shape<T> = Parameters<typeof readApi<T>>[1];

/** Answers are kept while the next one comes, so that nothing jumps when a filter is added. */
export function useAnswer<T>(path: string, shape: Shape<T>, params: Params): UseQueryResult<T> {
  const url = apiUrl(path, params);
  return useQuery({
    queryKey: [url],
    queryFn: ({ signal }) => readApi(url, shape, signal),
    placeholderData: keepPreviousData,
    staleTime: MINUTE,
  });
}

function scopeParams({ from, to, filter }: Scope): Params {
  return { from, to, filter };
}

/** Asked again all the time: tells about loading, restarts and new records. */
export function useStatus(): UseQueryResult<StatusAnswer> {
  return useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => readApi(apiUrl('status'), statusAnswer, signal),
    refetchInterval: (query) => (query.state.data?.loading === null ? 10_000 : 2000),
  });
}

export function useSummary(scope: Scope): UseQueryResult<SummaryAnswer> {
  return useAnswer('summary', summaryAnswer, scopeParams(scope));
}

/** Where every byte of a view went. */
export function useLedger(scope: Scope): UseQueryResult<LedgerAnswer> {
  return useAnswer('ledger', ledgerAnswer, scopeParams(scope));
}

export function useCoverage(scope: Scope): UseQueryResult<CoverageAnswer> {
  return useAnswer('coverage', coverageAnswer, scopeParams(scope));
}

export function useSeries(
  scope: Scope,
  by: SeriesBy,
  options: { measure?: Measure; keys?: number; steps?: number } = {},
): UseQueryResult<SeriesAnswer> {
  return useAnswer('series', seriesAnswer, { ...scopeParams(scope), by, ...options });
}

export function useTop(
  scope: Scope,
  dimension: Dimension,
  options: { measure?: Measure; limit?: number; bytes?: 'counted' | 'logged' } = {},
): UseQueryResult<TopAnswer> {
  return useAnswer('top', topAnswer, { ...scopeParams(scope), dimension, ...options });
}

/** How many rows a list of what was refused has. */
export const refusedRows = 8;

/** What was refused, most attempts first; the gauges and the list of sources ask this together. */
export function useRefused(scope: Scope, by: 'rejected_service' | 'rejected_srcaddr'): UseQueryResult<TopAnswer> {
  return useTop(scope, by, { measure: 'records', limit: refusedRows });
}

export interface RecordsAsk {
  readonly columns: readonly string[];
  readonly sort: string;
}

export const RECORDS_PAGE = 200;

/** Some pages of the rows of a view, by page number. */
export function useRecordPages(
  scope: Scope,
  ask: RecordsAsk,
  pages: readonly number[],
): UseQueryResult<RecordsAnswer>[] {
  return useQueries({
    queries: pages.map((page) => {
      const url = apiUrl('records', {
        ...scopeParams(scope),
        columns: ask.columns.join(','),
        sort: ask.sort,
        limit: RECORDS_PAGE,
        offset: page * RECORDS_PAGE,
      });
      return {
        queryKey: [url],
        queryFn: ({ signal }: { signal: AbortSignal }) => readApi(url, recordsAnswer, signal),
        staleTime: 10 * MINUTE,
      };
    }),
  });
}

export function useRecords(scope: Scope, ask: RecordsAsk & { readonly limit: number }): UseQueryResult<RecordsAnswer> {
  return useAnswer('records', recordsAnswer, {
    ...scopeParams(scope),
    columns: ask.columns.join(','),
    sort: ask.sort,
    limit: ask.limit,
  });
}

export function exportUrl(scope: Scope, columns: readonly string[], format: 'csv' | 'json' | 'parquet'): string {
  return apiUrl('records/export', { ...scopeParams(scope), columns: columns.join(','), format });
}

/** What was loaded, newest first, page after page. Asked again while a load runs. */
export function useObjects(state: ObjectState | undefined, isLoading: boolean) {
  return useInfiniteQuery({
    queryKey: ['objects', state],
    queryFn: ({ pageParam, signal }) =>
      readApi(apiUrl('objects', { state, limit: 100, cursor: pageParam ?? undefined }), objectsAnswer, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (answer) => answer.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: isLoading ? 3000 : false,
  });
}

export function useQuarantine(objectId: string): UseQueryResult<QuarantineAnswer> {
  return useAnswer(`objects/${encodeURIComponent(objectId)}/quarantine`, quarantineAnswer, {});
}
