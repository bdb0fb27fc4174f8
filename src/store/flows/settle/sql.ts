import { derivedWith, type Knowledge, recordVpc } from '../../../fields/index.ts';
import { codedColumns, codeOfRules, columnSql, partSql, presentCode } from './code.ts';
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
/** The end of the packet. */
export const address = (side: Side) => `ifNull(ifNull(pkt_${side}addr, ${side}addr), toIPv6('::'))`;
const seconds = 'toUnixTimestamp(ifNull(start, end_only))';

/** Records that overlap within so many seconds are of the same moment; further apart, but near, nothing tells. */
const tolerance = 2;
const near = 60;
/** A record that says it is longer is taken to be this long, in seconds. */
const longest = 86_400;

/**
 * What tells a record from others, and what its place among them rests on, in two halves that each go into 64 bits: two
 * records get one key only where a half is equal and the other collides.
 */
const flow = [
  'interface_id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'flow_direction',
  'action',
  'tcp_flags',
  'vpc_id',
  'resource_id',
];
const moment = [
  'object_id',
  'packets',
  'bytes',
  'start',
  'end_only',
  'duration',
  'log_status',
  'pkt_srcaddr',
  'pkt_dstaddr',
  'pkt_src_aws_service',
  'pkt_dst_aws_service',
];

const hash = (...parts: readonly string[]) => `cityHash64(tuple(${parts.join(', ')}))`;
/** SQL of what tells a record from others. Copies of one line share it, and their fate. */
export const recordKey = `(bitShiftLeft(toUInt128(${hash(...flow)}), 64) + ${hash(...moment)})`;
/** SQL of what few records share, and costs little: looked at before the key is made. */
export const recordHint =
  '(toUInt64(toUnixTimestamp(assumeNotNull(start))) * 4294967296 + toUInt64(ifNull(srcport, 0)) * 65536 + ifNull(dstport, 0))';

const gateways = (kinds: string) =>
  `toUInt8(ifNull(interface_id IN (SELECT interface FROM {inventory_addresses} WHERE interface != '' AND resource_kind IN (${kinds})), 0))`;
/** The interface has had this address; which one that is hangs on nothing else, so the time does not matter. */
const has = (address: string) =>
  `((ifNull(toString(interface_id), ''), ${address}) IN (SELECT interface, address FROM {inventory_addresses} WHERE interface != ''))`;
const shown = (side: Side) => `ifNull(${side}addr, toIPv6('::'))`;
/** The end was seen to listen, or its other end is a NAT gateway, which never does. A SYN says more. */
const listening = (side: Side, other: Side) =>
  `toUInt8(if(bitAnd(ifNull(tcp_flags, 0), 2) = 2, 0, dictHas('listener_of', (${side}_at, ifNull(${side}port, 0), ifNull(protocol, 255))) OR (is_nat AND ifNull(action = 'ACCEPT', 0) AND ${has(`${other}_at`)})))`;
const own = (side: Side) =>
  `toUInt8(dictHas('range_of', ${side}_at) OR dictHas('networks_of', ${side}_at) OR ${side}_at IN (SELECT address FROM {inventory_addresses}))`;
/** This interface is the end itself: it shows the packet's own address, or has it beside the one that it shows. */
const isEnd = (side: Side) =>
  `(ifNull(toString(interface_id), '') != '' AND (ifNull(pkt_${side}addr = ${side}addr, 1) OR ${has(`${side}_at`)}))`;
const noPacketAddress = '(isNull(pkt_srcaddr) OR isNull(pkt_dstaddr))';

const knowledge: Knowledge = {
  own: { src: 'src_own', dst: 'dst_own' },
  way: 'own_way',
  listens: { src: 'src_heard', dst: 'dst_heard' },
};

const { steps, columns } = derivedWith(knowledge);

