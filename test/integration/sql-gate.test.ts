import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WeirError } from '../../src/core/index.ts';
import { allowedFunctions, checkSql, type SqlFormat, streamSql } from '../../src/store/index.ts';
import { fillStore, openStore, type TestStore } from '../support/flow-store.ts';

let store: TestStore;
let secretFile: string;
let outFile: string;
beforeAll(async () => {
  store = await openStore('gate');
  await fillStore(store.client, 5000);
  await store.client.command('CREATE DATABASE sec');
  await store.client.command('CREATE TABLE sec.k (k String) ENGINE = MergeTree ORDER BY k');
  await store.client.command("INSERT INTO sec.k VALUES ('TOPSECRET')");
  secretFile = path.join(store.dataFolder, 'secret.txt');
  outFile = path.join(store.dataFolder, 'stolen.txt');
  writeFileSync(secretFile, 'TOPSECRET\n');
});
afterAll(async () => store.close());

async function run(sql: string, format: SqlFormat = 'rows', limit?: number): Promise<string> {
  const context = { client: store.client };
  return text(await streamSql(context, await checkSql(context, sql, limit), format, sql));
}

async function failure(sql: string): Promise<WeirError> {
  const thrown = await run(sql).then(
    (answer) => new Error(`let through: ${sql} → ${answer.slice(0, 200)}`),
    (error: unknown) => error,
  );
  if (thrown instanceof WeirError) return thrown;
  throw thrown;
}

