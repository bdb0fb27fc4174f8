import {
  type InventoryContent,
  type InventoryKey,
  type InventoryScope,
  type InventorySelection,
  type ReadContext,
  readInventoryContents,
  readInventoryScopes,
  readInventorySights,
  readOwnerTags,
} from '../store/index.ts';
import { type Item, isItem, textOf } from './define-kind.ts';
import { believed, type Sight, type Span, spansOf } from './history.ts';
import { kindNamed } from './kinds/index.ts';
import { defaultOwnerTags } from './owner-tags.ts';
import { isIdentifier } from './place-of.ts';
import { type TagSaying, taggedSpans } from './tag-times.ts';

/** A time in which an object was there with one content. */
export interface Version extends Span {
  readonly content: Item;
  readonly tags: Readonly<Record<string, string>>;
  readonly name: string | null;
  readonly owner: string | null;
  readonly state: string | null;
  readonly vpc: string | null;
  readonly addresses: readonly string[];
  /** Identifiers of other objects that it names. */
  readonly refs: readonly string[];
}

/** An object with everything that is known of its past. */
export interface HistoricObject extends InventoryKey {
  readonly versions: readonly Version[];
}

/** Parameters of a request go into its address, which has an end. */
const mostIds = 200;

/** An object with its spans, and what they are made of. */
interface SpannedObject extends InventoryKey {
  readonly spans: readonly Span[];
  readonly sights: readonly Sight[];
  /** When everything of its kind was listed. */
  readonly listed: readonly number[];
}

/** The spans of the selected objects, without what is in them. */
export async function loadSpans(
  context: ReadContext,
  selection: InventorySelection,
  known?: readonly InventoryScope[],
): Promise<SpannedObject[]> {
  const listed = new Map(
    (known ?? (await readInventoryScopes(context))).map((scope) => [scopeName(scope), scope.listed] as const),
  );
  const objects = await readInventorySights(context, selection);
  return objects.map(({ sights, ...key }) => {
    const isListed = kindNamed(key.kind)?.isListed?.(key.id) ?? true;
    const times = isListed ? (listed.get(scopeName(key)) ?? []) : [];
    return { ...key, sights, listed: times, spans: spansOf(sights, times) };
  });
}

/**
 * The selected objects with their names; those whose tags are listed by themselves get them from there. An outline holds
 * of the contents only what they are called.
 */
export async function loadHistories(
  context: ReadContext,
  selection: InventorySelection,
  what: 'all' | 'outline' = 'all',
): Promise<HistoricObject[]> {
  if ('ids' in selection && selection.ids.length > mostIds) {
    const parts: HistoricObject[] = [];
    for (let from = 0; from < selection.ids.length; from += mostIds)
      parts.push(...(await loadHistories(context, { ids: selection.ids.slice(from, from + mostIds) }, what)));
    return parts;
  }
  const scopes = await readInventoryScopes(context);
  const objects = await loadSpans(context, selection, scopes);
  if (objects.length === 0) return [];
  const fields = what === 'outline' ? nameFields : undefined;
  const contents = contentsByHash(await readInventoryContents(context, selection, fields));
  const hasTags = scopes.some(({ kind }) => kind === 'tags');
  const saidOf = hasTags ? await tagsApart(context, objects, selection, contents) : () => [];
  const ownerTags = await readOwnerTags(context);
  return objects.map(({ spans, sights, listed: _, ...key }) => ({
    ...key,
    versions: taggedSpans(
      spans,
      ({ hash }) => contents.get(contentName(key, hash))?.tags ?? {},
      saidOf(key, sights),
    ).map(({ tags, ...span }) => {
      const row = contents.get(contentName(key, span.hash));
      const content = row === undefined ? {} : readContent(row.content);
      return {
        ...span,
        content,
        tags,
        name: tags['Name'] || nameIn(content),
        owner: ownerOf(tags, ownerTags.get(key.account) ?? defaultOwnerTags),
        state: row?.state || null,
        vpc: row?.vpc || null,
        addresses: row?.addresses ?? [],
        refs: row?.refs ?? [],
      };
    }),
  }));
}

