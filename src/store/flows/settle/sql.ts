import { derivedWith, holderOf, type Knowledge, recordVpc } from '../../../fields/index.ts';
import { codedColumns, codeSql, columnSql, partSql } from './code.ts';
import { formerName } from './model.ts';

/**
 * How settling finds what a record is among those of the same packets. `base` holds the records of a slice of time in a
 * compact form; `changes` reads it and gives those whose derived columns should be others.
 *
 * Sights of the same packets have the same ends of the packet, ports and protocol, and overlap in time. The first sight
 * is that of the interface that sent them, else of the one that got them, else of the first gateway on the way. A
 * gateway that translates addresses logs its outer side with its own address: that record is another leg when the inner
 * side of the same interface has its twin, with the same far end, bytes and packets.
 */

type Side = 'src' | 'dst';
const address = (side: Side) => `ifNull(ifNull(pkt_${side}addr, ${side}addr), toIPv6('::'))`;
const seconds = 'toUnixTimestamp(ifNull(start, end_only))';

/** Records that overlap within so many seconds are of the same moment; further apart, but near, nothing tells. */
const tolerance = 2;
const near = 60;

/** Everything of a record that a line can tell: equal records have the same place in everything here. */
const identity = [
  'object_id',
  'interface_id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end_only',
  'duration',
  'action',
  'log_status',
  'pkt_srcaddr',
  'pkt_dstaddr',
  'flow_direction',
  'tcp_flags',
  'vpc_id',
  'pkt_src_aws_service',
  'pkt_dst_aws_service',
  'resource_id',
];

const isNat = "(if_kind = 'nat-gateway')";
const hash = (...parts: readonly string[]) => `reinterpretAsUInt128(sipHash128(tuple(${parts.join(', ')})))`;
/** SQL of what tells a record from others. Copies of one line share it, and their fate. */
export const recordKey = hash(...identity);

/** The end was seen to listen, or its other end is a NAT gateway, which never does. */
const listening = (side: Side, other: Side) =>
  `toUInt8(dictHas('listener_of', (${side}_at, ifNull(${side}port, 0), ifNull(protocol, 255))) OR (${isNat} AND ${other}_if = here AND ifNull(action = 'ACCEPT', 0)))`;

const knowledge: Knowledge = {
  own: { src: 'src_own', dst: 'dst_own' },
  way: 'own_way',
  listens: { src: 'src_heard', dst: 'dst_heard' },
};

const { steps, columns } = derivedWith(knowledge);

const own = (side: Side) =>
  `toUInt8(dictHas('range_of', ${side}_at) OR dictHas('networks_of', ${side}_at) OR ${side}_holder != '')`;
const at = (attribute: string, side: Side) => `ifNull(${holderOf(attribute, `${side}_at`, 'vpc_here')}, '')`;
/** The address that the record itself shows, not the packet's. */
const shownHolder = (side: Side) =>
  `(has_interface AND ifNull(${holderOf('interface', `ifNull(${side}addr, toIPv6('::'))`, 'vpc_here')}, '') = here)`;
/** The shown address is the packet's own, or the packet's is not logged. */
const asSent = (side: Side) => `ifNull(pkt_${side}addr = ${side}addr, 1)`;
/** This interface is the end itself: by the inventory, else because it shows the packet's own address. */
const isEnd = (side: Side) => `(has_interface AND (${side}_if = here OR (${side}_if = '' AND ${asSent(side)})))`;
const noPacketAddress = '(isNull(pkt_srcaddr) OR isNull(pkt_dstaddr))';