/** What a record is before it is compared: the steps, in the order in which they rest on one another. */
const baseSteps = (isShared: boolean): readonly (readonly [name: string, sql: string])[] => [
  ['here', "ifNull(toString(interface_id), ifNull(toString(resource_id), ''))"],
  ['is_nat', gateways("'nat-gateway'")],
  ['forwards', gateways("'nat-gateway', 'transit-gateway-attachment', 'transit-gateway-vpc-attachment'")],
  ['src_at', address('src')],
  ['dst_at', address('dst')],
  ['src_own', own('src')],
  ['dst_own', own('dst')],
  ['own_way', `if(isNull(flow_direction), ${has(shown('src'))} + 2 * ${has(shown('dst'))}, 0) % 3`],
  ['src_heard', listening('src', 'dst')],
  ['dst_heard', listening('dst', 'src')],
  ...steps.map(({ name, sql }) => [name, sql] as const),
  ['src_inside', `toUInt8(${scopeIs('src')})`],
  ['dst_inside', `toUInt8(${scopeIs('dst')})`],
  // A gateway without packet addresses hides the real end of its inner side.
  ['hidden', `toUInt8(forwards AND ${noPacketAddress} AND ((way = 2 AND src_inside) OR (way = 1 AND dst_inside)))`],
  ['rank', `multiIf(way = 1 AND ${isEnd('src')}, 0, way = 2 AND ${isEnd('dst')}, 1, 2)`],
  ['goes_out', 'toUInt8((rank = 2) = (way = 2))'],
  // Where VPCs share addresses, packets of one are not those of another.
  ['home', isShared ? `if(${shared('src')} OR ${shared('dst')}, ${recordVpc}, '')` : "''"],
];

const shared = (side: Side) => `${side}_at IN (SELECT address FROM {inventory_addresses} WHERE alone = 0)`;
const internal = columns.find(({ name }) => name === 'src_scope')?.values?.indexOf('internal') ?? -1;
const scopeIs = (side: Side) =>
  `(${columns.find(({ name }) => name === `${side}_scope`)?.number ?? '0'}) = ${internal + 1}`;

const pkey = `if(isNull(bytes) OR hidden, 0, ${hash('src_at', 'dst_at', 'ifNull(srcport, 0)', 'ifNull(dstport, 0)', 'ifNull(protocol, 255)', 'home')})`;
/** The way back of what a NAT gateway did in its own name. */
const rkey = `if(is_nat, ${hash('dst_at', 'src_at', 'ifNull(dstport, 0)', 'ifNull(srcport, 0)', 'ifNull(protocol, 255)', 'home')}, 0)`;
const lkey = hash('here', 'goes_out', 'if(goes_out, dst_at, src_at)', 'if(goes_out, dstport, srcport)', 'protocol');

const compact: readonly (readonly [name: string, type: string, sql: string])[] = [
  ['key', 'UInt128', recordKey],
  ['hint', 'UInt64', recordHint],
  ['pkey', 'UInt64', pkey],
  ['lkey', 'UInt64', lkey],
  ['rkey', 'UInt64', rkey],
  ['rank', 'UInt8', 'rank'],
  ['way', 'UInt8', 'way'],
  ['nat', 'UInt8', 'is_nat'],
  ['hidden', 'UInt8', 'hidden'],
  ['blind', 'UInt8', noPacketAddress],
  ['outside', 'UInt8', 'toUInt8(NOT (src_inside AND dst_inside))'],
  ['from_inside', 'UInt8', 'src_inside'],
  ['s', 'UInt32', `ifNull(${seconds}, 0)`],
  ['e', 'UInt32', `ifNull(${seconds}, 0) + least(greatest(ifNull(duration, 0), 0), ${longest})`],
  ['bytes', 'Nullable(UInt64)', 'bytes'],
  ['packets', 'UInt64', 'ifNull(packets, 0)'],
  ['place', 'UInt64', 'cityHash64(here)'],
  ['old', 'UInt64', presentCode],
  ['new', 'UInt64', codeOfRules(columns)],
];

/** Keys of records, with what they are to hold. */
export const changesColumns = 'key UInt128, hint UInt64, code UInt64';
export const baseColumns = compact.map(([name, type]) => `${name} ${type}`).join(', ');

/**
 * Reads the records from `low` to `high`, a little more than the slice, into the compact form.
 * @param isShared there are addresses that several VPCs have
 */
