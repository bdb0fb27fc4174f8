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
 * itself say in the hours that the range touches. Filters do not matter here: who somebody is does not depend on them.
 */
function holders(context: ReadContext, { from, to }: Scope): string {
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
  const said = `SELECT if(own_end = 'src', src_address, dst_address) AS address, ifNull(toString(vpc_id), '') AS vpc, ${own} AS facts, sum(f.records) AS n FROM ${tableName(context, 'flows_by_hour_pair')} AS f WHERE f.hour >= ${moment(Math.floor(from / 3600) * 3600)} AND f.hour < ${moment(to)} AND own_end IN ('src', 'dst') GROUP BY address, vpc, facts`;
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
type Side = 'src' | 'dst';

/** Columns that tell an end in few bytes: the number of a known host, else a place, else an address alone. */
const short = (side: Side) => `${side}_no, ${side}_place, ${side}_lone`;

export interface Ends {
  /** `WITH` of a statement: who holds which address, as arrays; the engine works it out once. */
  readonly with: string;
  /** FROM with one row per pair of ends and service, ends as `short` has them, with the sums. */
  readonly pairs: string;
  /** FROM with the sums per end, as sender and as receiver: columns `e_…`, `bytes_out`, `bytes_in`, `records`, `refused`. */
  readonly ends: string;
  /** SQL of what an end is, of its short columns with that prefix. */
  readonly node: (prefix: string) => string;
  readonly group: (prefix: string) => string;
  readonly facts: (prefix: string) => string;
  readonly addresses: (prefix: string) => string;
}

/**
 * Gives each end of sums by pair its node. A host is its interface where that is known, else its address. Rows are put
 * together by numbers; texts come at the end, as in the roll-ups.
 * @param rows sums by pair
 * @param shown what hosts are to be told apart by: SQL over `node` and `name`, the name of its group
 */
export function endsOf(context: ReadContext, scope: Scope, group: Grouping, rows: string, shown = 'node'): Ends {
  const key = keyOf[group];
  const unknown = (address: string) => (byNetwork.has(group) ? network(address) : `'${group}:'`);
  const named = `if(${key} != '', concat('${group}:', ${key}), ${unknown('address')})`;
  const node = `multiIf(c_interface != '', c_interface, vpc = '', ${plain('address')}, concat(vpc, '/', ${plain('address')}))`;
  // An interface is one host in one group, whatever its addresses are; what has no VPC yields to what has one.
  const facts = `tuple(vpc, toString(known), ${cells.map((c) => `c_${c}`).join(', ')})`;
  const one = (value: string) =>
    `first_value(${value}) OVER (PARTITION BY ${node} ORDER BY known DESC, ${key} DESC, vpc, address)`;
  const told = `SELECT address, vpc, ${node} AS node, ${one(named)} AS name, ${one(facts)} AS facts, max(vpc != '') OVER (PARTITION BY address) AS placed FROM (${holders(context, scope)})`;
  const placed = `SELECT *, count() OVER (PARTITION BY address) AS times FROM (${told}) AS t WHERE t.vpc != '' OR NOT placed`;
  // An address that several VPCs have is found with the VPC of the record.
  const keyed = `SELECT if(times = 1, cityHash64(address), cityHash64(vpc, address)) AS key, node, name, facts, groupUniqArray(8)(address) OVER (PARTITION BY node) AS addresses, ${shown} AS shown, row_number() OVER (ORDER BY node, address, vpc) AS i FROM (${placed})`;
  const entry = `tuple(i, key, node, name, facts, addresses, min(i) OVER (PARTITION BY shown))`;
  const sorted = `SELECT arraySort(groupArray(entry)) AS s FROM (SELECT ${entry} AS entry FROM (${keyed}))`;
  const arrays = [2, 3, 4, 5, 6, 7].map((n) => `arrayMap(x -> x.${n}, s)`).join(', ');

  const find = (hash: string) => `transform(${hash}, held.1, held_at, toUInt32(0))`;
  const at = (side: Side) => {
    const address = `t.${side}_address`;
    const byAddress = find(`cityHash64(${address})`);
    return `multiIf(t.${side}_place != '', toUInt32(0), ${byAddress} > 0, ${byAddress}, ${find(`cityHash64(ifNull(toString(t.vpc_id), ''), ${address})`)}) AS ${side}_at, toUInt32(held.6[${side}_at]) AS ${side}_no, if(${side}_no = 0, ${address}, toIPv6('::')) AS ${side}_lone`;
  };
  const sums = "sum(q.counted_bytes) AS bytes, sum(q.amount) AS records, sumIf(q.amount, action = 'REJECT') AS refused";
  const whole = "src_place != 'missing' AND dst_place != 'missing'";
  const looked = (names: string) =>
    `(SELECT ${at('src')}, ${at('dst')}, ${names}, counted_bytes, t.records AS amount FROM ${rows} AS t WHERE ${whole}) AS q`;
  return {
    with: `WITH (SELECT tuple(${arrays}) FROM (${sorted})) AS held, arrayMap(i -> toUInt32(i), arrayEnumerate(held.1)) AS held_at`,
    pairs: `(SELECT ${short('src')}, ${short('dst')}, service_port, protocol, ${sums}, sumIf(q.amount, initiator = 'src') AS by_src, sumIf(q.amount, initiator = 'dst') AS by_dst FROM ${looked('src_place, dst_place, service_port, protocol, initiator, action')} GROUP BY ${short('src')}, ${short('dst')}, service_port, protocol)`,
    // Both ends come from one look at the rows: where those are records, that is what costs.
    ends: `(SELECT e.1 AS e_no, e.2 AS e_place, e.3 AS e_lone, sum(e.4) AS bytes_out, sum(e.5) AS bytes_in, sum(p.records) AS records, sum(p.refused) AS refused FROM (SELECT ${short('src')}, ${short('dst')}, ${sums} FROM ${looked('src_place, dst_place, action')} GROUP BY ${short('src')}, ${short('dst')}) AS p ARRAY JOIN [tuple(${short('src')}, bytes, toUInt64(0)), tuple(${short('dst')}, toUInt64(0), bytes)] AS e GROUP BY e_no, e_place, e_lone)`,
    node: (p) => `multiIf(${p}place != '', toString(${p}place), ${p}no > 0, held.2[${p}no], ${plain(`${p}lone`)})`,
    group: (p) =>
      `multiIf(${p}place != '', ${outside(`toString(${p}place)`)}, ${p}no > 0, held.3[${p}no], ${unknown(`${p}lone`)})`,
    facts: (p) => `held.4[${p}no]`,
    addresses: (p) => `if(${p}place = '' AND ${p}no = 0, [${p}lone], arraySort(held.5[${p}no]))`,
  };
}
