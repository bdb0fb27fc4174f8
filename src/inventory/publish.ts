import { parseNetwork } from '../core/index.ts';
import { type FlowClient, type HolderRow, publishHolders, type RangeRow } from '../store/index.ts';
import { belongsTo, holderOrder } from './addresses.ts';
import { type HeldAddress, type Item, itemsOf, textOf } from './define-kind.ts';
import { type HistoricObject, loadHistories, type Version } from './histories.ts';
import { spanAt } from './history.ts';
import { kindNamed } from './kinds/index.ts';

const never = Number.POSITIVE_INFINITY;
/** The last second that a record can have. */
const lastSecond = 4_294_967_295;

/** An object that held an address in a time, in milliseconds; `to` is not within it. */
interface Piece {
  readonly object: HistoricObject;
  readonly version: Version;
  readonly holding: HeldAddress;
  readonly from: number;
  readonly to: number;
  readonly assumed: boolean;
}

/**
 * Makes who held which address when out of the histories, and lets the records' columns read it. Before its first
 * snapshot an address is taken to have been with the one that snapshot found; such rows say that they are assumed.
 */
export async function publishInventory(client: FlowClient): Promise<void> {
  const objects = await loadHistories({ client }, { all: true });
  await publishHolders(client, holdersOf(objects), rangesOf(objects));
}

/** Who held which address when: a pure function of the histories. */
function holdersOf(objects: readonly HistoricObject[]): HolderRow[] {
  const byId = new Map<string, HistoricObject[]>();
  for (const object of objects) {
    if (object.kind === 'tags') continue;
    byId.set(object.id, [...(byId.get(object.id) ?? []), object]);
  }
  const named = (id: string | undefined, like: HistoricObject) => {
    const found = id === undefined ? undefined : byId.get(id);
    return found?.find(({ account }) => account === like.account) ?? found?.[0];
  };
  const zones = zoneIds(objects);
  const byAddress = new Map<string, Piece[]>();
  for (const piece of piecesOf(objects)) {
    const { address } = piece.holding;
    byAddress.set(address, [...(byAddress.get(address) ?? []), piece]);
  }
  const rows: HolderRow[] = [];
  for (const pieces of byAddress.values()) {
    const own = [...Map.groupBy(pieces, ({ holding }) => holding.vpc ?? '').values()].flatMap(oneAtATime);
    for (const piece of own) {
      const alone = !own.some((other) => other.holding.vpc !== piece.holding.vpc && overlap(other, piece));
      rows.push(...rowsOf(piece, alone, named, zones));
    }
  }
  return rows;
}

function piecesOf(objects: readonly HistoricObject[]): Piece[] {
  return objects.flatMap((object) => {
    const kind = kindNamed(object.kind);
    if (kind?.addresses === undefined) return [];
    return object.versions.flatMap((version, i): Piece[] =>
      (kind.addresses?.(version.content) ?? []).flatMap((holding) => {
        const piece = { object, version, holding, from: version.from, to: version.to ?? never, assumed: false };
        const isFirst = i === 0 && version.began === 'first-seen';
        return isFirst ? [{ ...piece, from: 0, to: version.from, assumed: true }, piece] : [piece];
      }),
    );
  });
}

const overlap = (a: Piece, b: Piece) => a.from < b.to && b.from < a.to;
const rank = ({ object, assumed }: Piece) => holderOrder.indexOf(object.kind) + (assumed ? 100 : 0);

/**
 * The pieces of one address in one VPC without overlaps: what is assumed gives way to what was seen, an instance or a
 * gateway to the interface, and of two of a kind the one that began before to the later.
 */
function oneAtATime(pieces: readonly Piece[]): Piece[] {
  const sorted = pieces.toSorted(
    (a, b) => rank(a) - rank(b) || b.from - a.from || b.version.lastSeen - a.version.lastSeen,
  );
  const taken: Piece[] = [];
  for (const piece of sorted) {
    let free = [piece];
    for (const other of taken) free = free.flatMap((part) => without(part, other));
    taken.push(...free);
  }
  return taken.sort((a, b) => a.from - b.from);
}

function without(piece: Piece, other: Piece): Piece[] {
  if (!overlap(piece, other)) return [piece];
  return [
    ...(piece.from < other.from ? [{ ...piece, to: other.from }] : []),
    ...(other.to < piece.to ? [{ ...piece, from: other.to }] : []),
  ];
}

type Named = (id: string | undefined, like: HistoricObject) => HistoricObject | undefined;

