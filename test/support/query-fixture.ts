import { fields } from '../../src/fields/index.ts';
import { Address, type FlowRecord, type LookupRows, type Value } from './query-interpreter/index.ts';

/**
 * Records that are hard on a query compiler, the same in every run: as lines of a flow log in a custom format, to be
 * loaded as any log is, and as plain values.
 */
const layout =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status vpc-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id flow-direction traffic-path pkt-src-aws-service pkt-dst-aws-service reject-reason'.split(
    ' ',
  );
/** Fields of a line, by AWS's names; what is not said is `-`. */
type Written = Readonly<Record<string, string | number | bigint>>;

const at = (text: string): number => Date.parse(text) / 1000;

/** Taken in turn: lists of different lengths make every combination come up. */
function turn<T>(list: readonly [T, ...T[]], n: number): T {
  return list[n % list.length] ?? list[0];
}

const sources = [
  '10.0.0.1',
  '10.0.0.2',
  '10.0.1.20',
  '203.0.113.7',
  '2001:db8::1',
  '172.16.9.9',
  '8.8.8.8',
  '::ffff:10.0.0.1',
  '2600:1f18::9',
  '192.168.1.10',
  'fd00::5',
] as const;
const destinations = [
  '10.0.0.9',
  '52.94.1.1',
  '10.0.1.20',
  '2600:1f18::9',
  '1.1.1.1',
  '10.0.0.2',
  '2001:db8::2',
] as const;
const services = [443, 22, 53, 3389, 0, 8080, 65535, 5432, 443] as const;
const sizes = [0, 1, 40, 1500, 52, 9001, 123456, 60, 777, 1048576, 64, 500, 4242] as const;

/** Ordinary traffic: TCP, UDP and ICMP of both families, with gaps in most fields. */
function traffic(n: number, start: number): Written {
  const protocol = turn([6, 6, 17, 1, 6], n);
  const refused = n % 4 === 1;
  const inward = n % 3 === 0;
  const source = turn(sources, n * 7);
  const destination = turn(destinations, n * 5);
  return {
    version: 5,
    'account-id': n % 10 === 9 ? 'unknown' : turn(['111111111111', '222222222222'], n),
    'interface-id': n % 13 === 12 ? '-' : `eni-${turn([9, 10, 2, 1], n)}`,
    srcaddr: source,
    dstaddr: destination,
    srcport: protocol === 1 ? 0 : turn([49152, 65535, 33000, 1024, 0], n),
    dstport: protocol === 1 ? 0 : turn(services, n),
    protocol,
    packets: n % 17 === 5 ? 0 : 1 + (n % 9),
    bytes: n % 11 === 7 ? '-' : turn(sizes, n),
    start,
    end: n % 19 === 18 ? '-' : start + (n % 7) * 10,
    action: refused ? 'REJECT' : 'ACCEPT',
    'log-status': 'OK',
    'vpc-id': n % 6 === 5 ? '-' : `vpc-${n % 2 === 0 ? 'a' : 'b'}`,
    'instance-id': n % 4 === 3 ? '-' : `i-0${n % 5}`,
    'tcp-flags': protocol === 6 ? turn([2, 18, 19, 3, 0, 4], n) : '-',
    type: source.includes(':') && !source.startsWith('::ffff') ? 'IPv6' : 'IPv4',
    'pkt-srcaddr': n % 5 === 4 ? '198.51.100.4' : source,
    'pkt-dstaddr': n % 7 === 6 ? '-' : destination,
    region: n % 8 === 7 ? '-' : turn(['eu-west-1', 'us-east-1', 'eu-west-1'], n),
    'az-id': n % 4 === 2 ? '-' : turn(['euw1-az1', 'euw1-az2', 'use1-az6'], n),
    'flow-direction': n % 9 === 8 ? '-' : inward ? 'ingress' : 'egress',
    'traffic-path': inward || n % 9 === 8 ? '-' : 1 + (n % 8),
    'pkt-dst-aws-service': turn(['-', 'S3', '-', 'AMAZON', 'EC2_INSTANCE_CONNECT', '-'], n),
    'reject-reason': refused && n % 8 === 1 ? 'BPA' : '-',
  };
}

/** Around midnights: of a month's end, of the year's end, and in hours that a range cuts in the middle. */
const ordinary: Written[] = [
  ...Array.from({ length: 14 }, (_, n) => traffic(n, at('2025-11-30T23:52:00Z') + n * 77)),
  ...Array.from({ length: 96 }, (_, n) => traffic(n + 14, at('2025-12-31T20:03:11Z') + n * 293)),
  ...Array.from({ length: 24 }, (_, n) => traffic(n + 110, at('2026-01-02T05:00:00Z') + Math.floor(n / 3) * 60)),
];

/**
 * Counts at the edges of 64 bits, each in an hour of its own: the sums kept by minute and hour are of 64 bits, which
 * real traffic of a minute or an hour cannot fill, so no two of these may meet in one. Sums over more than an hour must
 * not wrap.
 */
const extremes = [0n, 1n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n];
const edges: Written[] = extremes.map((count, n) => ({
  ...traffic(0, at('2025-12-15T01:10:00Z') + n * 3600),
  srcaddr: '10.9.9.9',
  dstaddr: n % 2 === 0 ? '10.0.0.9' : '2001:db8::2',
  srcport: 65535,
  dstport: n % 2 === 0 ? 443 : 65535,
  'pkt-srcaddr': '10.9.9.9',
  packets: extremes[extremes.length - 1 - n] ?? 0n,
  bytes: count,
}));