export function baseSelect(isShared: boolean): string {
  const times = "start >= toDateTime({low:UInt32}, 'UTC') AND start < toDateTime({high:UInt32}, 'UTC')";
  return `SELECT ${compact.map(([name, , sql]) => `${sql} AS c_${name}`).join(', ')} FROM ${inLevels(baseSteps(isShared), `(SELECT * FROM {flows} WHERE ${times})`)}`;
}

/**
 * Steps that rest on others read them from a query within: the engine plans a chain of names in one query by writing out
 * each with all that it rests on.
 */
function inLevels(steps: readonly (readonly [name: string, sql: string])[], from: string): string {
  const level = new Map<string, number>();
  for (const [name, sql] of steps) {
    const below = [...sql.matchAll(/\w+/g)].map(([word]) => level.get(word) ?? 0);
    level.set(name, 1 + Math.max(0, ...below));
  }
  const highest = Math.max(...level.values());
  let text = from;
  for (let at = 1; at <= highest; at++) {
    const mine = steps.filter(([name]) => level.get(name) === at).map(([name, sql]) => `${sql} AS ${name}`);
    text = `(SELECT *, ${mine.join(', ')} FROM ${text})`;
  }
  return text;
}

const meets = (other: string, margin = tolerance) =>
  `(${other}.1 <= b.e + ${margin} AND ${other}.2 + ${margin} >= b.s)`;
const anyMeets = (list: string) => `arrayExists(o -> ${meets('o')}, ${list})`;
/** A sight at the sender that nothing answers to, close by: the clocks may differ, or another record is missing. */
const nearby = `arrayExists(o -> ${meets('o', near)} AND NOT arrayExists(r -> r.1 <= o.2 + ${tolerance} AND r.2 + ${tolerance} >= o.1, arrayConcat(g.receivers, arrayMap(f -> (f.1, f.2), g.gateways))), g.senders)`;
const twin = `arrayExists(o -> ${meets('o')}, l.spans)`;
const equalTwin = `arrayExists(o -> ${meets('o')}, q.spans)`;
/** Of gateways that all only pass packets on, the first one in time; a fixed order where nothing tells. */
const earlier = `arrayExists(o -> ${meets('o')} AND (o.1, o.3, o.4) < (b.s, 3 - b.way, b.place), g.gateways)`;

/** The place of a record's word in the list of `sight`: 1 first, 2 second, 3 leg, 4 ambiguous; 0 without bytes. */
const sight = `multiIf(
  isNull(b.bytes), 0,
  b.hidden, 4,
  b.nat AND b.blind AND b.outside AND (b.rank = 0 OR (b.rank = 1 AND b.rkey IN (SELECT pkey FROM {base} WHERE nat AND blind AND rank = 0))), 3,
  b.rank < 2 AND ${equalTwin}, 3,
  b.rank < 2 AND b.nat AND ${twin}, 3,
  b.rank < 2 AND ${twin}, 4,
  b.rank = 0, 1,
  ${anyMeets('g.senders')}, 2,
  b.rank = 2 AND ${anyMeets('g.receivers')}, 2,
  b.rank = 2 AND ${earlier}, 2,
  ${nearby}, 4,
  1)`;

/** Only these can be sights of what was seen before. */
const later = '(rank = 2 OR (rank = 1 AND from_inside))';
/** Only these can be another side of what the same interface passed on. */
const passedOn = '(rank < 2 AND place IN (SELECT place FROM {base} WHERE rank = 2 AND way != 0))';
const compared = `(isNotNull(bytes) AND (${later} OR hidden OR (nat AND blind) OR ${passedOn}))`;
const slice = 's >= {from:UInt32} AND s < {to:UInt32}';
const coded = (number: string) => `${partSql('sight', number)} + ${partSql('counted', `${number} = 1`)}`;

/** Most records are alone: they are the first sight, or have no bytes. */
const alone = `SELECT key, hint, new + ${coded('isNotNull(bytes)')} AS c FROM {base} WHERE ${slice} AND NOT ${compared} AND c != old`;

/**
 * A connection that lives for days has thousands of records: each is compared with those of its stretch of time only. Every
 * record is listed in all stretches from which one could be near it, or near one that is near it.
 */
