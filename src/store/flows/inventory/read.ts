import { type ReadContext, readOptions, tableName } from '../reader/scope.ts';

/** Which objects: by identifier, by kind, by an address that they once held, by what they once named, or all. */
export type InventorySelection =
  | { readonly ids: readonly string[] }
  | { readonly kind: string }
  | { readonly address: string }
  | { readonly naming: readonly string[]; readonly kinds: readonly string[] }
  | { readonly all: true };

/** An object of the inventory. Empty text where account or region are not known. */
export interface InventoryKey {
  readonly account: string;
  readonly region: string;
  readonly kind: string;
  readonly id: string;
}

export interface InventorySight {
  readonly at: number;
  readonly hash: string;
  readonly since: number | undefined;
  readonly foreign: boolean;
  /** The answer said which tags the object has, be it none. */
  readonly saysTags: boolean;
}

/** One content of an object. */
export interface InventoryContent extends InventoryKey {
  readonly hash: string;
  readonly vpc: string;
  readonly state: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly addresses: readonly string[];
  /** Identifiers of other objects that it names. */
  readonly refs: readonly string[];
  /** The object as JSON; of an outline only what it is called. */
  readonly content: string;
}

export interface InventoryScope {
  readonly account: string;
  readonly region: string;
  readonly kind: string;
  readonly snapshots: number;
  /** When everything of the kind was listed, in milliseconds, ascending. */
  readonly listed: readonly number[];
  readonly first: number;
  readonly last: number;
}

const key = 'account, region, kind, id';
/** What a crash left without its row in the ledger does not count. */
const whole = (context: ReadContext) =>
  `snapshot GLOBAL IN (SELECT snapshot FROM ${tableName(context, 'inventory_snapshots')})`;

/** The condition of a selection, and its parameters. */
function condition(
  context: ReadContext,
  selection: InventorySelection,
): { sql: string; params: Record<string, unknown> } {
  const objects = (where: string) =>
    `(${key}) GLOBAL IN (SELECT ${key} FROM ${tableName(context, 'inventory_observations')} ${where})`;
  if ('ids' in selection) return { sql: 'id IN {ids:Array(String)}', params: { ids: selection.ids } };
  if ('kind' in selection) return { sql: 'kind = {kind:String}', params: { kind: selection.kind } };
  if ('address' in selection)
    return { sql: objects('WHERE has(addresses, {address:String})'), params: { address: selection.address } };
  if ('naming' in selection)
    return {
      sql: objects('WHERE kind IN {kinds:Array(String)} AND hasAny(refs, {naming:Array(String)})'),
      params: { naming: selection.naming, kinds: selection.kinds },
    };
  return { sql: '1', params: {} };
}

const never = -9_000_000_000_000_000;
const millis = (column: string) => `toUnixTimestamp64Milli(${column})`;

/** Every sight of the selected objects. */
export async function readInventorySights(
  context: ReadContext,
  selection: InventorySelection,
): Promise<Array<InventoryKey & { readonly sights: readonly InventorySight[] }>> {
  const { sql, params } = condition(context, selection);
  const rows = await context.client.rows<
    InventoryKey & { at: string[]; hash: string[]; since: string[]; foreign: number[]; says: number[] }
  >(
    `SELECT ${key}, groupArray(${millis('taken_at')}) AS at, groupArray(o.hash) AS hash, groupArray(ifNull(${millis('o.since')}, ${never})) AS since, groupArray(o.foreign) AS foreign, groupArray(o.says_tags) AS says FROM ${tableName(context, 'inventory_observations')} AS o WHERE ${sql} AND ${whole(context)} GROUP BY ${key} ORDER BY ${key}`,
    readOptions(context, params),
  );
  return rows.map(({ account, region, kind, id, at, hash, since, foreign, says }) => ({
    account,
    region,
    kind,
    id,
    sights: at.map((time, i) => ({
      at: Number(time),
      hash: hash[i] ?? '',
      since: Number(since[i] ?? never) === never ? undefined : Number(since[i]),
      foreign: foreign[i] === 1,
      saysTags: says[i] === 1,
    })),
  }));
}

/** What an outline keeps of a content. */
const outlined = (names: readonly string[]) =>
  `toJSONString(mapFilter((k, v) -> v != '', map(${names.map((name) => `'${name}', JSONExtractString(content, '${name}')`).join(', ')})))`;