const attacks: ReadonlyArray<string | (() => string)> = [
  // Writing and reading files.
  () => `select 1 into outfile '${outFile}'`,
  () => `select 1 into outfile '${outFile}' truncate`,
  () => `select 1) into outfile '${outFile}'; select (1`,
  () => `select 1 union all select 2 into outfile '${outFile}'`,
  () => `select file('${secretFile}')`,
  () => `select FILE('${secretFile}')`,
  () => `select \`file\`('${secretFile}')`,
  () => `select "file"('${secretFile}')`,
  () => `select * from file('${secretFile}', 'LineAsString')`,
  () => `select * from \`${secretFile}\``,
  () => `select * from '${secretFile}'`,
  () => `describe file('${secretFile}')`,
  () => `select x from (select file('${secretFile}') as x)`,
  () => `select arrayMap(x -> file(x), ['${secretFile}'])`,
  () => `with (x -> file(x)) as f select f('${secretFile}')`,
  () => `select * apply(file) from (select '${secretFile}' as p)`,
  () => `select columns('p') apply(file) from (select '${secretFile}' as p)`,
  () => `select * apply(x -> file(x)) from (select '${secretFile}' as p)`,
  () => `select * replace (file(p) as p) from (select '${secretFile}' as p)`,
  () => `select count() from flows where (select file('${secretFile}')) = 'x'`,
  () => `select 1 order by file('${secretFile}')`,
  () => `select 1 limit length(file('${secretFile}'))`,
  () => `select sum(1) over (order by file('${secretFile}'))`,
  () => `select initializeAggregation('sum', file('${secretFile}'))`,
  // Other tables, by every way of naming them.
  'select * from sec.k',
  'select * from `sec`.`k`',
  'select * from "sec"."k"',
  'select k from sec.k where 1',
  'select (select max(k) from sec.k)',
  'select * from flows, sec.k',
  'select * from flows join sec.k on 1 = 1',
  'select account_id in sec.k from flows',
  'select account_id from flows where account_id in sec.k',
  'select account_id from flows where account_id global not in `sec`.k',
  'select in(account_id, sec.k) from flows',
  'select account_id in parsed from flows',
  'select srcaddr in flows from flows',
  'with k as (select 1) select * from sec.k',
  'with sec.k as z select * from z',
  'with parsed as (select 1 as a) select a from parsed',
  'select * from (with object_loads as (select 1 as a) select * from object_loads) as x, object_loads',
  'with country_prefixes as (select 1 as prefix) select account_id in country_prefixes from flows',
  "select ', parsed AS (' as x from parsed",
  'select * from parsed',
  'select * from weir.object_loads',
  'select * from weir.country_prefixes',
  'select * from country_of',
  'select * from schema_migrations',
  'select * from system.tables',
  'select * from system.one',
  'select * from system.settings',
  'select * from information_schema.tables',
  'select * from INFORMATION_SCHEMA.COLUMNS',
  'select * from default.flows',
  // Table functions.
  "select * from merge('sec', '.*')",
  "select * from merge('.*')",
  'select * from numbers(1e12)',
  "select * from url('http://127.0.0.1/', 'TSV', 'a Int8')",
  "select * from remote('127.0.0.1', 'sec.k')",
  "select * from cluster('default', 'sec.k')",
  "select * from executable('x', 'TSV', 'a String')",
  "select * from mysql('h', 'd', 't', 'u', 'p')",
  "select * from s3('http://127.0.0.1/x')",
  "select * from python('x')",
  'select * from view(select * from sec.k)',
  "select * from viewExplain('EXPLAIN', '', (select 1))",
  'select * from (explain select 1)',
  "select * from dictionary('weir.country_of')",
  "select * from values('a Int8', 1)",
  'select * from generateRandom()',
  "select * from input('a Int8')",
  "select * from format(TSV, 'x')",
  "select * from null('a Int8')",
  // Functions that reach beyond values.
  "select dictGet('weir.country_of', 'country', toIPv6('::1'))",
  "select dictGetOrDefault('weir.country_of', 'country', toIPv6('::1'), '')",
  "select joinGet('sec.k', 'k', 1)",
  "select hasColumnInTable('sec', 'k', 'k')",
  'select sleep(3)',
  'select sleepEachRow(1) from flows',
  "select getSetting('readonly')",
  "select getMacro('x')",
  'select currentUser(), hostName()',
  'select @@version',
  'select version()',
  "select throwIf(1, 'x')",
  "select catboostEvaluate('/x', 1)",
  "select aiGenerate('x')",
  "select chdb('x')",
  "select logTrace('x')",
  "select formatRow('CSV', 1)",
  "select cluster('a', 1)",
  // Other statements, several statements, settings.
  'select 1; drop table weir.flows',
  'select 1;; select 2',
  'drop table weir.flows',
  'truncate table weir.flows',
  "insert into flows (account_id) select 'y'",
  'create table x (a Int8) engine = Memory',
  'alter table flows delete where 1',
  'kill query where 1',
  'set readonly = 0',
  'use sec',
  'show tables',
  'show create table flows',
  'explain select 1',
  'system shutdown',
  'backup table weir.flows to disk',
  'attach table x',
  'select 1 settings readonly = 0',
  'select * from (select 1 settings max_threads = 64)',
  'select 1 format Null',
  'values (1)',
  'select 1) ; DROP TABLE weir.flows; SELECT (1',
  'select 1) union all select * from sec.k -- ',
  'select 1 /* ',
  'select {x:Identifier} from flows',
  'select * from {x:Identifier}',
  'select 1 parallel with select 2',
  'select * from flows -- \n; select * from sec.k',
  'select 1\n\ndrop table weir.flows',
  '',
  '   ',
];

describe('what is refused', () => {
  test.each(attacks.map((a) => [typeof a === 'string' ? a : a.toString().slice(5, 100), a] as const))(
    '%s',
    async (_, attack) => {
      const error = await failure(typeof attack === 'string' ? attack : attack());
      // Refused by the gate's own rules, before the engine was asked to resolve anything.
      expect(error.code).toMatch(/^SQL_(SYNTAX|NOT_ALLOWED|TABLE_UNKNOWN|FUNCTION_UNKNOWN)$/);
      expect(error.kind).toBe('usage');
      expect(error.message + String(error.hint)).not.toContain('TOPSECRET');
      expect(existsSync(outFile)).toBe(false);
    },
  );

  test('nothing was changed by any of them', async () => {
    const rows = await store.client.rows<{ n: string; k: string }>(
      'SELECT count() AS n, (SELECT k FROM sec.k) AS k FROM weir.flows',
    );
    expect(rows).toEqual([{ n: '5000', k: 'TOPSECRET' }]);
  });
});