const silent = (start: number, status: string, eni: string): Written => ({
  version: 5,
  'account-id': '111111111111',
  'interface-id': eni,
  start,
  end: start + 60,
  'log-status': status,
  'vpc-id': 'vpc-a',
  region: 'eu-west-1',
});

/** NODATA and SKIPDATA rows, one time five times, hardly any field, and a record without a time. */
const odd: Written[] = [
  silent(at('2025-12-31T22:00:00Z'), 'NODATA', 'eni-2'),
  silent(at('2025-12-31T23:59:59Z'), 'NODATA', 'eni-10'),
  silent(at('2026-01-01T00:00:00Z'), 'SKIPDATA', 'eni-2'),
  silent(at('2026-01-01T02:30:00Z'), 'SKIPDATA', 'eni-9'),
  ...Array.from({ length: 5 }, (_, n) => traffic(n + 200, at('2026-01-01T12:00:00Z'))),
  { version: 5, start: at('2026-01-01T13:00:00Z'), end: at('2026-01-01T13:00:00Z'), 'log-status': 'OK' },
  { ...traffic(3, 0), start: '-', end: '-' },
];

const written = [...ordinary, ...edges, ...odd];

/** The log as a file, with its header. */
export const fixtureLog: string = `${[layout, ...written.map((w) => layout.map((name) => String(w[name] ?? '-')))]
  .map((line) => line.join(' '))
  .join('\n')}\n`;

const columnOf = (name: string) => name.replaceAll('-', '_');
/** Fields of the records, in the order of the line, as `facts.layouts` has them. */
export const fixtureLayout: readonly string[] = layout.map(columnOf);
/** Fields that no line carries. */
export const absentFields: readonly string[] = fields
  .map((f) => f.name)
  .filter((name) => !fixtureLayout.includes(name));

const addresses = new Set(['srcaddr', 'dstaddr', 'pkt_srcaddr', 'pkt_dstaddr']);
const numbers = new Set('version srcport dstport protocol packets bytes start end tcp_flags traffic_path'.split(' '));

function readValue(column: string, text: string): Value {
  if (text === '-') return null;
  if (numbers.has(column)) return BigInt(text);
  return addresses.has(column) ? Address.of(text) : text;
}

function recordOf(w: Written): FlowRecord {
  const values = layout.map((name): [string, Value] => [
    columnOf(name),
    readValue(columnOf(name), String(w[name] ?? '-')),
  ]);
  // Weir keeps records and no lines: a line is written anew, addresses in their usual spelling.
  const line = values.map(([, v]) => (v instanceof Address ? v.text : v === null ? '-' : String(v))).join(' ');
  return Object.fromEntries([...absentFields.map((name) => [name, null] as const), ...values, ['@message', line]]);
}

export const fixtureRecords: readonly FlowRecord[] = written.map(recordOf);

/** Ranges in Unix seconds, both ends included; most cut minutes and hours where no sum is kept. */
export const ranges = {
  all: { from: at('2025-11-30T00:00:00Z'), to: at('2026-01-02T23:59:59Z') },
  ragged: { from: at('2025-12-31T21:17:23Z'), to: at('2026-01-01T03:42:41Z') },
  hours: { from: at('2025-12-31T22:00:00Z'), to: at('2026-01-01T01:59:59Z') },
  minutes: { from: at('2025-12-31T23:41:30Z'), to: at('2026-01-01T00:20:29Z') },
  seconds: { from: at('2025-12-31T23:59:59Z'), to: at('2026-01-01T00:00:00Z') },
  newYear: { from: at('2026-01-01T00:00:00Z'), to: at('2026-01-01T23:59:59Z') },
  edges: { from: at('2025-12-15T00:00:00Z'), to: at('2025-12-15T23:59:59Z') },
  none: { from: at('2025-12-20T00:00:00Z'), to: at('2025-12-20T05:59:59Z') },
} as const;
export type RangeName = keyof typeof ranges;

/** 2026-01-03, a moment after the last record. */
export const fixtureNow: number = at('2026-01-03T00:00:00Z') * 1000;
export const ownNetworks: readonly string[] = ['52.94.0.0/16', '2600:1f18::/32'];

export const fixtureTables: ReadonlyMap<string, LookupRows> = new Map<string, LookupRows>([
  [
    'services',
    {
      columns: ['ip_address', 'port', 'service_name', 'owner'],
      rows: [
        ['10.0.0.9', '443', 'shop', 'web team'],
        ['10.0.0.9', '22', 'shop admin', null],
        ['2001:db8::2', '65535', 'odd one', 'nobody'],
        ['1.1.1.1', '53', 'resolver', 'net team'],
      ],
    },
  ],
  [
    'hosts',
    {
      columns: ['address', 'hostname', 'region'],
      rows: [
        ['10.0.0.1', 'alpha', 'table-region'],
        ['2001:db8::1', 'beta', null],
        ['8.8.8.8', 'gamma', 'table-region'],
      ],
    },
  ],
  [
    'nets',
    {
      columns: ['network', 'owner', 'site'],
      networkColumn: 'network',
      rows: [
        ['10.0.0.0/8', 'us', 'anywhere'],
        ['10.0.0.0/24', 'us', 'north'],
        ['10.0.0.1/32', 'alice', 'desk'],
        ['2001:db8::/32', 'docs', 'paper'],
        ['8.8.0.0/16', 'them', 'far'],
      ],
    },
  ],
]);
