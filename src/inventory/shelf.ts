import { formatAddress, parseAddress, WeirError } from '../core/index.ts';
import { type InventoryKey, type ReadContext, readInventoryState } from '../store/index.ts';
import { type Before, changesOf, type InventoryChange, versionAt } from './facts.ts';
import { type HistoricObject, loadHistories } from './histories.ts';
import { inventoryKinds } from './kind-names.ts';
import { type InventoryStatus, inventoryStatus } from './status.ts';

/** An object in a list: what it is called and where it belongs, without its content. */
export interface ListedObject extends InventoryKey {
  readonly name: string | null;
  readonly owner: string | null;
  readonly state: string | null;
  readonly vpc: string | null;
  readonly addresses: readonly string[];
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly last_seen: string;
}

export interface ListQuery {
  readonly at: Date;
  readonly kind?: string | undefined;
  /** Part of an identifier, name, owner, address or tag (`key=value`). */
  readonly search?: string | undefined;
  /** Only objects that name this one: the interfaces of a subnet, what carries a group. */
  readonly naming?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly rows: readonly T[];
  readonly total: number;
  readonly next_cursor: string | null;
}

/** When something happened to an object; what exactly is read for the page that is shown. */
interface Event extends Omit<InventoryChange, 'fields' | 'name' | 'not_before'> {
  readonly key: string;
}

/**
 * The whole inventory in outline, kept in memory until the next import: lists, searches and pages of ten thousand objects
 * take milliseconds. Contents stay in the store.
 */
export class InventoryShelf {
  #state = '';
  readonly #kept = new Map<string, Promise<unknown>>();

  /** What is known, how old it is, and what is missing. */
  status(context: ReadContext): Promise<InventoryStatus> {
    return this.#keep(context, 'status', (unsigned) => inventoryStatus(unsigned, new Date()));
  }

  /** Objects at a time, by kind, name and identifier. Throws CURSOR_INVALID. */
  async list(context: ReadContext, query: ListQuery): Promise<Page<ListedObject>> {
    const all = await this.#outline(context);
    const wanted = wantedBy(query.search);
    const rows = all.flatMap((object): (ListedObject & { readonly key: string })[] => {
      if (query.kind === undefined ? object.kind === 'tags' : object.kind !== query.kind) return [];
      const version = versionAt(object.versions, query.at.getTime(), before);
      if (version === undefined) return [];
      if (query.naming !== undefined && (object.id === query.naming || !version.refs.includes(query.naming))) return [];
      if (!wanted(object, version)) return [];
      const { account, region, kind, id } = object;
      const { name, owner, state, vpc, addresses } = version;
      const place = String(kindPlaces.get(kind) ?? 99).padStart(2, '0');
      return [
        {
          key: [place, name ?? '\uffff', id, account, region].join('\u0000'),
          account,
          region,
          kind,
          id,
          name,
          owner,
          state,
          vpc,
          addresses: addresses.slice(0, mostAddresses),
          valid_from: iso(version.from),
          valid_to: version.to === undefined ? null : iso(version.to),
          last_seen: iso(version.lastSeen),
        },
      ];
    });
    return pageOf(rows.sort(byKey), query);
  }

  /** The objects that name one, by kind: how many, and the first of them. */
  async namedBy(
    context: ReadContext,
    id: string,
    at: Date,
    most: number,
  ): Promise<{ readonly kind: string; readonly total: number; readonly objects: readonly ListedObject[] }[]> {
    const { rows } = await this.list(context, { at, naming: id, limit: Number.POSITIVE_INFINITY });
    const kinds = new Map<string, ListedObject[]>();
    for (const row of rows) {
      const same = kinds.get(row.kind);
      if (same === undefined) kinds.set(row.kind, [row]);
      else same.push(row);
    }
    return [...kinds].map(([kind, all]) => ({ kind, total: all.length, objects: all.slice(0, most) }));
  }

  /** What happened to objects, newest first. Throws CURSOR_INVALID. */
  async changes(
    context: ReadContext,
    query: Pick<ListQuery, 'limit' | 'cursor'> & { readonly from?: Date | undefined; readonly to?: Date | undefined },
  ): Promise<Page<InventoryChange>> {
    const outline = await this.#outline(context);
    const all = await this.#keep(context, 'events', async () => outline.flatMap(eventsOf).sort(byKey));
    const [least, most] = [query.from?.toISOString() ?? '', query.to?.toISOString() ?? '~'];
    const page = pageOf(
      all.filter(({ at }) => at >= least && at < most),
      query,
    );
    const ids = [...new Set(page.rows.map(({ id }) => id))];
    const objects = ids.length === 0 ? [] : await loadHistories(context, { ids });
    const known = new Map(objects.flatMap(changesOf).map((change) => [nameOf(change), change]));
    return { ...page, rows: page.rows.flatMap((event) => known.get(nameOf(event)) ?? []) };
  }