/** What a record is before it is compared: the steps, in the order in which they rest on one another. */
const baseSteps: readonly (readonly [name: string, sql: string])[] = [
  ['here', "ifNull(toString(interface_id), ifNull(toString(resource_id), ''))"],
  ['has_interface', "toUInt8(ifNull(toString(interface_id), '') != '')"],
  ['vpc_here', recordVpc],
  ['if_kind', "dictGetOrDefault('interface_of', 'resource_kind', tuple(ifNull(toString(interface_id), '')), '')"],
  ['src_at', address('src')],
  ['dst_at', address('dst')],
  ['src_if', at('interface', 'src')],
  ['dst_if', at('interface', 'dst')],
  ['src_holder', at('resource', 'src')],
  ['dst_holder', at('resource', 'dst')],
  ['src_own', own('src')],
  ['dst_own', own('dst')],
  ['src_shown', shownHolder('src')],
  ['dst_shown', shownHolder('dst')],
  ['own_way', '(src_shown != dst_shown) * (src_shown + 2 * dst_shown)'],
  ['src_heard', listening('src', 'dst')],
  ['dst_heard', listening('dst', 'src')],
  ...steps.map(({ name, sql }) => [name, sql] as const),
  // A gateway without packet addresses hides the real end of its inner side.
  [
    'hidden',
    `${isNat} AND ${noPacketAddress} AND ((way = 2 AND dst_if = here AND src_own) OR (way = 1 AND src_if = here AND dst_own))`,
  ],
  ['rank', `multiIf(way = 1 AND ${isEnd('src')}, 0, way = 2 AND ${isEnd('dst')}, 1, 2)`],
  ['goes_out', 'toUInt8((rank = 2) = (way = 2))'],
  // Where VPCs share addresses, packets of one are not those of another.
  [
    'home',
    `if((src_own AND src_holder != '' AND dictGetOrDefault('address_of', 'resource', ('', src_at), ifNull(start, toDateTime(0, 'UTC')), '') = '') OR (dst_own AND dst_holder != '' AND dictGetOrDefault('address_of', 'resource', ('', dst_at), ifNull(start, toDateTime(0, 'UTC')), '') = ''), vpc_here, '')`,
  ],
];

const pkey = `if(isNull(bytes) OR hidden, toUInt128(0), ${hash('src_at', 'dst_at', 'ifNull(srcport, 0)', 'ifNull(dstport, 0)', 'ifNull(protocol, 255)', 'home')})`;
const lkey = hash('here', 'goes_out', 'if(goes_out, dst_at, src_at)', 'if(goes_out, dstport, srcport)', 'protocol');

const compact: readonly (readonly [name: string, type: string, sql: string])[] = [
  ['key', 'UInt128', recordKey],
  ['pkey', 'UInt128', pkey],
  ['lkey', 'UInt128', lkey],
  ['rank', 'UInt8', 'rank'],
  ['way', 'UInt8', 'way'],
  ['nat', 'UInt8', isNat],
  ['hidden', 'UInt8', 'hidden'],
  ['blind', 'UInt8', noPacketAddress],
  ['outside', 'UInt8', 'toUInt8(NOT (src_own AND dst_own))'],
  ['s', 'UInt32', `ifNull(${seconds}, 0)`],
  ['e', 'UInt32', `ifNull(${seconds}, 0) + greatest(ifNull(duration, 0), 0)`],
  ['bytes', 'Nullable(UInt64)', 'bytes'],
  ['packets', 'UInt64', 'ifNull(packets, 0)'],
  ['place', 'UInt64', 'cityHash64(here)'],
  ['old', 'UInt64', codeSql((column) => column)],
  ['new', 'UInt64', codeSql((column) => `n_${column}`, ['counted', 'sight'])],
];

export const baseColumns = compact.map(([name, type]) => `${name} ${type}`).join(', ');

/** Reads the records from `low` to `high`, a little more than the slice, into the compact form. */
export const baseSelect = `SELECT ${compact.map(([name, , sql]) => `${sql} AS c_${name}`).join(', ')} FROM (SELECT *, ${[
  ...baseSteps,
  ...columns.map(({ name, sql }) => [`n_${name}`, sql] as const),
]
  .map(([name, sql]) => `${sql} AS ${name}`)
  .join(
    ', ',
  )} FROM {flows} WHERE start >= toDateTime({low:UInt32}, 'UTC') AND start < toDateTime({high:UInt32}, 'UTC'))`;

const meets = (other: string, margin = tolerance) =>
  `(${other}.1 <= b.e + ${margin} AND ${other}.2 + ${margin} >= b.s)`;