const legitimate = [
  'select count() from flows',
  'SELECT COUNT(*) FROM weir.flows;',
  'select action, count(*) as n from flows group by action order by n desc -- most first',
  'select * from flows limit 3',
  "select srcaddr, dstaddr, sum(bytes) as total from flows where action = 'REJECT' and start > '2026-11-20 02:00:00' group by srcaddr, dstaddr order by total desc limit 10",
  'SELECT "start", "end", srcaddr FROM flows WHERE protocol = 6 ORDER BY "start" DESC LIMIT 5',
  "SELECT date_trunc('hour', start) AS hour, SUM(bytes) FROM flows GROUP BY 1 ORDER BY 1",
  "SELECT CASE WHEN dstport BETWEEN 0 AND 1023 THEN 'low' ELSE 'high' END AS range, COUNT(DISTINCT srcaddr) FROM flows GROUP BY 1",
  'SELECT srcaddr, dstport, COUNT(*) c, RANK() OVER (PARTITION BY dstport ORDER BY COUNT(*) DESC) r FROM flows GROUP BY srcaddr, dstport QUALIFY r <= 2 LIMIT 10',
  'with t as (select srcaddr, sum(bytes) b from flows group by srcaddr), m as (select max(b) mb from t) select t.* from t, m where t.b = m.mb',
  'with recursive r as (select 1 as a union all select a + 1 from r where a < 3) select * from r',
  'with flows as (select * from weir.flows limit 5) select count() from flows',
  'with 10 as n select n + 1',
  "with ['10.0.0.1', '10.0.0.2'] as hosts select count() from flows where has(hosts, '10.0.0.1')",
  'with x as (select interface_id from flows limit 3) select count() from flows where interface_id in x',
  'select f.interface_id, c.ok from flows f join coverage c on f.interface_id = c.interface_id limit 5',
  'select count() from flows where srcaddr in (select address from flows_by_hour_address limit 10)',
  "select count() from flows where srcaddr in ('10.0.0.1', '10.0.0.2', '2001:db8::1')",
  "select count() from flows where srcaddr between '10.0.0.0' and '10.255.255.255'",
  'select count() from flows where (srcport, dstport) in ((1024, 443), (1025, 80))',
  'select arrayMap(x -> x * 2, groupArray(dstport)) from (select dstport from flows limit 3)',
  'select dstport, arraySort(groupUniqArray(protocol)) from flows group by dstport',
  'select 1 union all select 2 union distinct select 3',
  'select 1 intersect select 1 except select 2',
  '(select 1) union all (select 2)',
  "select quantiles(0.5, 0.95)(bytes), topK(3)(dstport), uniq(srcaddr), sumIf(bytes, action = 'ACCEPT') from flows",
  'select toStartOfFiveMinutes(start) t, count() from flows group by t with totals',
  'select interface_id, count() from flows group by rollup(interface_id)',
  'select start, lagInFrame(bytes) over (partition by interface_id order by start rows between 1 preceding and current row) from flows limit 5',
  'select sum(bytes) over w from flows window w as (partition by dstport order by start) limit 3',
  'select * except (extra, object_id) from flows limit 1',
  "select columns('^src') from flows limit 1",
  "select extra['custom'] c, count() from flows group by c",
  'select src_country, dst_country, count() from flows group by all',
  'select client, server, service_port from flows limit 5',
  'select reason, count() from quarantine group by reason',
  'select state, sum(records) from ingest_objects group by state',
  'select minute, sum(records) from flows_by_minute group by minute order by minute with fill step 60 limit 5',
  'select hour, service_port, sum(bytes) from flows_by_hour_service group by hour, service_port limit 5',
  'from flows select count()',
  'select date_add(day, 1, start), dateSub(hour, 2, start), start + interval 5 minute, extract(hour from start) from flows limit 1',
  'select interface_id, grouping(interface_id), count() from flows group by grouping sets ((interface_id), ())',
  'select sumMap(extra.keys, arrayMap(x -> 1, extra.keys)) from flows',
  "select trim(both 'x' from 'xax'), substring('abc' from 2 for 1), position('b' in 'abc'), cast(1 as varchar), '1'::int",
  "select exists(select 1 from flows where dstport = 22), not null, -1, 1 is not null, 'a' || 'b', interval 1 day + today()",
  "select formatReadableSize(sum(bytes)), coalesce(max(bytes), 0), if(1, 'x', 'y') from flows",
  'select 1 as `a b`, \'it\'\'s; a -- "quote"\' as "c"',
  'select x from (select [1, 2, 3] as a) array join a as x',
  'select * from flows a left join (select interface_id, count() n from flows group by interface_id) b using (interface_id) limit 2',
];

