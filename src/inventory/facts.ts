import type { InventoryKey, ReadContext } from '../store/index.ts';
import { canonical } from './canonical.ts';
import type { Item } from './define-kind.ts';
import { differences, type FieldChange } from './differences.ts';
import { type HistoricObject, loadHistories, type Version } from './histories.ts';
import { spanAt } from './history.ts';

/** An object as it was in one time. Times are ISO 8601 in UTC; missing is null. */
export interface InventoryObject extends InventoryKey {
  readonly name: string | null;
  readonly owner: string | null;
  readonly state: string | null;
  readonly vpc: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly addresses: readonly string[];
  /** It held from here, up to but without `valid_to`; null while no end is known. */
  readonly valid_from: string;
  readonly valid_to: string | null;
  /** Since when it may have been otherwise, where the end lies between two observations. */
  readonly uncertain_from: string | null;
  /** The first and last snapshot that saw it so. */
  readonly first_seen: string;
  readonly last_seen: string;
  /** The object as AWS describes it, in a form that does not depend on the order of its lists. */
  readonly content: Item;
}

/** What happened to an object. */
export interface InventoryChange extends InventoryKey {
  readonly name: string | null;
  /** When it was found, or proved, to have happened; `not_before` is the last time when it certainly had not. */
  readonly at: string;
  readonly not_before: string | null;
  readonly change: 'appeared' | 'changed' | 'disappeared';
  /** Field by field; empty but where it changed. */
  readonly fields: readonly FieldChange[];
}

/**
 * The objects with an identifier at a time: one, but where accounts give the same name to things of their own, and where
 * two calls describe it. Empty when no snapshot knows it then.
 */
export async function objectAt(
  context: ReadContext,
  id: string,
  at: Date,
  before: Before = 'unknown',
): Promise<InventoryObject[]> {
  return heldAt(await loadHistories(context, { ids: [id] }), at, before);
}

/** The objects of a kind, or all, at a time, by kind, account and region, name and identifier. */
export async function objectsAt(context: ReadContext, kind: string | undefined, at: Date): Promise<InventoryObject[]> {
  return heldAt(await loadHistories(context, kind === undefined ? { all: true } : { kind }), at);
}

/** Everything that is known of an identifier, oldest first. */
export async function objectHistory(
  context: ReadContext,
  id: string,
): Promise<{ versions: InventoryObject[]; changes: InventoryChange[] }> {
  const objects = await loadHistories(context, { ids: [id] });
  return {
    versions: objects.flatMap((object) => object.versions.map((version) => shown(object, version))),
    changes: objects.flatMap(changesOf).sort(byTime),
  };
}

/** What changed from a time on and before another, oldest first; either end may be open. */
export async function changesBetween(
  context: ReadContext,
  from: Date | undefined,
  to: Date | undefined,
): Promise<InventoryChange[]> {
  const [least, most] = [from?.toISOString() ?? '', to?.toISOString() ?? '~'];
  const changes = (await loadHistories(context, { all: true })).flatMap(changesOf);
  return changes.filter(({ at }) => at >= least && at < most).sort(byTime);
}

/**
 * What counts of a time before the first snapshot, of which nothing is known: nothing, or what the first snapshot saw,
 * unless something proves that it was not there. Of the latter `valid_from` lies behind the time asked for.
 */
export type Before = 'unknown' | 'assumed';

export function heldAt(objects: readonly HistoricObject[], at: Date, before: Before = 'unknown'): InventoryObject[] {
  return objects.flatMap((object) => {
    const version = versionAt(object.versions, at.getTime(), before);
    return version === undefined ? [] : [shown(object, version)];
  });
}

export function versionAt(versions: readonly Version[], at: number, before: Before): Version | undefined {
  const [first] = versions;
  const isAssumed = before === 'assumed' && first?.began === 'first-seen' && at < first.from;
  return isAssumed ? first : spanAt(versions, at);
}

function shown({ account, region, kind, id }: HistoricObject, version: Version): InventoryObject {
  const { name, owner, state, vpc, tags, addresses, content } = version;
  return {
    kind,
    id,
    name,
    owner,
    account,
    region,
    vpc,
    state,
    tags,
    addresses,
    valid_from: iso(version.from),
    valid_to: isoOrNull(version.to),
    uncertain_from: isoOrNull(version.uncertainFrom),
    first_seen: iso(version.firstSeen),
    last_seen: iso(version.lastSeen),
    content,
  };
}

/** The changes of one object: a pure function of its versions. */
export function changesOf({ account, region, kind, id, versions }: HistoricObject): InventoryChange[] {
  return versions.flatMap((version, i) => {
    const of = { account, region, kind, id, name: version.name };
    const changes: InventoryChange[] = [];
    const before = versions[i - 1];
    if (version.began !== 'first-seen' && version.began !== 'retagged') {
      const isChange = version.began === 'changed' && before !== undefined;
      changes.push({
        ...of,
        at: iso(version.from),
        not_before: isoOrNull(version.notBefore),
        change: isChange ? 'changed' : 'appeared',
        fields: isChange ? differences(canonical(before.content) ?? {}, canonical(version.content) ?? {}) : [],
      });
    }
    const goesOn = ['changed', 'retagged'].includes(versions[i + 1]?.began ?? '');
    if (version.to !== undefined && !goesOn)
      changes.push({
        ...of,
        at: iso(version.to),
        not_before: isoOrNull(version.uncertainFrom),
        change: 'disappeared',
        fields: [],
      });
    return changes;
  });
}

const byTime = (a: InventoryChange, b: InventoryChange) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | undefined): string | null => (at === undefined ? null : iso(at));
