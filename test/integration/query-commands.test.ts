import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands, compile, parseQuery, type StoreFacts } from '../../src/query/index.ts';
import { printQuery } from '../../src/query/parse-query.ts';
import { putLookupTable } from '../../src/store/flows/lookup/index.ts';
import { readFacts } from '../../src/store/flows/query/facts.ts';
import { queryRollUps } from '../../src/store/flows/query/roll-ups.ts';
import { openStore, type TestStore } from '../support/flow-store.ts';

// Answers worked out by hand, over two hours of eight records. Each query is asked of the records and of the tables of
// sums, as a reader who may change no setting, and printed and read again.

/** 2026-11-20T00:00:00Z: the hour that is asked about begins, the one before ends. */
const hour = 1_795_132_800;
type Written = readonly [
  at: number,
  source: string | null,
  port: number | null,
  action: string | null,
  bytes: number | null,
  eni: string,
];
const written: readonly Written[] = [
  [-3600, '10.0.0.1', 443, 'ACCEPT', 40, 'eni-1'],
  [-3000, '10.0.0.3', 22, 'REJECT', 1000, 'eni-2'],
  [-1, '10.0.0.2', 22, 'ACCEPT', 0, 'eni-2'],
  [0, '10.0.0.1', 443, 'ACCEPT', 100, 'eni-1'],
  [600, '10.0.0.1', 443, 'ACCEPT', 200, 'eni-1'],
  [601, '10.0.0.2', 22, 'REJECT', 50, 'eni-2'],
  [2400, '2001:db8::1', 80, 'ACCEPT', null, 'eni-1'],
  [3599, null, null, null, 7, 'eni-2'],
];

let store: TestStore;
let facts: StoreFacts;

beforeAll(async () => {
  store = await openStore('commands');
  const text = (value: string | number | null) => (value === null ? 'NULL' : `'${value}'`);
  const rows = written.map(
    ([at, source, port, action, bytes, eni]) =>
      `(1, 1, 'OK', ${hour + at}, toIPv6(${text(source)}), ${port}, ${text(action)}, ${bytes}, '${eni}')`,
  );
  await store.client.command(
    `INSERT INTO weir.parsed (ok, object_id, log_status, start, srcaddr, dstport, action, bytes, interface_id) VALUES ${rows.join(', ')}`,
  );
  const csv = (name: string, lines: readonly string[]) =>
    putLookupTable(store.client, name, Buffer.from(`${lines.join('\n')}\n`), []);
  await csv('hosts', ['ip,who', '10.0.0.1,alice', '2001:DB8:0::1,six', 'nobody,none', '10.0.0.1,second']);
  await csv('services', ['port,action,name', '443,ACCEPT,web', '22.0,REJECT,login', '443,REJECT,odd']);
  await csv('nets', ['network,zone', '10.0.0.0/24,wide', '10.0.0.1/32,exact', '2001:db8::/32,six']);
  facts = { ...(await readFacts({ client: store.client })), layouts: [] };
});
afterAll(() => store?.close());

function compiled(query: string, rollUps: typeof queryRollUps = [], to = hour + 3599) {
  const range = { from: hour, to };
  return compile(query, { range, now: (hour + 3600) * 1000, database: 'weir', facts, rollUps });
}

/** The tree without its places in the text. */
const shape = (query: string) =>
  JSON.stringify(parseQuery(query).query, (key, value: unknown) => (/^(span|nameSpan)$/.test(key) ? undefined : value));

function wire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wire);
  if (typeof value !== 'string') return value;
  if (/^-?\d{1,15}$/.test(value)) return Number(value);
  return value.replace(/^::ffff:/, '').replace(/^2026-11-(\d\d)T(\d\d:\d\d):00(\.000)?Z$/, '$1 $2');
}

