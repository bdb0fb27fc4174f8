import { derivedColumns, fields } from '../../fields/index.ts';

/**
 * The SELECTs that fill the roll-ups. Grouping by text is what costs most in a load, so the rows are grouped by small
 * numbers that stand for the texts, and each group gets its texts back at the end. Records without a start have no
 * place on the time axis and stay out. What is left unsummed here (records counted or not lie in groups of their own)
 * is summed when parts are merged and when a roll-up is read.
 */

/** Number of a word within its closed list, from 1; 0 is missing. */
function codeOf(column: string): string {
  const list = wordsOf(column);
  return `toUInt8(ifNull(transform(${column}, [${list.map((w) => `'${w}'`).join(', ')}], [${list.map((_, i) => i + 1).join(', ')}], 0), 0))`;
}

function wordFor(column: string): string {
  const list = wordsOf(column);
  return `transform(toLowCardinality(k_${column}), [${list.map((_, i) => i + 1).join(', ')}], [${list.map((w) => `'${w}'`).join(', ')}], NULL)`;
}

function wordsOf(column: string): readonly string[] {
  const declared = [...fields, ...derivedColumns].find((f) => f.name === column);
  const list = declared !== undefined && 'values' in declared ? declared.values : undefined;
  if (list === undefined) throw new Error(`${column} has no closed list of words`);
  return list;
}

/** Stands for a text within its block alone: a LowCardinality column numbers the texts of each block anew. */
const textKey = (column: string) => `toUInt32(lowCardinalityIndices(${column})) AS k_${column}`;
const blockKey = 'toUInt32(blockNumber()) AS k_block';

const sumColumns = 'count() AS n, sum(b) AS nb, sum(p) AS np';
/**
 * Amounts of a record, and facts about it in one small number, which costs no key of its own: it counts (1), its bytes are
 * missing (2), its packets are (4); `more` is what only one roll-up asks, from 8 on.
 */
const amounts = (more = '0') =>
  `ifNull(f.bytes, 0) AS b, ifNull(f.packets, 0) AS p, toUInt8(f.counted + 2 * isNull(f.bytes) + 4 * isNull(f.packets) + ${more}) AS k_kind`;
const uncounted = '(1 - bitAnd(k_kind, 1))';
const totals = [
  'n AS records, nb AS bytes, np AS packets',
  ...['n AS uncounted_records', 'nb AS uncounted_bytes', 'np AS uncounted_packets'].map((sum) =>
    sum.replace(' ', ` * ${uncounted} `),
  ),
  'n * bitTest(k_kind, 1) AS no_bytes, n * bitTest(k_kind, 2) AS no_packets',
].join(', ');
const seconds = (period: string) => `toUInt32(toStartOf${period}(assumeNotNull(start))) AS k_time`;
const time = (name: string) => `toDateTime(k_time, 'UTC') AS ${name}`;

/** What a roll-up is kept by. */
interface Shape {
  /** Name of the column that holds the start of the period. */
  readonly time: string;
  readonly period: 'Minute' | 'Hour';
  /** Columns with any text. */
  readonly texts: readonly string[];
  /** Columns whose words are a closed list. */
  readonly words: readonly string[];
  /** Numbers, each with a value that it cannot have and that stands for missing. */
  readonly numbers?: readonly { readonly name: string; readonly type: string; readonly missing: number }[];
}

export function rollUpSelect({ time: name, period, texts, words, numbers = [] }: Shape): string {
  const keys = [
    'k_time',
    'k_block',
    ...[...texts, ...words].map((c) => `k_${c}`),
    ...numbers.map((c) => `k_${c.name}`),
    'k_kind',
  ];
  const inner = [
    seconds(period),
    blockKey,
    ...texts.flatMap((c) => [c, textKey(c)]),
    ...words.map((c) => `${codeOf(c)} AS k_${c}`),
    ...numbers.map((c) => `ifNull(to${c.type}(${c.name}), ${c.missing}) AS k_${c.name}`),
    amounts(),
  ];
  const outer = [
    time(name),
    ...texts.map((c) => `t_${c} AS ${c}`),
    ...words.map((c) => `${wordFor(c)} AS ${c}`),
    ...numbers.map((c) => `nullIf(k_${c.name}, ${c.missing}) AS ${c.name}`),
    totals,
  ];
  return `SELECT ${outer.join(', ')} FROM (SELECT ${[...keys, ...texts.map((c) => `any(${c}) AS t_${c}`), sumColumns].join(', ')} FROM (SELECT ${inner.join(', ')} FROM {from} AS f WHERE isNotNull(start)) GROUP BY ${keys.join(', ')})`;
}

