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
/** Three facts about a record in one small number: it counts (1), its bytes are missing (2), its packets are (4). */
const amounts =
  'ifNull(f.bytes, 0) AS b, ifNull(f.packets, 0) AS p, toUInt8(f.counted + 2 * isNull(f.bytes) + 4 * isNull(f.packets)) AS k_kind';
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
    amounts,
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

/** Per hour and address in one of its two roles. The country is looked up once per group, unless it is another's. */
export function addressSelect(role: 'src' | 'dst', words: readonly string[]): string {
  const [address, packet] = [`${role}addr`, `pkt_${role}addr`];
  const country = (of: string) => `dictGetOrDefault({country_of}, 'country', ${of}, '')`;
  const keys = ['k_time', 'address', ...words.map((c) => `k_${c}`), 'k_country', 'k_kind'];
  const inner = [
    seconds('Hour'),
    `assumeNotNull(${address}) AS address`,
    ...words.map((c) => `${codeOf(c)} AS k_${c}`),
    // The country is that of the packet's own address: of another address than the row's only behind a gateway.
    `if(ifNull(${packet} != ${address}, 0), toFixedString(substring(${country(`assumeNotNull(${packet})`)}, 1, 2), 2), toFixedString('=', 2)) AS k_country`,
    amounts,
  ];
  const outer = [
    time('hour'),
    'address',
    `'${role}' AS role`,
    ...words.map((c) => `${wordFor(c)} AS ${c}`),
    `nullIf(toLowCardinality(if(startsWith(k_country, '='), ${country('address')}, toStringCutToZero(k_country))), '') AS country`,
    totals,
  ];
  return `SELECT ${outer.join(', ')} FROM (SELECT ${[...keys, sumColumns].join(', ')} FROM (SELECT ${inner.join(', ')} FROM {from} AS f WHERE isNotNull(start) AND isNotNull(${address})) GROUP BY ${keys.join(', ')})`;
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