async function ask(query: string, to?: number): Promise<{ names: string[]; rows: unknown[][] }> {
  const printed = printQuery(parseQuery(query).query);
  expect(shape(printed)).toBe(shape(query));
  const [plain, sums] = [compiled(query, [], to), compiled(query, queryRollUps, to)];
  const answers = await Promise.all(
    (plain.compiled?.sql === sums.compiled?.sql ? [plain] : [plain, sums]).map(
      async ({ compiled: made, diagnostics }) => {
        if (made === undefined) throw new Error(diagnostics.map((one) => `${one.code}: ${one.message}`).join('; '));
        const found = await store.client.rows<Record<string, unknown>>(made.sql, {
          params: made.params,
          settings: { readonly: 1 },
        });
        return { names: made.columns.map(({ name }) => name), rows: found.map((row) => Object.values(row).map(wire)) };
      },
    ),
  );
  const [first, second] = answers;
  if (first === undefined) throw new Error('nothing was asked');
  if (second !== undefined) expect(second).toEqual(first);
  return first;
}

interface Case {
  readonly names?: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}
const asks = (cases: Readonly<Record<string, Case>>) => {
  it.each(Object.entries(cases))('%s', async (query, { names, rows }) => {
    const answer = await ask(query);
    if (names !== undefined) expect(answer.names).toEqual(names);
    expect(answer.rows).toEqual(rows);
  });
};
/** What is wrong, where, and what a click would write. */
const refuses = (cases: Readonly<Record<string, readonly [code: string, at: string, fix?: string]>>) => {
  it.each(Object.entries(cases))('refuses %s', (query, [code, at, fix]) => {
    const { diagnostics, compiled: made } = compiled(query);
    expect(made).toBeUndefined();
    const [error] = diagnostics.filter(({ severity }) => severity === 'error');
    expect(error).toMatchObject({ code, message: expect.stringMatching(/./) });
    expect(query.slice(error?.span.start, error?.span.end)).toBe(at);
    if (fix !== undefined) expect(error?.fixes[0]?.text).toBe(fix);
  });
};

describe('lookup', () => {
  asks({
    // Addresses as addresses, numbers as numbers, the first row that matches; missing matches nothing.
    'sort @timestamp | fields srcAddr, dstPort | lookup hosts ip as srcAddr OUTPUT who | lookup services port as dstPort OUTPUTNEW action, name as word':
      {
        names: ['srcAddr', 'dstPort', 'who', 'action', 'word'],
        rows: [
          ['10.0.0.1', 443, 'alice', 'ACCEPT', 'web'],
          ['10.0.0.1', 443, 'alice', 'ACCEPT', 'web'],
          ['10.0.0.2', 22, null, 'REJECT', 'login'],
          ['2001:db8::1', 80, 'six', 'ACCEPT', null],
          [null, null, null, null, null],
        ],
      },
    // OUTPUT replaces, also by missing; all keys must match.
    'sort @timestamp | lookup services port as dstPort, action OUTPUT name as action | fields dstPort, action': {
      rows: [
        [443, 'web'],
        [443, 'web'],
        [22, 'login'],
        [80, null],
        [null, null],
      ],
    },
    'stats sum(bytes) as b by dstPort | lookup ports port as dstPort OUTPUT name | stats sum(b) as b by name': {
      rows: [
        ['http', null],
        ['https', 300],
        ['ssh', 50],
        [null, 7],
      ],
    },
    'filter bytes > 5000 | stats count(*) as n by dstPort | lookup ports port as dstPort OUTPUT name': { rows: [] },
  });
  refuses({
    'lookup host ip as srcAddr OUTPUT who': ['QL_TABLE_UNKNOWN', 'host', 'hosts'],
    'lookup hosts ip as srcAddr OUTPUT whom': ['QL_COLUMN_UNKNOWN', 'whom', 'who'],
    'lookup hosts ipp as srcAddr OUTPUT who': ['QL_COLUMN_UNKNOWN', 'ipp', 'ip'],
    'lookup hosts ip as srcAdr OUTPUT who': ['QL_FIELD_UNKNOWN', 'srcAdr', 'srcAddr'],
    'lookup enis interface_id as interfaceId OUTPUT owner': ['QL_TABLE_UNAVAILABLE', 'enis'],
    'lookup hosts ip as extra OUTPUT who': ['QL_KEY_KIND', 'extra'],
    'lookup hosts ip as srcAddr OUTPUT who, ip as who': ['QL_NAME_TWICE', 'who'],
  });
});