/** What an address is in a record: an end, or both ends at once. */
export const addressRoles = ['src', 'dst', 'self'] as const;

/**
 * Per hour and address in one of its two roles. Sources that are the destination, too, have their sums once more, under
 * the role `self`. The country is looked up once per group, unless it is another's.
 */
export function addressSelect(role: 'src' | 'dst', words: readonly string[]): string {
  const [address, packet] = [`${role}addr`, `pkt_${role}addr`];
  const isBoth = role === 'src' ? '8 * ifNull(f.srcaddr = f.dstaddr, 0)' : undefined;
  const country = (of: string) => `dictGetOrDefault({country_of}, 'country', ${of}, '')`;
  const keys = ['k_time', 'address', ...words.map((c) => `k_${c}`), 'k_country', 'k_kind'];
  const inner = [
    seconds('Hour'),
    `assumeNotNull(${address}) AS address`,
    ...words.map((c) => `${codeOf(c)} AS k_${c}`),
    // The country is that of the packet's own address: of another address than the row's only behind a gateway.
    `if(ifNull(${packet} != ${address}, 0), toFixedString(substring(${country(`assumeNotNull(${packet})`)}, 1, 2), 2), toFixedString('=', 2)) AS k_country`,
    amounts(isBoth),
  ];
  const outer = [
    time('hour'),
    'address',
    role === 'src' ? "arrayJoin(if(bitTest(k_kind, 3), ['src', 'self'], ['src'])) AS role" : `'${role}' AS role`,
    ...words.map((c) => `${wordFor(c)} AS ${c}`),
    `nullIf(toLowCardinality(if(startsWith(k_country, '='), ${country('address')}, toStringCutToZero(k_country))), '') AS country`,
    totals,
  ];
  return `SELECT ${outer.join(', ')} FROM (SELECT ${[...keys, sumColumns].join(', ')} FROM (SELECT ${inner.join(', ')} FROM {from} AS f WHERE isNotNull(start) AND isNotNull(${address})) GROUP BY ${keys.join(', ')})`;
}

/** Stands in `src_place` and `dst_place` for ends without a known place: see `pairSelect`. */
const places = { aws: 'aws', unknown: 'external', special: 'special', missing: 'missing' } as const;

/**
 * Which end of a record is the interface that logged it: 1 source, 2 destination, 0 neither. Packets that a gateway
 * passes on have other ends than its interface.
 */
const ownEnd =
  "toUInt8(ifNull(f.direction = 'egress' AND ifNull(f.pkt_srcaddr = f.srcaddr, 1), 0) + 2 * ifNull(f.direction = 'ingress' AND ifNull(f.pkt_dstaddr = f.dstaddr, 1), 0))";

/**
 * Per hour, interface and pair of ends: the packet's own addresses where they are inside the network. Of an end outside,
 * only its place is kept: a country, an AWS service. Subnet and zone are facts of the interface and no keys.
 */
