import { type ReadContext, readInventoryScopes, readMissingObjects, readOwnerTags } from '../store/index.ts';
import { loadSpans } from './histories.ts';
import { spanAt } from './history.ts';
import { kinds } from './kinds/index.ts';

/** What is known of one kind in one account and region. Empty text where account or region are not known. */
export interface KnownScope {
  readonly kind: string;
  readonly account: string;
  readonly region: string;
  /** Objects that are there as far as is known. */
  readonly objects: number;
  readonly snapshots: number;
  readonly first: string;
  readonly last: string;
  /** When everything of the kind was last listed; null when only parts of it were ever seen. */
  readonly last_complete: string | null;
  /** Seconds since the last snapshot. */
  readonly age: number;
}

export interface MissingKind {
  readonly kind: string;
  /** The call that would bring it, and what cannot be answered without. */
  readonly call: string;
  readonly question: string;
}

/** Identifiers that objects name and no snapshot has. */
export interface MissingObjects {
  /** What they would be, null where their beginning does not tell. */
  readonly kind: string | null;
  readonly ids: number;
  readonly examples: readonly { readonly id: string; readonly named_by: string }[];
}

export interface InventoryStatus {
  readonly known: readonly KnownScope[];
  readonly missing: readonly MissingKind[];
  readonly missing_objects: readonly MissingObjects[];
  /** The tags that name owners, by account; accounts that are not here use the standard ones. */
  readonly owner_tags: Readonly<Record<string, readonly string[]>>;
}

/** What the inventory knows, how old it is, and which questions it cannot answer. */
export async function inventoryStatus(context: ReadContext, now: Date): Promise<InventoryStatus> {
  const scopes = await readInventoryScopes(context);
  const objects = new Map<string, number>();
  for (const { account, region, kind, spans } of await loadSpans(context, { all: true })) {
    const key = `${kind} ${account} ${region}`;
    if (spanAt(spans, now.getTime()) !== undefined) objects.set(key, (objects.get(key) ?? 0) + 1);
  }
  const known = scopes.map(({ account, region, kind, snapshots, listed, first, last }): KnownScope => {
    const complete = listed.at(-1);
    return {
      kind,
      account,
      region,
      objects: objects.get(`${kind} ${account} ${region}`) ?? 0,
      snapshots,
      first: new Date(first).toISOString(),
      last: new Date(last).toISOString(),
      last_complete: complete === undefined ? null : new Date(complete).toISOString(),
      age: Math.max(0, Math.round((now.getTime() - last) / 1000)),
    };
  });
  const place = new Map(kinds.map(({ name }, i) => [name, i]));
  const missing = kinds.filter(({ name }) => !scopes.some(({ kind }) => kind === name));
  return {
    known: known.sort((a, b) => (place.get(a.kind) ?? 0) - (place.get(b.kind) ?? 0)),
    missing: missing.map(({ name, call, question }) => ({ kind: name, call, question })),
    missing_objects: (await readMissingObjects(context, 3)).map(({ prefix, ids, examples }) => ({
      kind: kinds.find((kind) => kind.prefix === prefix)?.name ?? null,
      ids,
      examples: examples.map(([named_by, id]) => ({ id, named_by })),
    })),
    owner_tags: Object.fromEntries(await readOwnerTags(context)),
  };
}