const longestHere = '(SELECT toInt64(max(e - s)) FROM {base})';
const stretch = `(SELECT toInt64(greatest(900, 2 * max(e - s))) FROM {base})`;
const reach = near + 2 * tolerance;
const stretches = `arrayJoin(range(toUInt64(greatest(0, intDiv(s - 2 * ${longestHere} - ${reach}, ${stretch}))), toUInt64(intDiv(e + ${longestHere} + ${reach}, ${stretch}) + 1))) AS stretch`;

// Only whether there is one is asked for: equal times stand once, however many records share an end.
const sightings = `SELECT pkey, stretch, groupUniqArrayIf((s, e), rank = 0) AS senders, groupUniqArrayIf((s, e), rank = 1) AS receivers, groupUniqArrayIf((s, e, 3 - way, place), rank = 2) AS gateways FROM (SELECT pkey, s, e, rank, way, place, ${stretches} FROM {base} WHERE pkey IN (SELECT pkey FROM {base} WHERE ${later}) AND pkey != 0) GROUP BY pkey, stretch HAVING count() > 1`;

/** Times that overlap, or lie so close that whoever is between meets one of them, as one: a gateway passes on thousands. */
const merged = `arrayFold((joint, at) -> if(at.1 <= joint[-1].2 + ${2 * tolerance + 1}, arrayPushBack(arrayPopBack(joint), (joint[-1].1, greatest(joint[-1].2, at.2))), arrayPushBack(joint, at)), arraySort(groupUniqArray((s, e))), CAST([], 'Array(Tuple(UInt32, UInt32))'))`;
/** What an interface passed on to one far end; and of that, what had the same bytes and packets. */
const equalKey = 'cityHash64(lkey, ifNull(bytes, 0), packets)';
const inner = (key: string) =>
  `SELECT ${key} AS twin_key, ${stretches}, ${merged} AS spans FROM {base} WHERE rank = 2 AND way != 0 GROUP BY twin_key, stretch`;

const placed = `*, toUInt64(intDiv(s, ${stretch})) AS stretch, if(${passedOn}, lkey, 0) AS any_key, if(${passedOn}, ${equalKey}, 0) AS equal_key`;
const together = `SELECT b.key AS key, b.hint AS hint, ${sight} AS sight_number, b.new + ${coded('sight_number')} AS c, b.old AS old FROM (SELECT ${placed} FROM {base} WHERE ${slice} AND ${compared}) AS b LEFT JOIN (${sightings}) AS g ON b.pkey = g.pkey AND b.stretch = g.stretch LEFT JOIN (${inner('lkey')}) AS l ON b.any_key = l.twin_key AND b.stretch = l.stretch LEFT JOIN (${inner(equalKey)}) AS q ON b.equal_key = q.twin_key AND b.stretch = q.stretch`;

/** Keys of the records of the slice that should hold something else, with what. */
export const changesSelect = `SELECT key, any(hint) AS hint, any(c) AS code FROM (${alone} UNION ALL SELECT key, hint, c FROM (${together}) WHERE c != old) GROUP BY key`;

/** The whole records behind the keys, with what they are to hold and what they held. `flowColumns` are those stored. */
export function rowsSelect(flowColumns: readonly string[]): string {
  const kept = flowColumns.map((column) =>
    codedColumns.includes(column) ? `${columnSql(column, 'c.code')} AS ${column}` : `f.${column} AS ${column}`,
  );
  const former = codedColumns.map((column) => `f.${column} AS ${formerName(column)}`);
  return `SELECT {run:UInt64} AS run, c.key AS key, c.code AS code, ${[...kept, ...former].join(', ')} FROM (SELECT *, ${recordKey} AS record_key FROM {flows} WHERE start >= toDateTime({from:UInt32}, 'UTC') AND start < toDateTime({to:UInt32}, 'UTC') AND ${recordHint} IN (SELECT hint FROM {changes}) AND record_key IN (SELECT key FROM {changes})) AS f INNER JOIN {changes} AS c ON f.record_key = c.key`;
}
