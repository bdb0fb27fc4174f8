import type { FlowClient } from '../store/index.ts';
import type { Identity } from './identity.ts';
import type { LoadOutcome } from './load-object.ts';
import type { SourceObject } from './object.ts';

/** What one object held, counted by the engine in the pass that stored it. Counts are exact. */
export interface ObjectCounts {
  readonly records: bigint;
  readonly quarantined: bigint;
  readonly ok: bigint;
  readonly nodata: bigint;
  readonly skipdata: bigint;
  readonly accepted: bigint;
  readonly rejected: bigint;
  readonly untimed: bigint;
  readonly first: string | null;
  readonly last: string | null;
}

const counters = ['records', 'quarantined', 'ok', 'nodata', 'skipdata', 'accepted', 'rejected', 'untimed'] as const;
const table = (client: FlowClient, name: string) => `\`${client.placement.database}\`.${name}`;

/** Which of these objects are in the ledger as loaded. */
export async function loadedAlready(client: FlowClient, objectIds: readonly string[]): Promise<Set<string>> {
  const rows = await client.rows<{ object_id: string }>(
    `SELECT DISTINCT object_id FROM ${table(client, 'ingest_objects')} WHERE object_id IN {ids:Array(UInt64)} AND state != 'failed'`,
    { params: { ids: objectIds.map(BigInt) } },
  );
  return new Set(rows.map((r) => String(r.object_id)));
}

/** The counts of an object, from what its inserts wrote beside the records. */
export async function countsOf(client: FlowClient, objectId: string): Promise<ObjectCounts> {
  const sums = counters.map((c) => `sum(${c}) AS ${c}`).join(', ');
  const rows = await client.rows<Record<string, string | null>>(
    `SELECT ${sums}, min(first) AS first, max(last) AS last FROM ${table(client, 'object_loads')} WHERE object_id = {id:UInt64}`,
    { params: { id: objectId } },
  );
  const row = rows[0] ?? {};
  const number = (name: string) => BigInt(row[name] ?? 0);
  return {
    records: number('records'),
    quarantined: number('quarantined'),
    ok: number('ok'),
    nodata: number('nodata'),
    skipdata: number('skipdata'),
    accepted: number('accepted'),
    rejected: number('rejected'),
    untimed: number('untimed'),
    first: row['first'] ?? null,
    last: row['last'] ?? null,
  };
}

export interface LedgerEntry {
  readonly object: SourceObject;
  readonly identity: Identity;
  readonly state: 'loaded' | 'partial' | 'failed';
  readonly outcome: Pick<LoadOutcome, 'format' | 'layout' | 'note'>;
  readonly counts: ObjectCounts;
  readonly startedAt: Date;
}

/** Writes the ledger row: the object counts as loaded from here on. Comes after everything else; repeating it is harmless. */
export async function writeLedger(client: FlowClient, entry: LedgerEntry): Promise<void> {
  const { object, identity, counts } = entry;
  const row: Record<string, unknown> = {
    object_id: identity.objectId,
    identity: identity.text,
    source: object.source,
    path: object.name,
    size: object.size,
    format: entry.outcome.format,
    layout: entry.outcome.layout,
    state: entry.state,
    note: entry.outcome.note,
    first: counts.first,
    last: counts.last,
    started_at: entry.startedAt.toISOString(),
    finished_at: new Date().toISOString(),
  };
  for (const name of counters) row[name] = counts[name].toString();
  await client.insertRows('ingest_objects', [row], `ledger-${identity.objectId}-${entry.state}`);
}

export const noCounts: ObjectCounts = {
  records: 0n,
  quarantined: 0n,
  ok: 0n,
  nodata: 0n,
  skipdata: 0n,
  accepted: 0n,
  rejected: 0n,
  untimed: 0n,
  first: null,
  last: null,
};