/** Rows of a piece: one for each time in which what it belongs to was called the same. */
function rowsOf(piece: Piece, alone: boolean, named: Named, zones: ReadonlyMap<string, string>): HolderRow[] {
  const { object, version, holding, from, to, assumed } = piece;
  const id = belongsTo(object, version, holding);
  const owner = named(id, object);
  const cuts = (owner?.versions ?? []).flatMap((one) => [one.from, one.to ?? never]).filter((t) => t > from && t < to);
  const starts = [from, ...[...new Set(cuts)].sort((a, b) => a - b)];
  return starts.flatMap((start, i) => {
    const [first, last] = [second(start), Math.min(second(starts[i + 1] ?? to) - 1, lastSecond)];
    if (first > last) return [];
    const at = assumed ? version.from : start;
    const held = owner && (spanAt(owner.versions, at) ?? owner.versions[0]);
    return [
      {
        ...holderFields(piece, id, owner, held, named, zones),
        valid_from: first,
        valid_to: last,
        alone: alone ? 1 : 0,
      },
    ];
  });
}

/** The first whole second at or after a time: records know seconds. */
const second = (at: number) => Math.ceil(at / 1000);

function holderFields(
  { object, version, holding, assumed }: Piece,
  resource: string,
  owner: HistoricObject | undefined,
  held: Version | undefined,
  named: Named,
  zones: ReadonlyMap<string, string>,
): Omit<HolderRow, 'valid_from' | 'valid_to' | 'alone'> {
  const { content } = version;
  const subnet = textOf(content, 'SubnetId') ?? '';
  const place = named(subnet, object)?.versions[0]?.content ?? {};
  const tags = { ...held?.tags, ...version.tags };
  const zone = zoneOf(content) ?? zoneOf(place) ?? '';
  const instance = owner?.kind === 'instance' ? resource : '';
  return {
    vpc: holding.vpc ?? '',
    address: holding.address,
    role: holding.role,
    interface: holding.interface ?? '',
    resource,
    resource_kind: owner?.kind ?? '',
    name: version.name ?? held?.name ?? '',
    owner: version.owner ?? held?.owner ?? '',
    tier: tags['tier'] ?? tags['Tier'] ?? '',
    instance: instance || (textOf(content, 'InstanceId') ?? ''),
    subnet,
    zone: zones.get(`${object.account} ${zone}`) ?? zone,
    account: object.account,
    region: object.region,
    groups: groupsOf(content),
    tags,
    assumed: assumed ? 1 : 0,
  };
}

const zoneOf = (item: Item) => textOf(item, 'AvailabilityZoneId') ?? textOf(item, 'AvailabilityZone');

/** The identifiers of zones, by account and the name that it gives them. */
function zoneIds(objects: readonly HistoricObject[]): Map<string, string> {
  const zones = new Map<string, string>();
  for (const { account, kind, versions } of objects) {
    if (kind !== 'availability-zone' && kind !== 'subnet') continue;
    for (const { content } of versions) {
      const name = textOf(content, kind === 'subnet' ? 'AvailabilityZone' : 'ZoneName');
      const id = textOf(content, kind === 'subnet' ? 'AvailabilityZoneId' : 'ZoneId');
      if (name !== undefined && id !== undefined) zones.set(`${account} ${name}`, id);
    }
  }
  return zones;
}

function groupsOf(content: Item): string[] {
  const groups = [...itemsOf(content, 'Groups'), ...itemsOf(content, 'SecurityGroups')];
  return [...new Set(groups.flatMap((group) => textOf(group, 'GroupId') ?? []))].sort();
}

/** Ranges that a VPC ever had. A subnet lies in one of them; it helps where its VPC is not known. */
function rangesOf(objects: readonly HistoricObject[]): RangeRow[] {
  const ranges = new Map<string, RangeRow>();
  for (const { kind, id, versions } of objects) {
    if (kind !== 'vpc' && kind !== 'subnet') continue;
    for (const { content, vpc } of versions) {
      const texts = [
        textOf(content, 'CidrBlock'),
        ...itemsOf(content, 'CidrBlockAssociationSet').map((one) => textOf(one, 'CidrBlock')),
        ...itemsOf(content, 'Ipv6CidrBlockAssociationSet').map((one) => textOf(one, 'Ipv6CidrBlock')),
      ];
      for (const text of texts) {
        if (text === undefined || parseNetwork(text) === undefined) continue;
        const row = { prefix: text, vpc: kind === 'vpc' ? id : (vpc ?? '') };
        ranges.set(`${row.prefix} ${row.vpc}`, row);
      }
    }
  }
  return [...ranges.values()];
}