describe('cidrlookup', () => {
  asks({
    'sort @timestamp | fields srcAddr | cidrlookup nets srcAddr OUTPUT zone, network as net': {
      names: ['srcAddr', 'zone', 'net'],
      rows: [
        ['10.0.0.1', 'exact', '10.0.0.1/32'],
        ['10.0.0.1', 'exact', '10.0.0.1/32'],
        ['10.0.0.2', 'wide', '10.0.0.0/24'],
        ['2001:db8::1', 'six', '2001:db8::/32'],
        [null, null, null],
      ],
    },
    'sort @timestamp | cidrlookup nets srcAddr as network OUTPUTNEW zone as vpcId, zone as action | fields vpcId, action | limit 1':
      {
        rows: [['exact', 'ACCEPT']],
      },
    'filter bytes > 5000 | cidrlookup nets srcAddr OUTPUT zone | stats count(*) as n by zone': { rows: [] },
  });
  refuses({
    'cidrlookup hosts srcAddr OUTPUT who': ['QL_TABLE_NO_NETWORKS', 'hosts'],
    'cidrlookup nets srcAddr as zone OUTPUT zone': ['QL_COLUMN_NO_NETWORKS', 'zone', 'network'],
    'cidrlookup nets dstPort OUTPUT zone': ['QL_NOT_AN_ADDRESS', 'dstPort'],
    'cidrlookup asn srcAddr OUTPUT operator': ['QL_TABLE_UNAVAILABLE', 'asn'],
  });
});

describe('join', () => {
  const before = '(SOURCE flows start=-2h end="2026-11-19T23:59:59Z" | stats sum(bytes) as was by srcAddr)';
  asks({
    [`stats sum(bytes) as b by srcAddr | join type=left left=now right=then where now.srcAddr = then.srcAddr ${before} | sort now.srcAddr`]:
      {
        names: ['now.srcAddr', 'now.b', 'then.srcAddr', 'then.was'],
        rows: [
          ['10.0.0.1', 300, '10.0.0.1', 40],
          ['10.0.0.2', 50, '10.0.0.2', 0],
          ['2001:db8::1', null, null, null],
          [null, 7, null, null],
        ],
      },
    // Plain names where one side has them; both orders of an equality; a name given anew.
    [`stats sum(bytes) as b by srcAddr | join left=now right=then where then.srcAddr = now.srcAddr ${before} | fields now.srcAddr as a, b - was as b | sort a`]:
      {
        names: ['a', 'b'],
        rows: [
          ['10.0.0.1', 260],
          ['10.0.0.2', 50],
        ],
      },
    // Records on the left, several equalities, text beside a number.
    'sort @timestamp | join type=inner left=a right=b where a.srcaddr = b.srcAddr and a.dstPort = b.p (stats count(*) as n by srcAddr, concat(dstPort, "") as p) | fields a.srcAddr, a.start - 1795132800 as s, dstPort, n':
      {
        rows: [
          ['10.0.0.1', 0, 443, 2],
          ['10.0.0.1', 600, 443, 2],
          ['10.0.0.2', 601, 22, 1],
          ['2001:db8::1', 2400, 80, 1],
        ],
      },
    'join type=left left=a right=b where a.action = b.action (filter bytes > 5000 | stats count(*) as n by action) | stats count(*) as all, sum(b.n) as n':
      {
        rows: [[5, null]],
      },
  });
  refuses({
    'join left=a right=a where a.bytes = a.t (fields 1 as t)': ['QL_NAME_TWICE', 'a'],
    'join left=a right=b where c.bytes = b.t (fields 1 as t)': ['QL_JOIN_SIDE', 'c.bytes'],
    'join left=a right=b where a.bytes = a.packets (fields 1 as t)': ['QL_JOIN_SIDE', 'a.bytes = a.packets'],
    'join left=a right=b where a.bytes = b.q (fields 1 as t)': ['QL_FIELD_UNKNOWN', 'b.q'],
    'join left=a right=b where a.action = b.action (fields action) | fields action': ['QL_NAME_AMBIGUOUS', 'a'],
    'join left=a right=b where a.bytes = b.t (fields 1 as t) | join left=c right=d where c.bytes = d.t (fields 1 as t)':
      ['QL_JOIN_TWICE', 'join left=c right=d where c.bytes = d.t (fields 1 as t)'],
    'join type=outer left=a right=b where a.bytes = b.t (fields 1 as t)': ['QL_UNEXPECTED', 'outer'],
  });
});

