import type { MapNode, MapQuery } from '../../../contract/index.ts';
import { exactCount, plainAddress } from '../reader/values.ts';
import { factNames } from './ends.ts';

/** A host or a place outside, with its sums. */
export interface EndRow {
  readonly node: string;
  readonly group: string;
  /** In the order of `factNames`; empty texts where nothing is known. */
  readonly facts: readonly string[];
  readonly addresses: readonly string[];
  readonly bytes_out: string;
  readonly bytes_in: string;
  readonly records: string;
  readonly refused: string;
}

/** Groups of so many hosts open by themselves … */
const smallGroup = 60;
/** … but those outside of the network, and those of unknown hosts beside known ones, only while they are few … */
const smallFringe = 12;
/** … as long as no more hosts than these are shown in all. */
const mostShown = 240;

interface Listed {
  readonly nodes: MapNode[];
  /** Groups whose hosts are nodes of their own. */
  readonly open: string[];
  readonly known: number;
  readonly hosts: number;
}

const sums = ['bytes_out', 'bytes_in', 'records', 'refused'] as const;
const withoutHosts: ReadonlySet<string> = new Set(['internet', 'aws', 'special']);

/** The nodes of a graph: groups, and whatever lies in them. */
export function nodesOf(rows: readonly EndRow[], query: Pick<MapQuery, 'group' | 'open'>): Listed {
  const groups = Map.groupBy(
    rows.filter(({ group }) => group !== 'special'),
    ({ group }) => group,
  );
  const open = query.open === undefined ? opened(groups) : query.open.filter((id) => groups.has(id));
  const isOpen = new Set(open);
  const hosts = rows.filter(({ group }) => !withoutHosts.has(group));
  return {
    nodes: [
      ...[...groups].map(([id, members]) => groupNode(id, members, isOpen.has(id))),
      ...rows.map((row) => endNode(row)),
    ],
    open,
    known: hosts.filter((row) => fact(row, 'known') === '1').length,
    hosts: hosts.length,
  };
}

/** The small groups, the smallest first, while what is shown stays readable; of those of one size all or none. */
function opened(groups: ReadonlyMap<string, readonly EndRow[]>): string[] {
  const own = [...groups.keys()].filter((id) => !withoutHosts.has(id));
  const isFringe = (id: string) => withoutHosts.has(id) || (isUnknown(id) && !own.every(isUnknown));
  const small = [...groups].filter(([id, { length }]) => length <= (isFringe(id) ? smallFringe : smallGroup));
  const bySize = Map.groupBy(small, ([, { length }]) => length);
  const open: string[] = [];
  let shown = 0;
  for (const [size, those] of [...bySize].sort(([a], [b]) => a - b)) {
    shown += size * those.length;
    if (shown > mostShown) break;
    open.push(...those.map(([id]) => id).sort());
  }
  return open;
}

/** A group of what nothing else is known of: neighbours in the address space, or what has no such group. */
const isUnknown = (id: string) => id.startsWith('network:') || id.endsWith(':');

function fact(row: EndRow, name: (typeof factNames)[number]): string | null {
  return row.facts[factNames.indexOf(name)] || null;
}

function groupNode(id: string, members: readonly EndRow[], open: boolean): MapNode {
  const total = (name: (typeof sums)[number]) => exactCount(members.reduce((sum, row) => sum + BigInt(row[name]), 0n));
  const one = (name: (typeof factNames)[number]) => {
    const found = new Set(members.map((row) => fact(row, name)));
    return found.size === 1 ? ([...found][0] ?? null) : null;
  };
  const isSubnet = id.startsWith('subnet:');
  return {
    id,
    kind: 'group',
    label: labelOfGroup(id),
    parent: null,
    within: isSubnet || id.startsWith('network:') ? one('vpc') : id.startsWith('vpc:') ? one('account') : null,
    hosts: members.length,
    open,
    addresses: [],
    interface: null,
    thing: /^(?:subnet|vpc|security_group):[^,]+$/.test(id) ? id.slice(id.indexOf(':') + 1) : null,
    owner: one('owner'),
    vpc: one('vpc'),
    subnet: one('subnet'),
    zone: one('zone'),
    bytes_out: total('bytes_out'),
    bytes_in: total('bytes_in'),
    records: total('records'),
    refused: total('refused'),
  };
}

function labelOfGroup(id: string): string {
  if (id === 'internet') return 'Internet';
  if (id === 'aws') return 'AWS services';
  const [kind = '', ...rest] = id.split(':');
  const name = rest.join(':');
  if (kind === 'none') return 'Hosts';
  return name === '' ? `unknown ${kind.replace('_', ' ')}` : name;
}

function endNode(row: EndRow): MapNode {
  const addresses = row.addresses
    .filter((address) => address !== '::')
    .map(plainAddress)
    .sort();
  const isHost = !withoutHosts.has(row.group);
  const [first = row.node] = addresses;
  return {
    id: row.node,
    kind: isHost ? 'host' : row.group === 'aws' ? 'service' : row.group === 'internet' ? 'country' : 'place',
    label: isHost ? (fact(row, 'name') ?? first) : labelOfPlace(row.node),
    parent: row.group === 'special' ? null : row.group,
    within: null,
    hosts: 0,
    open: false,
    addresses,
    interface: isHost ? fact(row, 'interface') : null,
    thing: isHost ? fact(row, 'thing') : null,
    owner: fact(row, 'owner'),
    vpc: fact(row, 'vpc'),
    subnet: fact(row, 'subnet'),
    zone: fact(row, 'zone'),
    bytes_out: exactCount(row.bytes_out),
    bytes_in: exactCount(row.bytes_in),
    records: exactCount(row.records),
    refused: exactCount(row.refused),
  };
}

function labelOfPlace(place: string): string {
  if (place === 'special') return 'Special addresses';
  if (place === 'external') return 'Country not known';
  if (place === 'aws') return 'AWS, service not known';
  return place.startsWith('aws:') ? place.slice(4) : place;
}
