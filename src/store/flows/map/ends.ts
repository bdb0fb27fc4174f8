import type { MapQuery } from '../../../contract/index.ts';
import { type ReadContext, type Scope, tableName } from '../reader/scope.ts';
import { moment } from '../reader/sql-params.ts';

type Grouping = MapQuery['group'];

/** What is known of who holds an address: cells of text, empty where nothing is known. */
const cells = ['interface', 'name', 'thing', 'owner', 'tier', 'subnet', 'zone', 'account', 'security'] as const;

/** The cell, or the VPC, by which hosts are put together. */
const keyOf: Readonly<Record<Grouping, string>> = {
  vpc: 'vpc',
  subnet: 'c_subnet',
  zone: 'c_zone',
  tier: 'c_tier',
  owner: 'c_owner',
  security_group: 'c_security',
  account: 'c_account',
  none: "'all'",
};

/** Where the group is not known, neighbours in the address space lie together; other groupings have nothing like it. */
const byNetwork: ReadonlySet<Grouping> = new Set(['vpc', 'subnet']);

/**
 * One row per address and VPC: who holds it, as the inventory knows for the range, else as the records of the interface
 * itself say. `rows` are sums by pair.
 */
function holders(context: ReadContext, { from, to }: Scope, rows: string): string {
  const known = {
    interface: 'h.interface',
    name: 'h.name',
    thing: 'h.resource',
    owner: 'h.owner',
    tier: 'h.tier',
    subnet: 'h.subnet',
    zone: 'h.zone',
    account: 'h.account',
    security: "arrayStringConcat(arraySort(h.groups), ', ')",
  };
  // Of several holders in the range, the last.
  const inventory = `SELECT address, vpc, 1 AS of_inventory, argMax(tuple(${cells.map((c) => `toString(${known[c]})`).join(', ')}), h.valid_from) AS found FROM ${tableName(context, 'inventory_addresses')} AS h WHERE h.valid_from < ${moment(to)} AND h.valid_to >= ${moment(from)} GROUP BY h.address AS address, toString(h.vpc) AS vpc`;
  const fields: Partial<Record<(typeof cells)[number], string>> = {
    interface: 'interface_id',
    subnet: 'subnet_id',
    zone: 'az_id',
    account: 'account_id',
  };
  const own = `tuple(${cells.map((c) => (fields[c] === undefined ? "''" : `ifNull(toString(${fields[c]}), '')`)).join(', ')})`;
  const said = `SELECT if(own_end = 'src', src_address, dst_address) AS address, ifNull(toString(vpc_id), '') AS vpc, ${own} AS facts, sum(records) AS n FROM ${rows} WHERE own_end IN ('src', 'dst') GROUP BY address, vpc, facts`;
  const records = `SELECT address, vpc, 0 AS of_inventory, argMax(facts, tuple(n, facts)) AS found FROM (${said}) WHERE address != toIPv6('::') GROUP BY address, vpc`;
  // What the inventory leaves open, the records may say.
  const best = cells.map(
    (c, i) =>
      `if(maxIf(found.${i + 1}, of_inventory = 1) != '', maxIf(found.${i + 1}, of_inventory = 1), maxIf(found.${i + 1}, of_inventory = 0)) AS c_${c}`,
  );
  return `SELECT address, vpc, max(of_inventory) AS known, ${best.join(', ')} FROM (${inventory} UNION ALL ${records}) GROUP BY address, vpc`;
}

/** An address as people write it. */
const plain = (address: string) =>
  `if(startsWith(toString(${address}), '::ffff:'), substring(toString(${address}), 8), toString(${address}))`;

/** The network that an address is put into where nothing else is known: a /24, or a /64. */
const network = (address: string) => {
  const isV4 = `bitShiftRight(toUInt128(${address}), 32) = 65535`;
  const first = `tupleElement(IPv6CIDRToRange(${address}, if(${isV4}, 120, 64)), 1)`;
  return `concat('network:', ${plain(first)}, if(${isV4}, '/24', '/64'))`;
};