describe('unnest and expand', () => {
  asks({
    'sort @timestamp | fields interfaceId | limit 2 | fields split(interfaceId, "-") as parts | unnest parts into part | display part':
      {
        rows: [['eni'], [1], ['eni'], [1]],
      },
    // A list without elements gives no row.
    'stats values(dstPort) as port by action | expand port': {
      names: ['action', 'port'],
      rows: [
        ['ACCEPT', 80],
        ['ACCEPT', 443],
        ['REJECT', 22],
      ],
    },
    'limit 1 | fields \'[1, "a", null, {"k": 2}]\' as j | expand j | display j': {
      rows: [[1], ['a'], [null], ['{"k":2}']],
    },
    'unnest srcAddr into one | stats count(*) as n by one': {
      rows: [
        ['10.0.0.1', 2],
        ['10.0.0.2', 1],
        ['2001:db8::1', 1],
      ],
    },
    'filter bytes > 5000 | fields split(action, "C") as parts | expand parts | stats count(*) as n': { rows: [[0]] },
  });
  refuses({ 'unnest srcAddr into bytes | unnest nothing into x': ['QL_FIELD_UNKNOWN', 'nothing'] });
});

describe('running values', () => {
  asks({
    'sort @timestamp | fields bytes | accum bytes as total | autoregress bytes p=1-2': {
      names: ['bytes', 'total', 'bytes_p1', 'bytes_p2'],
      rows: [
        [100, 100, null, null],
        [200, 300, 100, null],
        [50, 350, 200, 100],
        [null, 350, 50, 200],
        [7, 357, null, 50],
      ],
    },
    // Newest first, and the total in place of the field.
    'fields bytes | accum bytes': { names: ['bytes'], rows: [[7], [7], [57], [257], [357]] },
    // Rows that a bound and a filter left, in their order.
    'sort bytes desc | limit 3 | accum bytes as t | filter t > 200 | fields bytes, t': {
      rows: [
        [100, 300],
        [50, 350],
      ],
    },
    'stats count(*) as n by action | sort n desc, action | autoregress n as before | fields 5 as five | autoregress five as same | display before, same':
      {
        rows: [
          [null, null],
          [3, 5],
          [1, 5],
        ],
      },
    'sort @timestamp | fields srcAddr, dstPort, bytes | filldown src* bytes': {
      names: ['srcAddr', 'dstPort', 'bytes'],
      rows: [
        ['10.0.0.1', 443, 100],
        ['10.0.0.1', 443, 200],
        ['10.0.0.2', 22, 50],
        ['2001:db8::1', 80, 50],
        ['2001:db8::1', null, 7],
      ],
    },
    'fields action | filldown': { rows: [[null], ['ACCEPT'], ['REJECT'], ['ACCEPT'], ['ACCEPT']] },
    'filter bytes > 5000 | fields bytes | accum bytes as t | autoregress bytes | filldown': { rows: [] },
    // Gaps of more than ten minutes; missing is a value of its own; at one moment there is one session.
    'sort @timestamp | sessionize interfaceId maxspan 10m | fields interfaceId, session_id': {
      rows: [
        ['eni-1', 1],
        ['eni-1', 1],
        ['eni-2', 1],
        ['eni-1', 2],
        ['eni-2', 2],
      ],
    },
    'sessionize srcAddr maxspan 599s as s | stats count(*) as n by srcAddr, s': {
      rows: [
        ['10.0.0.1', 1, 1],
        ['10.0.0.1', 2, 1],
        ['10.0.0.2', 1, 1],
        ['2001:db8::1', 1, 1],
        [null, 1, 1],
      ],
    },
    'filter bytes > 5000 | sessionize srcAddr | stats count(*) as n by session_id': { rows: [] },
  });
  refuses({
    'accum srcAddr': ['QL_NOT_A_NUMBER', 'srcAddr'],
    'fields bytes, 1 as t | accum bytes as t': ['QL_NAME_TWICE', 't'],
    'autoregress bytes p=3-2': ['QL_AUTOREGRESS_RANGE', '3-2'],
    'autoregress bytes p=0': ['QL_AUTOREGRESS_RANGE', '0'],
    'filldown zz*': ['QL_FIELD_UNKNOWN', 'zz*'],
    'sessionize srcAddr maxspan 1mo': ['QL_PERIOD_INVALID', 'maxspan 1mo'],
    'stats count(*) as n by srcAddr | sessionize srcAddr': ['QL_TIME_GONE', 'sessionize srcAddr'],
    'sessionize extra': ['QL_KEY_KIND', 'extra'],
  });
});