/**
 * Each content that the selected objects ever had, once.
 * @param fields where only these texts of each content are wanted, for long lists
 */
export async function readInventoryContents(
  context: ReadContext,
  selection: InventorySelection,
  fields?: readonly string[],
): Promise<InventoryContent[]> {
  const { sql, params } = condition(context, selection);
  const content = fields === undefined ? 'content' : `${outlined(fields)} AS content`;
  return await context.client.rows<InventoryContent>(
    `SELECT ${key}, hash, vpc, state, tags, addresses, refs, ${content} FROM ${tableName(context, 'inventory_observations')} WHERE ${sql} AND ${whole(context)} LIMIT 1 BY ${key}, hash`,
    readOptions(context, params),
  );
}

/** What is known of each account, region and kind. */
export async function readInventoryScopes(context: ReadContext): Promise<InventoryScope[]> {
  const rows = await context.client.rows<{
    account: string;
    region: string;
    kind: string;
    snapshots: string;
    listed: string[];
    first: string;
    last: string;
  }>(
    `SELECT account, region, kind, uniqExact(snapshot) AS snapshots, arraySort(groupUniqArrayIf(${millis('taken_at')}, covers = 1)) AS listed, min(${millis('taken_at')}) AS first, max(${millis('taken_at')}) AS last FROM ${tableName(context, 'inventory_snapshots')} GROUP BY account, region, kind ORDER BY account, region, kind`,
    readOptions(context),
  );
  return rows.map((row) => ({
    ...row,
    snapshots: Number(row.snapshots),
    listed: row.listed.map(Number),
    first: Number(row.first),
    last: Number(row.last),
  }));
}

export async function knownSnapshots(context: ReadContext, snapshots: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>();
  // Parameters travel in the address of the request, which has an end.
  for (let from = 0; from < snapshots.length; from += 100) {
    const rows = await context.client.rows<{ snapshot: string }>(
      `SELECT DISTINCT snapshot FROM ${tableName(context, 'inventory_snapshots')} WHERE snapshot IN {some:Array(String)}`,
      readOptions(context, { some: snapshots.slice(from, from + 100) }),
    );
    for (const { snapshot } of rows) known.add(snapshot);
  }
  return known;
}

/** A text that changes with every import. */
export async function readInventoryState(context: ReadContext): Promise<string> {
  const [row] = await context.client.rows<{ last: string; imports: string }>(
    `SELECT toString(max(imported_at)) AS last, count() AS imports FROM ${tableName(context, 'inventory_imports')}`,
    readOptions(context),
  );
  return `${row?.last ?? ''}/${row?.imports ?? ''}`;
}

/** The owner tags that were said last for each account. */
export async function readOwnerTags(context: ReadContext): Promise<Map<string, readonly string[]>> {
  const rows = await context.client.rows<{ account: string; tags: string[] }>(
    `SELECT account, argMax(owner_tags, imported_at) AS tags FROM ${tableName(context, 'inventory_imports')} ARRAY JOIN accounts AS account WHERE notEmpty(owner_tags) GROUP BY account`,
    readOptions(context),
  );
  return new Map(rows.map((row) => [row.account, row.tags]));
}

/** Identifiers that objects name and no snapshot has: how many of each beginning, and some of them. */
export async function readMissingObjects(
  context: ReadContext,
  examples: number,
): Promise<
  Array<{ readonly prefix: string; readonly ids: number; readonly examples: ReadonlyArray<readonly [string, string]> }>
> {
  const table = tableName(context, 'inventory_observations');
  const rows = await context.client.rows<{ prefix: string; ids: string; names: string[]; named: string[] }>(
    `SELECT extract(ref, '^(arn:|[a-z]+-(?:attach-)?)') AS prefix, count() AS ids, groupArray({n:UInt32})(ref) AS named, groupArray({n:UInt32})(names) AS names FROM (SELECT ref, min(id) AS names FROM ${table} ARRAY JOIN refs AS ref WHERE ${whole(context)} AND ref GLOBAL NOT IN (SELECT id FROM ${table} WHERE ${whole(context)}) GROUP BY ref ORDER BY ref) GROUP BY prefix ORDER BY prefix`,
    readOptions(context, { n: examples }),
  );
  return rows.map(({ prefix, ids, names, named }) => ({
    prefix,
    ids: Number(ids),
    examples: named.map((ref, i) => [names[i] ?? '', ref] as const),
  }));
}
