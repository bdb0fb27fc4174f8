import type { ScopeQuery } from '../../../contract/index.ts';
import { WeirError } from '../../../core/index.ts';
import type { FlowClient, QueryOptions, Settings } from '../client.ts';
import { type FieldFilter, type Holders, readFilters, withHolders } from './filters.ts';
import { instantOf } from './values.ts';

const day = 86_400;

/** What a reader looks at, with every default filled in. Unix seconds; `from` included, `to` excluded. */
export interface Scope {
  readonly from: number;
  readonly to: number;
  readonly filters: readonly FieldFilter[];
}

/** What every reader needs: the way to the tables and the caller's wish to stop. */
export interface ReadContext {
  readonly client: FlowClient;
  readonly signal?: AbortSignal | undefined;
}

const readSettings: Settings = {
  readonly: 1,
  // A server must be told; the embedded engine always does.
  cancel_http_readonly_queries_on_client_close: 1,
  // Millions of distinct keys go to disk rather than over the limit.
  max_bytes_before_external_group_by: 1_073_741_824,
};

/** Options of a read: stops with the caller, and cannot write. */
export function readOptions(context: ReadContext, params: Record<string, unknown> = {}): QueryOptions {
  return {
    params,
    settings: readSettings,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  };
}

/** A table of the store as SQL names it. */
export function tableName(context: ReadContext, name: string): string {
  return `\`${context.client.placement.database}\`.${name}`;
}

/** Where the inventory lies that filters ask, and the time that counts. */
export function holdersIn(context: ReadContext, from: number, to: number): Holders {
  const table = tableName(context, 'inventory_addresses');
  return {
    table,
    observations: tableName(context, 'inventory_observations'),
    isSpread: context.client.placement.cluster !== undefined,
    from,
    to,
  };
}

/** First and last start of the stored records; undefined while there are none. */
export async function dataSpan(
  context: ReadContext,
): Promise<{ first: number; last: number; records: string } | undefined> {
  const sql = `SELECT toUnixTimestamp(ifNull(min(start), toDateTime(0, 'UTC'))) AS first, toUnixTimestamp(ifNull(max(start), toDateTime(0, 'UTC'))) AS last, count() AS records FROM ${tableName(context, 'flows')}`;
  const [row] = await context.client.rows<{ first: number; last: number; records: string }>(sql, readOptions(context));
  return row === undefined || row.records === '0'
    ? undefined
    : { first: Number(row.first), last: Number(row.last), records: row.records };
}

/**
 * Fills in what a query leaves open: without a range the whole span of the data, at most the 24 hours before its end.
 * Throws FILTER_INVALID or RANGE_INVALID.
 */
export async function resolveScope(context: ReadContext, query: ScopeQuery): Promise<Scope> {
  const read = readFilters(query.filter);
  const checked = (from: number, to: number): Scope => {
    checkRange(from, to);
    return { from, to, filters: withHolders(read, holdersIn(context, from, to)) };
  };
  const given = { from: secondsOf(query.from), to: secondsOf(query.to) };
  if (given.from !== undefined && given.to !== undefined) return checked(given.from, given.to);
  const span = await dataSpan(context);
  const now = Math.floor(Date.now() / 1000);
  const end = (Math.floor((span?.last ?? now) / 60) + 1) * 60;
  const to = given.to ?? Math.max(end, (given.from ?? 0) + 60);
  const start = Math.floor((span?.first ?? 0) / 60) * 60;
  const from = given.from ?? Math.max(Math.min(start, to - 60), to - day);
  return checked(from, to);
}

function secondsOf(instant: string | undefined): number | undefined {
  return instant === undefined ? undefined : Math.floor(Date.parse(instant) / 1000);
}

function checkRange(from: number, to: number): void {
  const top = 4_294_967_295;
  if (from >= to || from < 0 || to > top) {
    throw new WeirError('RANGE_INVALID', `the range ${instantOf(from)} to ${instantOf(to)} holds no time`, {
      kind: 'usage',
      hint: '"from" must lie before "to", both between 1970 and 2106',
    });
  }
}

const niceSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200];

/** The shortest round step that cuts the range into at most so many pieces, in seconds. */
export function stepFor(scope: Pick<Scope, 'from' | 'to'>, steps: number, least = 1): number {
  const wanted = Math.max((scope.to - scope.from) / steps, least);
  return niceSteps.find((s) => s >= wanted && s % least === 0) ?? Math.ceil(wanted / day) * day;
}