describe('fillmissing', () => {
  asks({
    'stats count(*) as n, max(bytes) as m by bin(20m) as t, action | fillmissing with 0 for n | filter t < "2026-11-20 00:30:00"':
      {
        rows: [
          ['20 00:00', 'ACCEPT', 2, 200],
          ['20 00:00', 'REJECT', 1, 50],
          ['20 00:00', null, 0, null],
          ['20 00:20', 'ACCEPT', 0, null],
          ['20 00:20', 'REJECT', 0, null],
          ['20 00:20', null, 0, null],
        ],
      },
    'stats count(*) as n by bin(30m) offset 10m as t | fillmissing with -1 for n': {
      rows: [
        ['19 23:40', 1],
        ['20 00:10', 2],
        ['20 00:40', 2],
      ],
    },
    'filter dstPort = 443 | stats count(*) as n by dateceil(@timestamp, 30m) as t | fillmissing': {
      rows: [
        ['20 00:00', 1],
        ['20 00:30', 1],
        ['20 01:00', null],
      ],
    },
    'filter bytes > 5000 | stats count(*) as n by bin(30m) as t | fillmissing with 0 for n': {
      rows: [
        ['20 00:00', 0],
        ['20 00:30', 0],
      ],
    },
    // No rows, no combination of keys to fill for.
    'filter bytes > 5000 | stats count(*) as n by bin(30m) as t, action | fillmissing with 0 for n': { rows: [] },
  });
  refuses({
    'stats count(*) as n by action | fillmissing': ['QL_BIN_NEEDED', 'fillmissing'],
    'stats count(*) as n by bin(5m) as t | fillmissing with 0 for t': ['QL_FILL_KEY', 't'],
    'stats count(*) as n by bin(1ms) as t | fillmissing': ['QL_TOO_MANY_BINS', 'fillmissing'],
    'stats count(*) as n by bin(5m) as t | fillmissing with bytes for n': ['QL_ARGUMENT_KIND', 'bytes'],
    'stats count(*) as n, max(bytes) as m by bin(5m) as t | fillmissing with 0 for n, 1 for m': ['QL_NOT_BUILT', '1'],
  });
});