const scopeName = ({ account, region, kind }: Omit<InventoryKey, 'id'>) => `${account} ${region} ${kind}`;
const contentName = (key: InventoryKey, hash: string) => `${scopeName(key)} ${key.id} ${hash}`;

function contentsByHash(rows: readonly InventoryContent[]): Map<string, InventoryContent> {
  return new Map(rows.map((row) => [contentName(row, row.hash), row]));
}

function readContent(text: string): Item {
  const value: unknown = JSON.parse(text);
  return isItem(value) ? value : {};
}

/** What things are called that have a name beside their tags. */
const nameFields = ['GroupName', 'LoadBalancerName', 'PrefixListName'];

function nameIn(content: Item): string | null {
  // An interface or instance lists groups inside; its own fields are not called so.
  return nameFields.map((field) => textOf(content, field)).find((name) => name !== undefined) ?? null;
}

function ownerOf(tags: Readonly<Record<string, string>>, names: readonly string[]): string | null {
  return names.map((name) => tags[name]).find((owner) => owner !== undefined && owner !== '') ?? null;
}

/** Tags of objects that describe-tags lists by themselves, with what the objects then said of their own tags. */
async function tagsApart(
  context: ReadContext,
  objects: readonly SpannedObject[],
  selection: InventorySelection,
  contents: ReadonlyMap<string, InventoryContent>,
): Promise<(key: InventoryKey, sights: readonly Sight[]) => TagSaying[]> {
  // By identifier, and all: then they are among the objects.
  const isHere = 'ids' in selection || 'all' in selection;
  const wanted: InventorySelection = objects.length > mostIds ? { kind: 'tags' } : { ids: objects.map(({ id }) => id) };
  const listed = (isHere ? objects : await loadSpans(context, wanted)).filter(({ kind }) => kind === 'tags');
  if (listed.length === 0) return () => [];
  const rows = isHere ? contents : contentsByHash(await readInventoryContents(context, wanted));
  const byId = Map.groupBy(listed, ({ id }) => id);
  const tagsOf = (key: InventoryKey, hash: string, of: ReadonlyMap<string, InventoryContent>) =>
    of.get(contentName(key, hash))?.tags ?? {};
  return (key, sights) => {
    const lists = new Map<number, Record<string, string>>();
    for (const apart of key.kind === 'tags' ? [] : (byId.get(key.id) ?? []).filter((one) => isOf(one, key))) {
      for (const at of apart.listed) lists.set(at, lists.get(at) ?? {});
      for (const { at, hash } of believed(apart.sights).values()) lists.set(at, tagsOf(apart, hash, rows));
    }
    if (lists.size === 0) return [];
    const own = [...believed(sights).values()].sort((a, b) => a.at - b.at);
    // Observations of before do not tell whether tags were said; who once had some would show them.
    const first = own.find(({ hash }) => Object.keys(tagsOf(key, hash, contents)).length > 0)?.at ?? Infinity;
    return [
      ...[...lists].map(([at, tags]): TagSaying => ({ at, by: 'list', tags })),
      ...own.flatMap(({ at, saysTags }): TagSaying[] =>
        saysTags === true || at >= first ? [{ at, by: 'itself' }] : [],
      ),
    ];
  };
}

/** Whether listed tags are those of an object. A list does not always say whose it is; identifiers are the world's. */
function isOf(tags: InventoryKey, object: InventoryKey): boolean {
  const isUnique = isIdentifier(tags.id) || tags.id.startsWith('arn:');
  const fits = (said: string, own: string) => said === own || (said === '' && isUnique);
  return fits(tags.account, object.account) && fits(tags.region, object.region);
}
