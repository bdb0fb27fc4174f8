import { enrichedColumns } from './enriched.ts';
import { portNames } from './names.ts';

/**
 * Columns that Weir computes from the fields of a record. `sql` is the rule itself, in the engine's words: of `stored`
 * columns over fields and `derivedSteps`, computed once, at ingest; of the others over columns of `flows`, computed
 * when they are read.
 *
 * The rules are written as arithmetic on small numbers: the engine runs that some ten times faster than branches, and
 * only the last step, from number to word, deals in text.
 */
export interface DerivedColumn {
  readonly name: string;
  readonly type: string;
  readonly stored: boolean;
  readonly sql: string;
  /** Of a stored word: its place in `values`, counted from 1; 0 is missing. */
  readonly number?: string;
  /** Every word that the column can hold, where the list is closed. */
  readonly values?: readonly string[];
  readonly meaning: string;
  /** How far the value can be trusted, and on what it rests. */
  readonly confidence: string;
}

const words = 'LowCardinality(Nullable(String))';
const scopes = ['internal', 'aws', 'external', 'special'] as const;
const directions = ['egress', 'ingress'] as const;
const boundaries = ['transit', 'inbound', 'outbound', 'internal'] as const;
const ends = ['src', 'dst'] as const;
const bases = ['port', 'flags', 'listener'] as const;
const sights = ['first', 'second', 'leg', 'ambiguous'] as const;

/**
 * What is known beside the record, as SQL: nothing while it is loaded; the account and the other records afterwards.
 * Conditions are 0 or 1 and never NULL.
 */
export interface Knowledge {
  /** The address of an end is the user's own. */
  readonly own: Readonly<Record<'src' | 'dst', string>>;
  /** Which way the record went, by the addresses of its interface: 1 egress, 2 ingress, 0 not known. */
  readonly way: string;
  /** A service is known to listen on the port of an end. */
  readonly listens: Readonly<Record<'src' | 'dst', string>>;
}

const recordAlone: Knowledge = { own: { src: '0', dst: '0' }, way: '0', listens: { src: '0', dst: '0' } };

/** The word that stands for a number, counted from 1; 0 is missing. */
function wordOf(number: string, list: readonly string[]): string {
  const texts = list.map((word) => `'${word}'`).join(', ');
  return `transform(toLowCardinality(toUInt8(${number})), [${list.map((_, i) => i + 1).join(', ')}], [${texts}], NULL)`;
}

const and = (...terms: string[]) => terms.map((t) => `(${t})`).join(' * ');
/** At most one of the terms may hold. */
const oneOf = (...terms: string[]) => terms.map((t) => `(${t})`).join(' + ');

/**
 * A number on the way from fields to derived columns, computed once per record and kept nowhere: a column of the
 * landing table alone. `sql` may name fields and the steps before it.
 */
export interface DerivedStep {
  readonly name: string;
  readonly type: string;
  readonly sql: string;
}

/** True within an IPv4 range, `10.0.0.0/8`. IPv4 addresses lie at ::ffff:0:0/96. */
function withinV4(number: string, range: string): string {
  const [network = '', length = ''] = range.split('/');
  const shift = 32 - Number(length);
  const bits = network.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0xffff);
  return `bitShiftRight(toUInt64(${number}), ${shift}) = ${Math.floor(bits / 2 ** shift)}`;
}

/** The upper half of an address. */
const upper = (number: string) => `toUInt64(bitShiftRight(${number}, 64))`;

/** True within an IPv6 range of at most 16 bits, given by those: `fc00/7`. */
function withinV6(number: string, range: string): string {
  const [network = '', length = ''] = range.split('/');
  return `bitShiftRight(${upper(number)}, ${64 - Number(length)}) = ${Number.parseInt(network, 16) >> (16 - Number(length))}`;
}

const privateV4 = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'] as const;
/** Networks whose addresses can only be the user's own: an end there is always `internal`. */
export const privateNetworks: readonly string[] = [...privateV4, 'fc00::/7'];