/** The group of the ends that lie outside of the network, by their place; empty for hosts. */
const outside = (place: string) =>
  `multiIf(${place} = '', '', ${place} IN ('special', 'missing'), ${place}, startsWith(${place}, 'aws'), 'aws', 'internet')`;

export const factNames = ['vpc', 'known', ...cells] as const;

/**
 * Parts of a statement: `with`, and FROM with rows of pairs of ends and services, each end with its node: columns
 * `src_node`, `src_group`, `src_facts` (as `factNames`), `src_place`, `src_address`, the same of `dst`; `service_port`,
 * `protocol`; `bytes`, `records`, `refused`, `by_src`, `by_dst`. A host is its interface where that is known, else its
 * address.
 */
export function endsSql(
  context: ReadContext,
  scope: Scope,
  group: Grouping,
  rows: string,
): { readonly with: string; readonly from: string } {
  const key = keyOf[group];
  const unknown = (address: string) => (byNetwork.has(group) ? network(address) : `'${group}:'`);
  const named = `if(${key} != '', concat('${group}:', ${key}), ${unknown('address')})`;
  const node = `multiIf(c_interface != '', c_interface, vpc = '', ${plain('address')}, concat(vpc, '/', ${plain('address')}))`;
  // An interface is one host in one group, whatever its addresses are; what has no VPC yields to what has one.
  const facts = `tuple(vpc, toString(known), ${cells.map((c) => `c_${c}`).join(', ')})`;
  const one = (value: string) =>
    `first_value(${value}) OVER (PARTITION BY ${node} ORDER BY known DESC, ${key} DESC, vpc, address)`;
  const told = `SELECT address, vpc, ${node} AS node, ${one(named)} AS name, ${one(facts)} AS facts, max(vpc != '') OVER (PARTITION BY address) AS placed FROM (${holders(context, scope, rows)})`;
  const placed = `SELECT *, count() OVER (PARTITION BY address) AS times FROM (${told}) AS t WHERE t.vpc != '' OR NOT placed`;
  // Found by address and VPC of the record, and by the address alone where one VPC has it.
  const keyed = `SELECT arrayJoin(arrayDistinct(if(times = 1, [sipHash64(vpc, address), sipHash64('', address)], [sipHash64(vpc, address)]))) AS key, node, name, facts FROM (${placed})`;
  const side = (end: 'src' | 'dst') => {
    const [address, place, at] = [`p.${end}_address`, `p.${end}_place`, `${end}_at`];
    const find = (vpc: string) =>
      `transform(sipHash64(${vpc}, ${address}), held.1, arrayEnumerate(held.1), toUInt32(0))`;
    return [
      `if(${place} != '', 0, if(${find('p.vpc')} > 0, ${find('p.vpc')}, ${find("''")})) AS ${at}`,
      `multiIf(${place} != '', ${place}, ${at} > 0, held.2[${at}], ${plain(address)}) AS ${end}_node`,
      `multiIf(${place} != '', ${outside(place)}, ${at} > 0, held.3[${at}], ${unknown(address)}) AS ${end}_group`,
      `held.4[${at}] AS ${end}_facts`,
    ].join(', ');
  };
  const pairs = `SELECT ifNull(toString(vpc_id), '') AS vpc, src_address, toString(src_place) AS src_place, dst_address, toString(dst_place) AS dst_place, service_port, protocol, sum(t.counted_bytes) AS bytes, sum(t.records) AS records, sumIf(t.records, action = 'REJECT') AS refused, sumIf(t.records, initiator = 'src') AS by_src, sumIf(t.records, initiator = 'dst') AS by_dst FROM ${rows} AS t GROUP BY ALL`;
  return {
    // The engine works a scalar out once.
    with: `WITH (SELECT tuple(groupArray(key), groupArray(node), groupArray(name), groupArray(facts)) FROM (${keyed})) AS held`,
    from: `(SELECT p.*, ${side('src')}, ${side('dst')} FROM (${pairs}) AS p)`,
  };
}