  /** What things are called at a time; those without a name are absent. */
  async names(context: ReadContext, ids: Iterable<string>, at: Date): Promise<Map<string, string>> {
    const wanted = new Set(ids);
    const names = new Map<string, string>();
    for (const { id, kind, versions } of await this.#outline(context)) {
      const name = wanted.has(id) && kind !== 'tags' ? versionAt(versions, at.getTime(), before)?.name : undefined;
      if (name !== undefined && name !== null) names.set(id, name);
    }
    return names;
  }

  #outline(context: ReadContext): Promise<HistoricObject[]> {
    return this.#keep(context, 'outline', (unsigned) => loadHistories(unsigned, { all: true }, 'outline'));
  }

  /** Kept until the next import. Shared by those who ask at once, so it does not end with one of them. */
  async #keep<T>(context: ReadContext, name: string, make: (unsigned: ReadContext) => Promise<T>): Promise<T> {
    const state = await readInventoryState(context);
    if (state !== this.#state) {
      this.#kept.clear();
      this.#state = state;
    }
    const kept = this.#kept.get(name) as Promise<T> | undefined;
    if (kept !== undefined) return kept;
    const made = make({ client: context.client });
    this.#kept.set(name, made);
    made.catch(() => this.#kept.delete(name));
    return made;
  }
}

const before: Before = 'assumed';
const mostAddresses = 8;
const kindPlaces = new Map(inventoryKinds.map(({ name }, place) => [name, place] as const));

function eventsOf(object: HistoricObject): Event[] {
  return changesOf(object).map(({ fields: _, name: _name, not_before: _before, ...event }) => {
    // Newest first: the digits of the time count backwards.
    const age = String(9_999_999_999_999 - Date.parse(event.at)).padStart(14, '0');
    return { ...event, key: [age, event.kind, event.id, event.account, event.region, event.change].join('\u0000') };
  });
}

const nameOf = ({ at, kind, id, account, region, change }: Omit<Event, 'key'>) =>
  [at, kind, id, account, region, change].join('\u0000');

type Version = HistoricObject['versions'][number];

/** Every word of a search must stand somewhere in what an object is called. An address is meant as a whole. */
function wantedBy(search: string | undefined): (object: HistoricObject, version: Version) => boolean {
  const words = (search ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const tests = words.map((word) => {
    const parsed = parseAddress(word);
    const address = parsed === undefined ? undefined : formatAddress(parsed);
    return (object: HistoricObject, version: Version): boolean => {
      if (address !== undefined) return version.addresses.includes(address);
      const called = [object.id, version.name, version.owner, object.account];
      return (
        called.some((text) => text?.toLowerCase().includes(word)) ||
        version.addresses.some((one) => one.startsWith(word)) ||
        Object.entries(version.tags).some(([key, value]) => `${key}=${value}`.toLowerCase().includes(word))
      );
    };
  });
  return (object, version) => tests.every((test) => test(object, version));
}

interface Keyed {
  readonly key: string;
}

const byKey = (a: Keyed, b: Keyed) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

function pageOf<T extends Keyed>(
  sorted: readonly T[],
  { limit, cursor }: Pick<ListQuery, 'limit' | 'cursor'>,
): Page<Omit<T, 'key'>> {
  const after = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString('utf8');
  if (after !== undefined && !after.includes('\u0000'))
    throw new WeirError('CURSOR_INVALID', `"${cursor}" is no cursor of this list`, {
      kind: 'usage',
      hint: 'use next_cursor of the page before, unchanged',
    });
  const from = after === undefined ? 0 : sorted.findIndex(({ key }) => key > after);
  const rows = from === -1 ? [] : sorted.slice(from, from + limit);
  const last = rows.at(-1);
  const isMore = from !== -1 && from + limit < sorted.length && last !== undefined;
  return {
    rows: rows.map(({ key: _, ...row }) => row),
    total: sorted.length,
    next_cursor: isMore ? Buffer.from(last.key).toString('base64url') : null,
  };
}

const iso = (at: number): string => new Date(at).toISOString();