/** True for addresses that can only be the user's own: RFC 1918, RFC 6598 (100.64/10), RFC 4193 (fc00::/7). */
function privateAddress(a: string): string {
  const v4 = privateV4.map((range) => withinV4(a, range));
  return oneOf(and(`${upper(a)} = 0`, oneOf(...v4)), withinV6(a, 'fc00/7'));
}

/** True for addresses that no host on a network owns: this-host, loopback, link-local, multicast, reserved. */
function specialAddress(a: string): string {
  const v4 = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'].map((range) => withinV4(a, range));
  const v6 = ['fe80/10', 'ff00/8'].map((range) => withinV6(a, range));
  return oneOf(and(`${upper(a)} = 0`, oneOf(...v4, `toUInt64(${a}) < 2`)), ...v6);
}

/** The bits of `src_class` and `dst_class`; the highest one that is set decides. */
const classBits = { missing: 16, private: 8, special: 4, local: 2, aws: 1 } as const;

function scopeOfClass(bits: number): string | undefined {
  if (bits >= classBits.missing) return undefined;
  if (bits >= classBits.private) return 'internal';
  if (bits >= classBits.special) return 'special';
  if (bits >= classBits.local) return 'internal';
  return bits >= classBits.aws ? 'aws' : 'external';
}

function classSteps(side: 'src' | 'dst', knowledge: Knowledge): DerivedStep[] {
  const [address, packet, number] = [`${side}addr`, `pkt_${side}addr`, `${side}_number`];
  // The address of the interface itself: the source of what leaves it, the destination of what enters.
  const local = and(
    `ifNull(flow_direction = '${side === 'src' ? 'egress' : 'ingress'}', 0)`,
    'isNotNull(interface_id)',
    `ifNull(${packet} = ${address}, 1)`,
  );
  const { missing, private: own, special, aws } = classBits;
  return [
    { name: number, type: 'UInt128', sql: `toUInt128(ifNull(ifNull(${packet}, ${address}), toIPv6('::')))` },
    {
      name: `${side}_class`,
      type: 'UInt8',
      sql: `toUInt8(${missing} * isNull(ifNull(${packet}, ${address})) + ${own} * (${knowledge.own[side] === '0' ? privateAddress(number) : `(${privateAddress(number)}) OR ${knowledge.own[side]}`}) + ${special} * (${specialAddress(number)}) + ${classBits.local} * ${local} + ${aws} * isNotNull(pkt_${side}_aws_service))`,
    },
  ];
}

const classes = [...Array(classBits.missing).keys()];
const scopeNumber = (side: 'src' | 'dst') =>
  `transform(${side}_class, [${classes.join(', ')}], [${classes.map((c) => scopes.indexOf(scopeOfClass(c) as (typeof scopes)[number]) + 1).join(', ')}], 0)`;
const scopeSql = (side: 'src' | 'dst') =>
  `transform(toLowCardinality(${side}_class), [${classes.join(', ')}], [${classes.map((c) => `'${scopeOfClass(c) ?? ''}'`).join(', ')}], NULL)`;
/** Inside the edge of the network: the user's own, or special. */
const inside = (side: 'src' | 'dst') =>
  and(`${side}_class >= ${classBits.local}`, `${side}_class < ${classBits.missing}`);
const outside = (side: 'src' | 'dst') => `(${side}_class < ${classBits.local})`;

/** Which way a record went as AWS says, else as its ends tell: 1 egress, 2 ingress, 0 nobody knows. */
function waySql(knowledge: Knowledge): string {
  const stated = "ifNull(flow_direction = 'egress', 0) + 2 * ifNull(flow_direction = 'ingress', 0)";
  const inferred = `${and(inside('src'), outside('dst'))} + 2 * ${and(outside('src'), inside('dst'))}`;
  const { way } = knowledge;
  const told = way === '0' ? inferred : `if(${way} != 0, ${way}, ${inferred})`;
  return `toUInt8(${stated} + isNull(flow_direction) * (${told}))`;
}

/** A port on which services are known to listen: below 1024, or one that Weir has a name for. */
const namedPorts = portNames
  .map(([port]) => port)
  .filter((port) => port > 1023)
  .join(', ');