export function pairSelect(texts: readonly string[], words: readonly string[], facts: readonly string[]): string {
  const sides = ['src', 'dst'] as const;
  const scopes = wordsOf('src_scope');
  const scope = (word: string) => scopes.indexOf(word) + 1;
  const numbers = [
    { name: 'service_port', type: 'UInt32', missing: 65_536 },
    { name: 'protocol', type: 'UInt16', missing: 256 },
  ];
  const keys = [
    'k_time',
    'k_block',
    ...texts.map((c) => `k_${c}`),
    ...sides.flatMap((side) => [`k_${side}_scope`, `k_${side}`]),
    'k_end',
    ...words.map((c) => `k_${c}`),
    ...numbers.map((c) => `k_${c.name}`),
    'k_kind',
  ];
  const end = (side: 'src' | 'dst') => {
    const address = `ifNull(ifNull(f.pkt_${side}addr, f.${side}addr), toIPv6('::'))`;
    const service = `pkt_${side}_aws_service`;
    const country = `reinterpretAsUInt16(toFixedString(substring(dictGetOrDefault({country_of}, 'country', ${address}, ''), 1, 2), 2))`;
    // One number for an end: its address, or its country, or its service; the scope tells which.
    return [
      `${codeOf(`${side}_scope`)} AS k_${side}_scope`,
      service,
      `multiIf(k_${side}_scope = ${scope('internal')}, toUInt128(${address}), k_${side}_scope = ${scope('external')}, toUInt128(${country}), k_${side}_scope = ${scope('aws')}, toUInt128(lowCardinalityIndices(${service})), toUInt128(0)) AS k_${side}`,
    ];
  };
  const inner = [
    seconds('Hour'),
    blockKey,
    ...texts.flatMap((c) => [c, textKey(c)]),
    ...facts,
    ...sides.flatMap(end),
    `${ownEnd} AS k_end`,
    ...words.map((c) => `${codeOf(c)} AS k_${c}`),
    ...numbers.map((c) => `ifNull(to${c.type}(${c.name}), ${c.missing}) AS k_${c.name}`),
    amounts(),
  ];
  const kept = [...texts, ...facts, ...sides.map((side) => `pkt_${side}_aws_service`)];
  const place = (side: 'src' | 'dst') => {
    const known = `toStringCutToZero(toFixedString(reinterpretAsString(toUInt16(k_${side})), 2))`;
    const external = `if(k_${side} = 0, '${places.unknown}', ${known})`;
    const aws = `if(isNull(t_pkt_${side}_aws_service), '${places.aws}', concat('${places.aws}:', assumeNotNull(t_pkt_${side}_aws_service)))`;
    return `toLowCardinality(multiIf(k_${side}_scope = ${scope('internal')}, '', k_${side}_scope = ${scope('external')}, ${external}, k_${side}_scope = ${scope('aws')}, ${aws}, k_${side}_scope = ${scope('special')}, '${places.special}', '${places.missing}')) AS ${side}_place`;
  };
  const outer = [
    time('hour'),
    ...texts.map((c) => `t_${c} AS ${c}`),
    ...sides.flatMap((side) => [
      `if(k_${side}_scope = ${scope('internal')}, CAST(k_${side}, 'IPv6'), toIPv6('::')) AS ${side}_address`,
      place(side),
    ]),
    "transform(toLowCardinality(k_end), [1, 2], ['src', 'dst'], NULL) AS own_end",
    ...words.map((c) => `${wordFor(c)} AS ${c}`),
    ...numbers.map((c) => `nullIf(k_${c.name}, ${c.missing}) AS ${c.name}`),
    ...facts.map((c) => `t_${c} AS ${c}`),
    totals,
  ];
  return `SELECT ${outer.join(', ')} FROM (SELECT ${[...keys, ...kept.map((c) => `any(${c}) AS t_${c}`), sumColumns].join(', ')} FROM (SELECT ${inner.join(', ')} FROM {from} AS f WHERE isNotNull(start)) GROUP BY ${keys.join(', ')})`;
}

/** Per ten minutes and interface; `end` is the SQL of a record's end. */
export function coverageSelect(end: string): string {
  const keys = ['k_time', 'k_block', 'k_account_id', 'k_interface_id', 'k_log_status', 'k_late'];
  const late = `toUInt8(ifNull(${end} + toIntervalMinute(15) < slot, 0)) AS k_late`;
  const inner = [
    seconds('TenMinutes'),
    blockKey,
    'account_id',
    textKey('account_id'),
    'interface_id',
    textKey('interface_id'),
    `${codeOf('log_status')} AS k_log_status`,
    late,
  ];
  const status = (word: string) => wordsOf('log_status').indexOf(word) + 1;
  // A record without a status was written: it counts as OK.
  return `SELECT ${time('interval')}, t_account_id AS account_id, t_interface_id AS interface_id, n * (k_log_status IN (0, ${status('OK')})) AS ok, n * (k_log_status = ${status('NODATA')}) AS nodata, n * (k_log_status = ${status('SKIPDATA')}) AS skipdata, n * k_late AS late FROM (SELECT ${keys.join(', ')}, any(account_id) AS t_account_id, any(interface_id) AS t_interface_id, count() AS n FROM (SELECT ${inner.join(', ')} FROM {from} AS f WHERE f.ok = 1 AND isNotNull(start)) GROUP BY ${keys.join(', ')})`;
}