describe('columns beside columns', () => {
  asks({
    'stats sum(bytes) as b by dstPort | sort b desc | appendcols (stats count(*) as n by action | sort n desc, action)':
      {
        names: ['dstPort', 'b', 'action', 'n'],
        rows: [
          [443, 300, 'ACCEPT', 3],
          [22, 50, 'REJECT', 1],
          [null, 7, null, 1],
          [80, null, null, null],
        ],
      },
    'sort @timestamp | fields bytes | appendcols override=true max=2 (stats sum(bytes) as bytes by dstPort as p | sort bytes desc)':
      {
        names: ['bytes', 'p'],
        rows: [
          [300, 443],
          [50, 22],
          [50, null],
          [null, null],
          [7, null],
        ],
      },
    'stats count(*) as n by action | appendcols (filter bytes > 5000 | stats count(*) as m by dstPort)': {
      names: ['action', 'n', 'dstPort', 'm'],
      rows: [
        ['ACCEPT', 3, null, null],
        ['REJECT', 1, null, null],
        [null, 1, null, null],
      ],
    },
    'stats sum(bytes) as b, count(*) as n by action, dstPort | addtotals col=true': {
      names: ['action', 'dstPort', 'b', 'n', 'Total'],
      rows: [
        ['ACCEPT', 80, null, 1, 1],
        ['ACCEPT', 443, 300, 2, 302],
        ['REJECT', 22, 50, 1, 51],
        [null, null, 7, 1, 8],
        [null, null, 357, 5, 362],
      ],
    },
    'sort @timestamp | fields bytes, dstPort | addtotals fieldname=both bytes, dstPort | filter dstPort = 80 or not ispresent(dstPort)':
      {
        names: ['bytes', 'dstPort', 'both'],
        rows: [
          [null, 80, 80],
          [7, null, 7],
        ],
      },
    'filter bytes > 5000 | stats sum(bytes) as b by action | addtotals row=false col=true b': {
      names: ['action', 'b'],
      rows: [],
    },
    'countFrequent action': {
      names: ['action', '_approxcount'],
      rows: [
        ['ACCEPT', 3],
        ['REJECT', 1],
        [null, 1],
      ],
    },
    'count_frequent dstPort, action | limit 2': {
      rows: [
        [443, 'ACCEPT', 2],
        [22, 'REJECT', 1],
      ],
    },
  });
  refuses({
    'appendcols max=0 (stats count(*) as n)': ['QL_LIMIT_RANGE', 'max=0'],
    'appendcols maxx=2 (stats count(*) as n)': ['QL_SETTING_UNKNOWN', 'maxx', 'max'],
    'addtotals row=false row=true bytes': ['QL_SETTING_TWICE', 'row'],
    'addtotals fieldname=bytes packets': ['QL_NAME_TWICE', 'addtotals fieldname=bytes packets'],
    'fields srcAddr | addtotals': ['QL_NOTHING_TO_ADD', 'addtotals'],
    'addtotals srcAddr': ['QL_NOT_A_NUMBER', 'srcAddr'],
    'countFrequent extra': ['QL_KEY_KIND', 'extra'],
  });
});