describe('what passes', () => {
  test.each(legitimate)('%s', async (sql) => {
    expect(await run(sql)).toBeTypeOf('string');
  });

  test('the order of the user stays', async () => {
    const rows = (await run('select bytes from flows where isNotNull(bytes) order by bytes desc limit 50', 'jsonl'))
      .trim()
      .split('\n');
    const bytes = rows.map((r) => Number((JSON.parse(r) as { bytes: string | number }).bytes));
    expect(bytes).toEqual([...bytes].sort((a, b) => b - a));
    expect(bytes).toHaveLength(50);
  });

  test('every function of the list exists in the engine', async () => {
    const rows = await store.client.rows<{ name: string }>('SELECT DISTINCT lower(name) AS name FROM system.functions');
    const known = new Set(rows.map((r) => r.name));
    // Words that the parser turns into functions, or that only the syntax tree shows.
    for (const name of ['countdistinct', 'lambda', 'exists', 'between', 'untuple', 'grouping']) known.add(name);
    expect(allowedFunctions.filter((name) => !known.has(name.toLowerCase()))).toEqual([]);
  });

  test('limits end what takes too much', async () => {
    const memory = await failure('select groupArray(a.srcport), count() from flows a, flows b, flows c');
    expect(memory.code).toMatch(/^LIMIT_/);
    expect((await run('select * from flows', 'jsonl', 10)).trim().split('\n')).toHaveLength(10);
  }, 60_000);
});

describe('what the answer looks like', () => {
  const sql =
    "select toIPv6('10.0.0.1') a, [toIPv6('10.0.0.2'), toIPv6('2001:db8::1')] b, map('k', toIPv6('10.0.0.3')) c, tuple(1, toIPv6('10.0.0.4')) d, toUInt64(18446744073709551615) big, toInt64(-5) small, toDateTime(0, 'UTC') t, cast(null, 'Nullable(UInt64)') missing, cast(tuple(toIPv6('10.0.0.5'), 7), 'Tuple(ip IPv6, n UInt8)') e";

  test('addresses as people write them, numbers exact, times ISO, missing null', async () => {
    expect(JSON.parse(await run(sql, 'json'))).toEqual([
      {
        a: '10.0.0.1',
        b: ['10.0.0.2', '2001:db8::1'],
        c: { k: '10.0.0.3' },
        d: [1, '10.0.0.4'],
        big: '18446744073709551615',
        small: -5,
        t: '1970-01-01T00:00:00Z',
        missing: null,
        e: { ip: '10.0.0.5', n: 7 },
      },
    ]);
    const csv = await run(sql, 'csv');
    expect(csv).not.toContain('::ffff:');
    expect(csv).toContain('18446744073709551615');
    expect(csv).toContain('1970-01-01T00:00:00Z');
    const flows = await run('select * from flows', 'csv');
    expect(flows).not.toContain('::ffff:');
    expect(await run('select srcaddr, dstaddr, client, server from flows', 'json')).not.toContain('::ffff:');
  });

  test('parquet has addresses as text', async () => {
    const context = { client: store.client };
    const stream = await streamSql(
      context,
      await checkSql(
        context,
        "select srcaddr from flows where srcaddr between '10.0.0.0' and '10.0.255.255' limit 100",
      ),
      'parquet',
    );
    const bytes = Buffer.concat(await stream.toArray());
    expect(bytes.subarray(0, 4).toString()).toBe('PAR1');
    expect(bytes.includes('::ffff:')).toBe(false);
  });

  test('missing is NULL', async () => {
    expect(
      await run(
        'select count() > 0, countIf(isNull(srcaddr)) > 0, countIf(isNull(bytes)) > 0, countIf(isNull(protocol)) > 0 from flows',
      ),
    ).toBe('[1, 1, 1, 1]\n');
  });
});

