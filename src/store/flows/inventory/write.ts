import { createHash } from 'node:crypto';
import type { FlowClient } from '../client.ts';

/** An object as one snapshot saw it. */
interface InventoryObservation {
  readonly account: string;
  readonly region: string;
  readonly id: string;
  /** Seen from another account than its owner's. */
  readonly foreign: boolean;
  readonly hash: string;
  /** The object as JSON. */
  readonly content: string;
  readonly vpc: string;
  readonly state: string;
  /** Since when the content proves that it is there, in milliseconds. */
  readonly since: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** The answer said which tags it has, be it none. */
  readonly says_tags: boolean;
  readonly addresses: readonly string[];
  readonly refs: readonly string[];
}

/** What was seen of one kind in one account and region at one time. Empty text where account or region are not known. */
export interface InventorySnapshot {
  /** A digest of all of it: the same observations are the same snapshot. */
  readonly snapshot: string;
  /** Milliseconds. */
  readonly at: number;
  readonly account: string;
  readonly region: string;
  readonly kind: string;
  /** It lists everything of its kind, so that what is not in it was not there. */
  readonly covers: boolean;
  readonly files: readonly string[];
  readonly observations: readonly InventoryObservation[];
}

export interface InventoryImport {
  readonly at: number;
  readonly ownerTags: readonly string[];
  readonly accounts: readonly string[];
  readonly notes: number;
}

const batchRows = 5_000;

/** Keeps snapshots that are not known yet. A snapshot counts when its own row is there, which comes after its objects. */
export async function writeInventory(
  client: FlowClient,
  snapshots: readonly InventorySnapshot[],
  made: InventoryImport,
): Promise<void> {
  const rows = snapshots.flatMap(({ snapshot, at, kind, observations }) =>
    observations.map((one) => ({
      ...one,
      snapshot,
      taken_at: instant(at),
      kind,
      foreign: Number(one.foreign),
      says_tags: Number(one.says_tags),
      since: one.since === undefined ? null : instant(one.since),
    })),
  );
  for (let from = 0; from < rows.length; from += batchRows) {
    const batch = rows.slice(from, from + batchRows);
    await client.insertRows(
      'inventory_observations',
      batch,
      token(batch.map((row) => `${row.snapshot} ${row.id} ${row.hash}`)),
    );
  }
  const imported_at = instant(made.at);
  if (snapshots.length > 0)
    await client.insertRows(
      'inventory_snapshots',
      snapshots.map(({ at, covers, observations, ...one }) => ({
        ...one,
        taken_at: instant(at),
        covers: Number(covers),
        objects: observations.length,
        imported_at,
      })),
      token(snapshots.map(({ snapshot }) => snapshot)),
    );
  const row = {
    imported_at,
    owner_tags: made.ownerTags,
    accounts: made.accounts,
    snapshots: snapshots.length,
    notes: made.notes,
  };
  await client.insertRows('inventory_imports', [row], token([JSON.stringify(row)]));
}

const instant = (at: number): string => new Date(at).toISOString();
const token = (names: readonly string[]): string =>
  `inventory-${createHash('sha256').update(names.join('\n')).digest('hex')}`;