const anyMeets = (list: string) => `arrayExists(o -> ${meets('o')}, ${list})`;
/** A sight at the sender that nothing answers to, close by: the clocks may differ, or another record is missing. */
const nearby = `arrayExists(o -> ${meets('o', near)} AND NOT arrayExists(r -> r.1 <= o.2 + ${tolerance} AND r.2 + ${tolerance} >= o.1, arrayConcat(g.receivers, arrayMap(f -> (f.1, f.2), g.gateways))), g.senders)`;
const twin = (same: string) => `arrayExists(o -> ${meets('o')} AND ${same}, l.inner)`;
const equal = 'o.3 = ifNull(b.bytes, 0) AND o.4 = b.packets';
/** Of gateways that all only pass packets on, the first one in time; a fixed order where nothing tells. */
const earlier = `arrayExists(o -> ${meets('o')} AND (o.1, o.3, o.4) < (b.s, 3 - b.way, b.place), g.gateways)`;

/** The place of a record's word in the list of `sight`: 1 first, 2 second, 3 leg, 4 ambiguous; 0 without bytes. */
const sight = `multiIf(
  isNull(b.bytes), 0,
  b.hidden, 4,
  b.nat AND b.blind AND b.rank = 0 AND b.outside, 3,
  b.rank < 2 AND ${twin(equal)}, 3,
  b.rank < 2 AND b.nat AND ${twin('1')}, 3,
  b.rank < 2 AND ${twin('1')}, 4,
  b.rank = 0, 1,
  ${anyMeets('g.senders')}, 2,
  b.rank = 2 AND ${anyMeets('g.receivers')}, 2,
  b.rank = 2 AND ${earlier}, 2,
  ${nearby}, 4,
  1)`;

/** Keys of the records of the slice that should hold something else, with what. */
export const changesSelect = `SELECT key, any(c) AS code FROM (SELECT b.key AS key, b.old AS old, ${sight} AS sight_number, b.new + ${partSql('sight', 'sight_number')} + ${partSql('counted', 'sight_number = 1')} AS c FROM {base} AS b LEFT JOIN (SELECT pkey, groupArrayIf((s, e), rank = 0) AS senders, groupArrayIf((s, e), rank = 1) AS receivers, groupArrayIf((s, e, 3 - way, place), rank = 2) AS gateways FROM {base} WHERE pkey != 0 GROUP BY pkey HAVING count() > 1) AS g ON b.pkey = g.pkey LEFT JOIN (SELECT lkey, groupArray((s, e, ifNull(bytes, 0), packets)) AS inner FROM {base} WHERE rank = 2 AND way != 0 GROUP BY lkey) AS l ON b.lkey = l.lkey WHERE b.s >= {from:UInt32} AND b.s < {to:UInt32}) WHERE c != old GROUP BY key`;

/** The whole records behind the keys, with what they are to hold and what they held. `flowColumns` are those stored. */
export function rowsSelect(flowColumns: readonly string[]): string {
  const kept = flowColumns.map((column) =>
    codedColumns.includes(column) ? `${columnSql(column, 'c.code')} AS ${column}` : `f.${column} AS ${column}`,
  );
  const former = codedColumns.map((column) => `f.${column} AS ${formerName(column)}`);
  return `SELECT {run:UInt64} AS run, c.key AS key, c.code AS code, ${[...kept, ...former].join(', ')} FROM (SELECT *, ${recordKey} AS record_key FROM {flows} WHERE start >= toDateTime({from:UInt32}, 'UTC') AND start < toDateTime({to:UInt32}, 'UTC')) AS f INNER JOIN {changes} AS c ON f.record_key = c.key`;
}

/** Who answered a SYN in the slice, and is not known from that day yet. */
export const listenersSelect = `SELECT DISTINCT toDate(assumeNotNull(start)) AS day, ${address('src')} AS address, assumeNotNull(srcport) AS port, assumeNotNull(protocol) AS protocol FROM {flows} WHERE start >= toDateTime({from:UInt32}, 'UTC') AND start < toDateTime({to:UInt32}, 'UTC') AND protocol = 6 AND action = 'ACCEPT' AND bitAnd(ifNull(tcp_flags, 0), 18) = 18 AND isNotNull(srcport) AND isNotNull(srcaddr) AND (day, address, port, protocol) NOT IN (SELECT day, address, port, protocol FROM {listeners} WHERE day BETWEEN toDate({from:UInt32}) AND toDate({to:UInt32}))`;