describe('errors show the place and what to do', () => {
  const cases: ReadonlyArray<readonly [sql: string, code: string, marked: string, hint: RegExp]> = [
    ['select count() from flows whree action = 1', 'SQL_SYNTAX', 'whree', /WHERE/],
    ['selct count() from flows', 'SQL_SYNTAX', 'selct', /SELECT/],
    ['select count( from flows', 'SQL_SYNTAX', '(', /./],
    ['select count() from flows group bye action', 'SQL_SYNTAX', 'bye', /BY/],
    ['select scraddr from flows', 'SQL_COLUMN_UNKNOWN', 'scraddr', /srcaddr/],
    ['select f.dstprt from flows f', 'SQL_COLUMN_UNKNOWN', 'dstprt', /dstport/],
    ['select count() from flowz', 'SQL_TABLE_UNKNOWN', 'flowz', /flows/],
    ['select cuont() from flows', 'SQL_FUNCTION_UNKNOWN', 'cuont', /count/],
    [
      "select isIPAddressInRange(toString(srcaddr), '10.0.0.0/8') from flows",
      'SQL_FUNCTION_UNKNOWN',
      'isIPAddressInRange',
      /BETWEEN/,
    ],
    ["select 1 from flows where start > '2026-11-20T00:00:00Z'", 'SQL_FAILED', '', /2026-11-23 04:00:00/],
    [
      'select srcaddr, sum(bytes) as bytes from flows where bytes > 0 group by srcaddr',
      'SQL_FAILED',
      '',
      /total_bytes/,
    ],
    ["select 1 from flows where srcaddr like '10.%'", 'SQL_FAILED', '', /BETWEEN/],
  ];
  test.each(cases)('%s', async (sql, code, marked, hint) => {
    const error = await failure(sql);
    expect([
      error.code,
      error.position === undefined
        ? ''
        : sql.slice(error.position.offset, error.position.offset + error.position.length),
    ]).toEqual([code, marked]);
    if (code !== 'SQL_SYNTAX' || marked !== '(') expect(error.hint).toMatch(hint);
  });
});

describe('searches through the gate use the key and the indexes', () => {
  const granules = async (where: string, index: string) => {
    const { sql } = await checkSql({ client: store.client }, `select * from flows where ${where}`);
    const rows = await store.client.rows<{ explain: string }>(`EXPLAIN indexes = 1 ${sql}`, { database: 'weir' });
    const lines = rows.map((r) => r.explain.trim());
    const at = lines.findIndex((line) => line.replace(/^[│└─\s]+/, '').startsWith(index));
    const counts = lines.slice(at).find((line) => /Granules: \d+\/\d+/.test(line));
    const match = /Granules: (\d+)\/(\d+)/.exec(counts ?? '');
    expect(match, `${where}: no ${index} in\n${lines.join('\n')}`).not.toBeNull();
    return { read: Number(match?.[1]), of: Number(match?.[2]), text: lines.join('\n') };
  };

  test('an address that is not there reads nothing', async () => {
    expect((await granules("srcaddr = '10.9.9.9'", 'Name: by_srcaddr')).read).toBe(0);
    expect((await granules("dstaddr = '203.0.113.9'", 'Name: by_dstaddr')).read).toBe(0);
  });

  test('interface and time go by the key', async () => {
    const byInterface = await granules("interface_id = 'eni-3'", 'PrimaryKey');
    expect(byInterface.text).toContain('interface_id in');
    const byTime = await granules("start >= '2026-11-20 03:00:00' and start < '2026-11-20 03:10:00'", 'PrimaryKey');
    expect(byTime.text).toContain('toStartOfTenMinutes(start)');
    const byDay = await granules("start >= '2026-11-21 00:00:00'", 'Min-Max');
    expect(byDay.read).toBeLessThan(byDay.of);
  });
});
