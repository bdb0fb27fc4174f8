import { dataSpan, type ReadContext, readOptions, tableName } from './scope.ts';
import { exactCount, instantOf } from './values.ts';

/** What the store knows about itself. */
export interface StoreStatus {
  /** Span of the stored records by their start; null while there are none. */
  readonly first: string | null;
  readonly last: string | null;
  readonly records: number | string;
  readonly engineVersion: string;
  readonly countriesLoaded: boolean;
  /** Changes with what was loaded, settled or is known of addresses: answers made under the same state are the same. */
  readonly ledgerState: string;
}

export async function readStoreStatus(context: ReadContext): Promise<StoreStatus> {
  const [span, rows] = await Promise.all([
    dataSpan(context),
    context.client.rows<{ version: string; countries: number }>(
      `SELECT version() AS version, (SELECT count() > 0 FROM ${tableName(context, 'country_prefixes')}) AS countries`,
      readOptions(context),
    ),
  ]);
  return {
    first: span === undefined ? null : instantOf(span.first),
    last: span === undefined ? null : instantOf(span.last),
    records: exactCount(span?.records ?? '0'),
    engineVersion: rows[0]?.version ?? 'unknown',
    countriesLoaded: Number(rows[0]?.countries ?? 0) === 1,
    ledgerState: await readLedgerState(context),
  };
}

/** A text that changes whenever an object was loaded or refused, records were settled, or more is known of addresses. */
export async function readLedgerState(context: ReadContext): Promise<string> {
  const sql = `SELECT toString(max(finished_at)) AS last, (SELECT count() FROM ${tableName(context, 'flows')}) AS records, (SELECT toString(max(at)) FROM ${tableName(context, 'settle_runs')} WHERE step = 'done') AS settled, (SELECT max(edition) FROM ${tableName(context, 'inventory_editions')}) AS edition, (SELECT max(version) FROM ${tableName(context, 'enrich_sources')}) AS networks FROM ${tableName(context, 'ingest_objects')}`;
  const [row] = await context.client.rows<Record<string, string>>(sql, readOptions(context));
  return Object.values(row ?? {}).join('/');
}
