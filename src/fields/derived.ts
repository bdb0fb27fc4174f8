import { portNames } from './names.ts';

/**
 * Columns that Weir computes from the fields of a record. `sql` is the rule itself, in the engine's words, over other
 * columns of the same row; `stored` columns are computed once, at ingest, the others when they are read.
 */
export interface DerivedColumn {
  readonly name: string;
  readonly type: string;
  readonly stored: boolean;
  readonly sql: string;
  readonly meaning: string;
  /** How far the value can be trusted, and on what it rests. */
  readonly confidence: string;
}

const words = 'LowCardinality(Nullable(String))';

/** True for addresses that can only be the user's own: RFC 1918, RFC 6598 (100.64/10), RFC 4193 (fc00::/7). */
function privateAddress(a: string): string {
  const within = (low: string, high: string) => `${a} BETWEEN toIPv6('${low}') AND toIPv6('${high}')`;
  return [
    within('10.0.0.0', '10.255.255.255'),
    within('172.16.0.0', '172.31.255.255'),
    within('192.168.0.0', '192.168.255.255'),
    within('100.64.0.0', '100.127.255.255'),
    within('fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'),
  ].join(' OR ');
}

/** True for addresses that no host on a network owns: this-host, loopback, link-local, multicast, reserved. */
function specialAddress(a: string): string {
  const within = (low: string, high: string) => `${a} BETWEEN toIPv6('${low}') AND toIPv6('${high}')`;
  return [
    within('0.0.0.0', '0.255.255.255'),
    within('127.0.0.0', '127.255.255.255'),
    within('169.254.0.0', '169.254.255.255'),
    within('224.0.0.0', '255.255.255.255'),
    within('::', '::1'),
    within('fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'),
    `${a} >= toIPv6('ff00::')`,
  ].join(' OR ');
}

function scope(address: string, packetAddress: string, service: string, localDirection: string): string {
  const a = `ifNull(${packetAddress}, ${address})`;
  const own = `ifNull(flow_direction = '${localDirection}', 0) AND isNotNull(interface_id) AND ifNull(${packetAddress} = ${address}, 1)`;
  return `multiIf(isNull(${a}), NULL, ${privateAddress(a)}, 'internal', ${specialAddress(a)}, 'special', ${own}, 'internal', isNotNull(${service}), 'aws', 'external')`;
}

const known = (column: string, value: string) => `ifNull(${column} = '${value}', 0)`;
const outside = (column: string) => `ifNull(${column} IN ('external', 'aws'), 0)`;
const inside = (column: string) => `ifNull(${column} IN ('internal', 'special'), 0)`;

/** A port on which services are known to listen: below 1024, or one that Weir has a name for. */
const namedPorts = portNames
  .map(([port]) => port)
  .filter((port) => port > 1023)
  .join(', ');
const listener = (port: string) => `(${port} BETWEEN 1 AND 1023 OR ${port} IN (${namedPorts}))`;

export const derivedColumns: readonly DerivedColumn[] = [
  {
    name: 'src_scope',
    type: words,
    stored: true,
    sql: scope('srcaddr', 'pkt_srcaddr', 'pkt_src_aws_service', 'egress'),
    meaning: 'Where the source is: internal, aws, external or special (loopback, link-local, multicast, reserved).',
    confidence:
      'Certain for private ranges; a public address of your own counts as internal only where the record shows the interface owns it.',
  },
  {
    name: 'dst_scope',
    type: words,
    stored: true,
    sql: scope('dstaddr', 'pkt_dstaddr', 'pkt_dst_aws_service', 'ingress'),
    meaning: 'Where the destination is; same words as src_scope.',
    confidence: 'As src_scope.',
  },
  {
    name: 'direction',
    type: words,
    stored: true,
    sql: `multiIf(isNotNull(flow_direction), flow_direction, ${inside('src_scope')} AND ${outside('dst_scope')}, 'egress', ${outside('src_scope')} AND ${inside('dst_scope')}, 'ingress', NULL)`,
    meaning: 'ingress or egress, seen from the interface.',
    confidence:
      'AWS states it where the log has flow_direction; otherwise inferred from the scopes, and missing between two internal addresses.',
  },
  {
    name: 'boundary',
    type: words,
    stored: true,
    sql: `multiIf(isNull(src_scope) OR isNull(dst_scope), NULL, ${inside('src_scope')} AND ${inside('dst_scope')}, 'internal', ${inside('src_scope')}, 'outbound', ${inside('dst_scope')}, 'inbound', 'transit')`,
    meaning:
      'Which way the bytes crossed the edge of your network: inbound, outbound, internal, or transit (neither end is yours).',
    confidence: 'As good as src_scope and dst_scope.',
  },
  {
    name: 'initiator',
    type: words,
    stored: true,
    sql: `multiIf(isNull(srcport) OR isNull(dstport), NULL, ifNull(bitAnd(tcp_flags, 18) = 2, 0), 'src', ifNull(bitAnd(tcp_flags, 18) = 18, 0), 'dst', ifNull(protocol IN (6, 17, 132), 0) = 0, NULL, ${listener('dstport')} AND NOT ${listener('srcport')}, 'src', ${listener('srcport')} AND NOT ${listener('dstport')}, 'dst', srcport >= 32768 AND dstport BETWEEN 1 AND 32767, 'src', dstport >= 32768 AND srcport BETWEEN 1 AND 32767, 'dst', NULL)`,
    meaning: 'Which end opened the conversation: src, dst, or missing where nothing tells.',
    confidence: 'See initiator_basis.',
  },
  {
    name: 'initiator_basis',
    type: words,
    stored: true,
    sql: `multiIf(isNull(initiator), NULL, ifNull(bitAnd(tcp_flags, 2) = 2, 0), 'flags', 'port')`,
    meaning: 'What initiator rests on: flags (a SYN or SYN-ACK was seen) or port (a guess from the port numbers).',
    confidence: 'Certain.',
  },
  {
    name: 'service_port',
    type: 'Nullable(UInt16)',
    stored: true,
    sql: `multiIf(${known('initiator', 'src')}, dstport, ${known('initiator', 'dst')}, srcport, NULL)`,
    meaning: 'The port on which the responder listens.',
    confidence: 'As initiator.',
  },
  {
    name: 'counted',
    type: 'UInt8',
    stored: true,
    sql: `multiIf(isNull(bytes), 0, ${known('direction', 'egress')}, 1, ${known('direction', 'ingress')}, ${outside('src_scope')}, 1)`,
    meaning:
      '1 on the one record that stands for its bytes where a flow is logged at both ends: the egress record, or the ingress record of traffic that comes from outside.',
    confidence:
      'Exact for two logged ends with flow_direction. Without it, traffic between two internal addresses that is logged at both ends is counted at both; the legs of NAT gateways and load balancers are each counted.',
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
  {
    name: 'src_country',
    type: words,
    stored: false,
    sql: `nullIf(dictGetOrDefault('country_of', 'country', ifNull(ifNull(pkt_srcaddr, srcaddr), toIPv6('::')), ''), '')`,
    meaning: 'Country of the source address, ISO 3166-1 alpha-2.',
    confidence:
      'As good as the country data that was loaded; where a network is registered, not where its host stands.',
  },
  {
    name: 'dst_country',
    type: words,
    stored: false,
    sql: `nullIf(dictGetOrDefault('country_of', 'country', ifNull(ifNull(pkt_dstaddr, dstaddr), toIPv6('::')), ''), '')`,
    meaning: 'Country of the destination address, ISO 3166-1 alpha-2.',
    confidence: 'As src_country.',
  },
];