const port = (side: 'src' | 'dst') => `ifNull(${side}port, 0)`;
const listens = (side: 'src' | 'dst') => isServicePort(port(side));

/** SQL of 0 or 1: services are known to listen on the port. */
export function isServicePort(number: string): string {
  return `toUInt8(${oneOf(and(`${number} >= 1`, `${number} <= 1023`), `${number} IN (${namedPorts})`)})`;
}
const flags = 'ifNull(tcp_flags, 0)';

/**
 * Who opened the conversation: 1 the source, -1 the destination, 0 nobody knows. A SYN tells; else the end that was seen
 * to listen; else the port on which services listen; else the port that is not ephemeral.
 */
function openerSql(knowledge: Knowledge): string {
  const byFlags = `((bitAnd(${flags}, 18) = 2) - (bitAnd(${flags}, 18) = 18))`;
  const byListener = '(dst_listens - src_listens)';
  const calls = (from: 'src' | 'dst', to: 'src' | 'dst') =>
    and(`${port(from)} >= 32768`, `${port(to)} < 32768`, `${port(to)} >= 1`);
  const byRange = `(${calls('src', 'dst')} - ${calls('dst', 'src')})`;
  // Of two ports on which services listen: what was refused on its way in was no answer, mostly.
  const byRefusal = `((${byRange} = 0) * ifNull(action = 'REJECT', 0) * (way = 2))`;
  const byPort = `(${byListener} + (${byListener} = 0) * (${byRange} + ${byRefusal}))`;
  const known = and('isNotNull(srcport)', 'isNotNull(dstport)');
  const inferred = knowledge.listens.src === '0' ? byPort : `if(heard != 0, heard, ${byPort})`;
  return `toInt8(${known} * (${byFlags} + (${byFlags} = 0) * (ifNull(protocol, 0) IN (6, 17, 132)) * ${inferred}))`;
}

/** The steps under some knowledge, in the order in which they rest on one another. */
function derivedStepsWith(knowledge: Knowledge): readonly DerivedStep[] {
  const { src, dst } = knowledge.listens;
  return [
    ...classSteps('src', knowledge),
    ...classSteps('dst', knowledge),
    { name: 'way', type: 'UInt8', sql: waySql(knowledge) },
    { name: 'src_listens', type: 'UInt8', sql: listens('src') },
    { name: 'dst_listens', type: 'UInt8', sql: listens('dst') },
    { name: 'heard', type: 'Int8', sql: `toInt8(${dst}) - toInt8(${src})` },
    { name: 'opener', type: 'Int8', sql: openerSql(knowledge) },
  ];
}

/** The steps while a record is loaded: what it says by itself. */
export const derivedSteps = derivedStepsWith(recordAlone).filter(({ name }) => name !== 'heard');

/** The end that was called, where the initiator is known. */
const responder =
  "if(ifNull(initiator = 'src', 0), ifNull(ifNull(pkt_dstaddr, dstaddr), toIPv6('::')), ifNull(ifNull(pkt_srcaddr, srcaddr), toIPv6('::')))";

/** For the columns that are computed when they are read. */
const known = (column: string, value: string) => `ifNull(${column} = '${value}', 0)`;

const boundaryNumber = and(
  `src_class < ${classBits.missing}`,
  `dst_class < ${classBits.missing}`,
  `1 + ${inside('dst')} + 2 * ${inside('src')}`,
);
const initiatorNumber = '(opener = 1) + 2 * (opener = -1)';