describe('compare', () => {
  asks({
    'stats count(*) as n, sum(bytes) as b by srcAddr | compare previous': {
      names: ['srcAddr', 'n', 'n_prev', 'n_delta', 'n_pct', 'b', 'b_prev', 'b_delta', 'b_pct'],
      rows: [
        ['10.0.0.1', 2, 1, 1, 100, 300, 40, 260, 650],
        // Of 0 there is no percentage.
        ['10.0.0.2', 1, 1, 0, 0, 50, 0, 50, null],
        ['10.0.0.3', null, 1, null, null, null, 1000, null, null],
        ['2001:db8::1', 1, null, null, null, null, null, null, null],
        [null, 1, null, null, null, 7, null, null, null],
      ],
    },
    // The second largest of now was the smallest then, and is not taken for absent.
    'top 2 srcAddr by sum(bytes) as b | compare 1h': {
      rows: [
        ['10.0.0.1', 300, 40, 260, 650],
        ['10.0.0.2', 50, 0, 50, null],
      ],
    },
    // Others are those that are others now: of then 10.0.0.2 and 10.0.0.3, both on port 22.
    'top 1 srcAddr by count_distinct(dstPort) as p with others | compare 1h': {
      names: ['srcAddr', '@others', 'p', 'p_prev', 'p_delta', 'p_pct'],
      rows: [
        ['10.0.0.1', 0, 1, 1, 0, 0],
        ['others', 1, 2, 1, 1, 100],
      ],
    },
    // A time among the keys is that of now, and rates are over its bins.
    'top 1 bin(30m) as t by per_minute(count(*)) as n with others | compare 1h | display t, n, n_prev': {
      rows: [
        ['2026-11-20 00:00:00.000', 0.1, 2 / 30, 0],
        ['others', 2 / 30, 1 / 30, 1],
      ],
    },
    'top 2 action, bin(30m) as t by count(*) as n with others | compare 1h | display action, t, n, n_prev': {
      rows: [
        ['ACCEPT', '20 00:00', 2, 1, 0],
        ['ACCEPT', '20 00:30', 1, 1, 0],
        ['others', null, 2, 1, 1],
      ],
    },
    'timeseries sum(bytes) as b by bin(30m), srcAddr limit 1 | compare previous': {
      names: ['bin(30m)', 'srcAddr', '@others', 'b', 'b_prev', 'b_delta', 'b_pct'],
      rows: [
        ['20 00:00', '10.0.0.1', 0, 300, 40, 260, 650],
        ['20 00:00', 'others', 1, 50, 1000, -950, -95],
        ['20 00:30', '10.0.0.1', 0, 0, 0, 0, null],
        ['20 00:30', 'others', 1, 7, 0, 7, null],
      ],
    },
    'stats count(*) as n, values(dstPort) as p by action, bin(1h) as t | logcompare timeshift 60m | filter action = "REJECT"':
      {
        names: ['action', 't', 'n', 'n_prev', 'n_delta', 'n_pct', 'p', 'p_prev'],
        rows: [['REJECT', '20 00:00', 1, 1, 0, 0, [22], [22]]],
      },
    // An hour is moved back by two bins of 40 minutes, to 22:40: its first bin has the records of 23:00 and 23:10.
    'timeseries count(*) as n by bin(40m) | compare previous | display n, n_prev': {
      rows: [
        [3, 2],
        [2, 0],
      ],
    },
    'timeseries max(bytes) as m by bin() | compare previous | filter m_delta > 0 | display m, m_prev': {
      rows: [
        [100, 40],
        [7, 0],
      ],
    },
    'filter bytes > 5000 | stats count(*) as n | compare 1d': { rows: [[0, 0, 0, null]] },
    'filter bytes > 5000 | stats count(*) as n by action | compare 1mo': { rows: [] },
  });
  refuses({
    'compare previous': ['QL_COMPARE_MISPLACED', 'compare previous'],
    'stats count(*) as n by action | sort n | compare previous': ['QL_COMPARE_MISPLACED', 'compare previous'],
    'timeseries count(*) as n by bin(7m) | compare 1h': ['QL_COMPARE_SHIFT', 'compare 1h'],
    'stats count(*) as n by bin(1mo) | compare 1d': ['QL_COMPARE_SHIFT', 'compare 1d'],
    'stats count(*) as n by bin(1d) | compare 1mo': ['QL_COMPARE_SHIFT', 'compare 1mo'],
    'stats count(*) as n | compare 0h': ['QL_COMPARE_SHIFT', 'compare 0h'],
    'stats count(*) as n | compare 900y': ['QL_COMPARE_RANGE', 'compare 900y'],
    'stats count(*) as n, max(bytes) as n_prev | compare 1d': ['QL_NAME_TWICE', 'compare 1d'],
  });

  it('takes a range that ends on the hour for whole hours, and no second for both', async () => {
    const { rows } = await ask(
      'stats count(*) as n by bin(1h) as t | compare previous | display t, n, n_prev',
      hour + 3600,
    );
    expect(rows).toEqual([['20 00:00', 5, 3]]);
  });
});

describe('commands that are known and not built', () => {
  refuses({
    'unmask(srcAddr)': ['QL_NOT_BUILT', 'unmask'],
    'pattern @message': ['QL_NOT_BUILT', 'pattern'],
    'pattern @message | diff previousDay': ['QL_NOT_BUILT', 'pattern'],
    diff: ['QL_NOT_BUILT', 'diff'],
    anomaly: ['QL_NOT_BUILT', 'anomaly'],
    'relevantfields bytes where action = "REJECT"': ['QL_NOT_BUILT', 'relevantfields'],
    'outlier action=remove bytes': ['QL_NOT_BUILT', 'outlier'],
    'filter bytes > 0 | estimate': ['QL_NOT_BUILT', 'estimate'],
    'json field=@message "a.b" as x': ['QL_NOT_BUILT', 'json'],
  });
});

describe('examples of all commands', () => {
  it.each(commands.flatMap(({ name, examples }) => examples.map((example): [string, string] => [name, example])))(
    '%s: %s',
    async (_, example) => {
      const known = { ...facts, tables: facts.tables.map(({ unavailable, ...table }) => table) };
      const { compiled: made, diagnostics } = compile(example, {
        range: { from: hour, to: hour + 3599 },
        now: hour * 1000,
        database: 'weir',
        facts: known,
        rollUps: queryRollUps,
      });
      expect(diagnostics.filter(({ severity }) => severity !== 'notice')).toEqual([]);
      await store.client.rows(made?.sql ?? '', { params: made?.params ?? {}, settings: { readonly: 1 } });
    },
  );
});
