import { type ReadContext, readInventoryScopes, readMissingObjects, readOwnerTags } from '../store/index.ts';
import { loadSpans } from './histories.ts';
import { spanAt } from './history.ts';
import { kinds } from './kinds/index.ts';

/** What is known of one kind in one account and region. Empty text where account or region are not known. */
interface KnownScope {
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

interface MissingKind {
  readonly kind: string;
  /** The call that would bring it, and what cannot be answered without. */
  readonly call: string;
  readonly question: string;
}

/** Identifiers that objects name and no snapshot has. */
interface MissingObjects {
  /** What they would be. */
  readonly kind: string;
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
  const counts = new Map<
    string,
    { account: string; region: string; kind: string; objects: number; first: number; last: number }
  >();
  for (const { account, region, kind, first, last } of scopes)
    counts.set(`${kind} ${account} ${region}`, { account, region, kind, objects: 0, first, last });
  for (const { account, region, kind, spans } of await loadSpans(context, { all: true })) {
    const key = `${kind} ${account} ${region}`;
    const seen = spans.flatMap(({ firstSeen, lastSeen }) => [firstSeen, lastSeen]);
    // What another account shows lies in a scope that nobody asked from.
    const count = counts.get(key) ?? {
      account,
      region,
      kind,
      objects: 0,
      first: Math.min(...seen),
      last: Math.max(...seen),
    };
    const isThere = spanAt(spans, now.getTime()) !== undefined;
    counts.set(key, { ...count, objects: count.objects + Number(isThere) });
  }
  const known = [...counts].map(([key, { account, region, kind, objects, first, last }]): KnownScope => {
    const scope = scopes.find((one) => `${one.kind} ${one.account} ${one.region}` === key);
    const complete = scope?.listed.at(-1);
    return {
      kind,
      account,
      region,
      objects,
      snapshots: scope?.snapshots ?? 0,
      first: new Date(first).toISOString(),
      last: new Date(last).toISOString(),
      last_complete: complete === undefined ? null : new Date(complete).toISOString(),
      age: Math.max(0, Math.round((now.getTime() - last) / 1000)),
    };
  });
  const place = new Map(kinds.map(({ name }, i) => [name, i]));
  const missing = kinds.filter(({ name }) => !known.some(({ kind }) => kind === name));
  return {
    known: known.sort((a, b) => (place.get(a.kind) ?? 0) - (place.get(b.kind) ?? 0)),
    missing: missing.map(({ name, call, question }) => ({ kind: name, call, question })),
    missing_objects: (await readMissingObjects(context, 3)).map(({ prefix, ids, examples }) => ({
      kind: kindOfPrefix(prefix),
      ids,
      examples: examples.map(([named_by, id]) => ({ id, named_by })),
    })),
    owner_tags: Object.fromEntries(await readOwnerTags(context)),
  };
}

/** Load balancers have no beginning of their own: they are named by ARN, and the classic ones by name. */
function kindOfPrefix(prefix: string): string {
  const kind = kinds.find((one) => one.prefix === prefix);
  return kind?.name ?? (prefix === 'arn:' ? 'load-balancer' : 'classic-load-balancer');
}