export const derivedColumns: readonly DerivedColumn[] = [
  {
    name: 'src_scope',
    type: words,
    stored: true,
    sql: scopeSql('src'),
    number: scopeNumber('src'),
    values: scopes,
    meaning: 'Where the source is: internal, aws, external or special (loopback, link-local, multicast, reserved).',
    confidence:
      'Certain for private ranges; a public address of your own counts as internal only where the record shows the interface owns it.',
  },
  {
    name: 'dst_scope',
    type: words,
    stored: true,
    sql: scopeSql('dst'),
    number: scopeNumber('dst'),
    values: scopes,
    meaning: 'Where the destination is; same words as src_scope.',
    confidence: 'As src_scope.',
  },
  {
    name: 'direction',
    type: words,
    stored: true,
    sql: `ifNull(flow_direction, ${wordOf('way', directions)})`,
    number: 'way',
    values: directions,
    meaning: 'ingress or egress, seen from the interface.',
    confidence:
      'AWS states it where the log has flow_direction; otherwise inferred from the scopes, and missing between two internal addresses.',
  },
  {
    name: 'boundary',
    type: words,
    stored: true,
    sql: wordOf(boundaryNumber, boundaries),
    number: boundaryNumber,
    values: boundaries,
    meaning:
      'Which way the bytes crossed the edge of your network: inbound, outbound, internal, or transit (neither end is yours).',
    confidence: 'As good as src_scope and dst_scope.',
  },
  {
    name: 'initiator',
    type: words,
    stored: true,
    sql: wordOf(initiatorNumber, ends),
    number: initiatorNumber,
    values: ends,
    meaning: 'Which end opened the conversation: src, dst, or missing where nothing tells.',
    confidence: 'See initiator_basis.',
  },
  {
    name: 'service_port',
    type: 'Nullable(UInt16)',
    stored: true,
    sql: `if(opener = 0, NULL, toUInt16(${port('dst')} * (opener = 1) + ${port('src')} * (opener = -1)))`,
    meaning: 'The port on which the responder listens.',
    confidence: 'As initiator.',
  },
  {
    name: 'counted',
    type: 'UInt8',
    stored: true,
    sql: `toUInt8(${and('isNotNull(bytes)', `1 - (way = 2) * (1 - ${outside('src')})`)})`,
    meaning:
      '1 on the one record that stands for its bytes where the same packets were logged several times, at both ends or on the way: the first sight of them.',
    confidence: 'See sight.',
  },
  {
    name: 'sight',
    type: words,
    stored: true,
    sql: wordOf('isNotNull(bytes) * (2 - counted)', sights),
    values: sights,
    meaning:
      'What a record is among those of the same packets: first (it counts), second (logged before, at the other end or on the way), leg (the outer side of a NAT gateway), ambiguous (nothing tells). Missing without bytes.',
    confidence:
      'While a record is new, by what it says itself: first, but second for what enters from inside. Once settled, found among the records of both ends and of gateways between.',
  },
  {
    name: 'initiator_basis',
    type: words,
    stored: false,
    sql: `multiIf(isNull(initiator), NULL, bitAnd(ifNull(tcp_flags, 0), 2) = 2, 'flags', dictHas('listener_of', (${responder}, ifNull(service_port, 0), ifNull(protocol, 255))), 'listener', 'port')`,
    values: bases,
    meaning:
      'What initiator rests on: flags (a SYN or SYN-ACK was seen), listener (the responder was seen to answer on this port) or port (a guess from the port numbers).',
    confidence: 'Certain.',
  },
  {
    name: 'client',
    type: 'Nullable(IPv6)',
    stored: false,
    sql: `multiIf(${known('initiator', 'src')}, ifNull(pkt_srcaddr, srcaddr), ${known('initiator', 'dst')}, ifNull(pkt_dstaddr, dstaddr), NULL)`,
    meaning: 'The end that opened the conversation.',
    confidence: 'As initiator.',
  },
  {
    name: 'server',
    type: 'Nullable(IPv6)',
    stored: false,
    sql: `multiIf(${known('initiator', 'src')}, ifNull(pkt_dstaddr, dstaddr), ${known('initiator', 'dst')}, ifNull(pkt_srcaddr, srcaddr), NULL)`,
    meaning: 'The end that was called.',
    confidence: 'As initiator.',
  },
  ...enrichedColumns,
];

/** The stored columns under some knowledge; what record stands for its bytes is not among them. */
export function derivedWith(knowledge: Knowledge): {
  readonly steps: readonly DerivedStep[];
  readonly columns: readonly DerivedColumn[];
} {
  const columns = derivedColumns.filter(({ name, stored }) => stored && name !== 'counted' && name !== 'sight');
  return {
    steps: derivedStepsWith(knowledge),
    columns,
  };
}
