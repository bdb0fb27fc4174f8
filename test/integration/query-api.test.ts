import { mkdtemp, rm } from 'node:fs/promises';
import { get as httpGet, request as httpRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApi } from '../../src/api/index.ts';
import {
  lookupTableAnswer,
  lookupTablesAnswer,
  type QueryBody,
  type QueryEvent,
  queryEvent,
  queryFacts,
  runningQueries,
  runningQuery,
} from '../../src/contract/index.ts';
import { createState, openTables } from '../../src/store/index.ts';
import { dataHours, dataStart, fillStore, openStore, type TestStore } from '../support/flow-store.ts';

let store: TestStore;
let api: FastifyInstance;
let base: string;
let folder: string;
const logged: string[] = [];
const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
const whole = { from: iso(dataStart), to: iso(dataStart + dataHours * 3600 - 1) };
const inRange = `start >= toDateTime(${dataStart}, 'UTC') AND start < toDateTime(${dataStart + dataHours * 3600}, 'UTC')`;
/** Runs for minutes: 400 million pairs. */
const endless = 'SELECT count() FROM flows a, flows b WHERE cityHash64(a.srcaddr, b.dstaddr, a.bytes) % 7 = 3';

beforeAll(async () => {
  store = await openStore('query-api');
  await fillStore(store.client, 20_000);
  await store.client.command(
    "INSERT INTO weir.ingest_objects (object_id, identity, layout, state) VALUES (1, 'a', 'version account-id srcaddr dstaddr start end tcp-flags', 'loaded'), (2, 'b', 'srcaddr,unheard_of', 'loaded'), (3, 'c', 'vpc-id', 'failed')",
  );
  folder = await mkdtemp(path.join(tmpdir(), 'weir-query-api-'));
  api = await createApi(
    {
      client: store.client,
      savedQueries: { state: createState(folder), shipped: async () => [] },
      version: '0.0.0',
      loading: async () => null,
      log: (text) => void logged.push(text),
    },
    { host: '127.0.0.1', token: undefined, webFolder: path.join(folder, 'none') },
  );
  base = await api.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await api.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const host = { host: '127.0.0.1:7070' };
const ask = (body: QueryBody, format = 'events') =>
  api.inject({
    method: 'POST',
    url: `/api/v1/queries?format=${format}`,
    headers: host,
    payload: { ...whole, ...body },
  });

async function events(body: QueryBody): Promise<QueryEvent[]> {
  const answer = await ask(body);
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.headers['content-type']).toBe('application/x-ndjson');
  return answer.body
    .trimEnd()
    .split('\n')
    .map((line) => queryEvent.parse(JSON.parse(line)));
}
const rowsIn = (list: readonly QueryEvent[]) => list.flatMap((event) => (event.type === 'rows' ? event.rows : []));
function only<T extends QueryEvent['type']>(list: readonly QueryEvent[], type: T): Extract<QueryEvent, { type: T }> {
  const found = list.find((event): event is Extract<QueryEvent, { type: T }> => event.type === type);
  if (found === undefined) throw new Error(`no ${type} in ${JSON.stringify(list).slice(0, 500)}`);
  return found;
}

describe('an answer', () => {
  test('begins with what it is, ends with how good it is, and agrees with the table', async () => {
    const list = await events({
      query: 'stats count(*) as n, sum(bytes) as b by srcAddr | sort n desc, srcAddr | limit 5',
    });
    expect([list[0]?.type, list.at(-1)?.type]).toEqual(['start', 'end']);
    const start = only(list, 'start');
    expect(start).toMatchObject({
      ...whole,
      columns: [
        { name: 'srcAddr', kind: 'address', role: 'key' },
        { name: 'n', role: 'measure' },
        { name: 'b', unit: 'bytes' },
      ],
    });
    expect(start.sql).not.toMatch(/\{q\d/);
    const expected = await store.client.rows<{ a: string; n: string; b: string }>(
      `SELECT replaceOne(toString(srcaddr), '::ffff:', '') AS a, count() AS n, sum(bytes) AS b FROM weir.flows WHERE ${inRange} GROUP BY srcaddr ORDER BY n DESC, srcaddr NULLS LAST LIMIT 5`,
    );
    expect(rowsIn(list).map((row) => row.map(String))).toEqual(expected.map((r) => [r.a, r.n, r.b].map(String)));
    const { rows, cut_at, completeness } = only(list, 'end');
    expect([rows, cut_at]).toEqual([5, null]);
    expect(completeness.observed).toBeGreaterThan(0.3);
  });

  test('says how little is known of other ranges that it looks at', async () => {
    const told = async (query: string) => only(await events({ query }), 'end').diagnostics;
    expect(await told('stats count(*) as n')).toEqual([]);
    expect(await told('stats count(*) as n | compare 4w')).toMatchObject([
      { code: 'QL_RANGE_INCOMPLETE', message: expect.stringContaining('no records at all') },
    ]);
    expect(await told('stats count(*) as n | compare 6h')).toMatchObject([
      { code: 'QL_RANGE_INCOMPLETE', message: expect.stringMatching(/observed to [\d.]+ %/) },
    ]);
  });

  test('carries every kind of value exactly', async () => {
    const [row] = rowsIn(
      await events({
        query:
          'filter bytes > 9007199254740000 | stats max(bytes) as big, max(bytes) * 1000000 as wide, count(*) as n, avg(packets) as mean, min(@timestamp) as t, max(srcAddr like ".") as b, values(protocol) as list, isValidIp("x") as no, max(encryptionStatus) as none',
      }),
    );
    expect(row?.slice(0, 3)).toEqual(['9007199254740993', '9007199254740993000000', expect.any(Number)]);
    expect(row?.[4]).toMatch(/^2026-11-2\dT\d\d:\d\d:\d\d(\.000)?Z$/);
    expect(row?.[6]).toEqual([17]);
    expect(row?.slice(7)).toEqual([false, null]);
    const raw = await events({
      query: 'fields @timestamp, srcAddr, bytes > 5 as large | filter srcAddr in 2001:db8::/32 | limit 1',
    });
    expect(rowsIn(raw)[0]).toEqual([
      expect.stringMatching(/Z$/),
      expect.stringMatching(/^2001:db8::/),
      expect.any(Boolean),
    ]);
  });

  test('is cut where the query does not say how long it may be', async () => {
    const cut = await events({ query: 'fields srcPort', limit: 7 });
    expect([rowsIn(cut).length, only(cut, 'end').cut_at]).toEqual([7, 7]);
    const bound = await events({ query: 'fields srcPort | limit 7' });
    expect([rowsIn(bound).length, only(bound, 'end').cut_at]).toEqual([7, null]);
    const usual = await events({ query: 'fields srcPort' });
    expect([rowsIn(usual).length, only(usual, 'end').rows, only(usual, 'end').cut_at]).toEqual([
      10_000, 10_000, 10_000,
    ]);
  });

  test('obeys the filters and the range of the page, from roll-ups and from records', async () => {
    const filter = ['action:REJECT', '!vpc_id:vpc-1', 'srcaddr:10.0.0.0/8'];
    const where =
      "action = 'REJECT' AND ifNull(vpc_id, '') != 'vpc-1' AND srcaddr BETWEEN toIPv6('10.0.0.0') AND toIPv6('10.255.255.255')";
    for (const [chosen, condition] of [
      [filter, where],
      [filter.slice(0, 2), where.split(' AND srcaddr')[0]],
    ] as const) {
      const list = await events({ query: 'stats count(*) as n, sum(bytes) as b', filter: [...chosen] });
      const [row] = await store.client.rows<{ n: string; b: string }>(
        `SELECT count() AS n, sum(bytes) AS b FROM weir.flows WHERE ${inRange} AND ${condition}`,
      );
      expect(rowsIn(list)).toEqual([[Number(row?.n), Number(row?.b)]]);
    }
    const empty = await events({ query: 'stats count(*) as n', from: '-10m', to: 'now' });
    expect(rowsIn(empty)).toEqual([[0]]);
  });

  test('to SQL has the same form', async () => {
    const list = await events({
      language: 'sql',
      query:
        "SELECT srcaddr, count() AS n, toUInt64(18446744073709551615) AS big, [1, NULL] AS l, map('a', '1') AS m, true AS t, toDateTime(0, 'UTC') AS at FROM flows WHERE srcaddr = '10.0.1.1' GROUP BY srcaddr",
      limit: 1,
    });
    expect(only(list, 'start').columns.map((column) => column.kind)).toEqual([
      'address',
      'number',
      'number',
      'list',
      'map',
      'boolean',
      'time',
    ]);
    expect(only(list, 'start').reads).toEqual(['flows']);
    expect(rowsIn(list)[0]).toEqual([
      '10.0.1.1',
      expect.any(Number),
      '18446744073709551615',
      [1, null],
      { a: '1' },
      true,
      '1970-01-01T00:00:00Z',
    ]);
    const cut = await events({ language: 'sql', query: 'SELECT srcport FROM flows', limit: 3 });
    expect([rowsIn(cut).length, only(cut, 'end').cut_at]).toEqual([3, 3]);
  });

  test('comes as a file', async () => {
    const query = 'stats count(*) as n by action | sort n desc | limit 1';
    const [[action, n] = []] = rowsIn(await events({ query }));
    const csv = await ask({ query }, 'csv');
    expect([csv.body, csv.headers['content-disposition']]).toEqual([
      `"action","n"\n"${String(action)}",${String(n)}\n`,
      'attachment; filename="query.csv"',
    ]);
    expect((await ask({ query }, 'json')).json()).toEqual([{ action, n }]);
    expect((await ask({ query }, 'jsonl')).body).toBe(`${JSON.stringify({ action, n })}\n`);
    expect((await ask({ query }, 'parquet')).rawPayload.subarray(0, 4).toString()).toBe('PAR1');
    expect((await ask({ query: 'fields srcPort', limit: 4 }, 'jsonl')).body.trimEnd().split('\n')).toHaveLength(4);
  });
});

test('a query that is wrong is refused before the first byte, with everything that is wrong', async () => {
  const answer = await ask({ query: 'filter dstPrt = 443 | stats cuont(*) by srcAddr | limti 3' });
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([
    400,
    expect.stringMatching('application/problem.json'),
  ]);
  const problem = answer.json<{
    code: string;
    position: object;
    diagnostics: { severity: string; fixes: object[] }[];
  }>();
  expect(problem).toMatchObject({
    code: 'QL_FIELD_UNKNOWN',
    position: { offset: 7, length: 6 },
    hint: expect.stringMatching(/dstPort/),
  });
  expect(problem.diagnostics.filter((one) => one.severity === 'error').length).toBeGreaterThanOrEqual(2);
  for (const [body, code] of [
    [{ query: 'limit 1', from: 'yesterday' }, 'RANGE_INVALID'],
    [{ query: 'limit 1', filter: ['nothing'] }, 'FILTER_INVALID'],
    [{ query: 'SELECT scraddr FROM flows', language: 'sql' }, 'SQL_COLUMN_UNKNOWN'],
    [{ query: 'DROP TABLE flows', language: 'sql' }, 'SQL_NOT_ALLOWED'],
    [{ query: 'limit 1', query_id: 'no' }, 'REQUEST_INVALID'],
    [{ query: `fields ${'a'.repeat(10_001)}` }, 'QL_TOO_LONG'],
  ] as const) {
    const refused = await ask(body as QueryBody);
    expect([refused.statusCode, refused.json<{ code: string }>().code], refused.body).toEqual([400, code]);
  }
  expect(logged).toEqual([]);
});

test('constants stay constants', async () => {
  for (const text of ["' OR 1 = 1 --", '\\', "\\'", '{q0:String}', '`', '$1', '\u0000x', '%s']) {
    const list = await events({
      query: `fields srcAddr | filter accountId = ${JSON.stringify(text).replaceAll('\\u0000', 'u')} | limit 1`,
    });
    expect(rowsIn(list), text).toEqual([]);
  }
});

/** Statements that the engine works on, apart from the one that asks. */
async function working(): Promise<number> {
  const [row] = await store.client.rows<{ n: string }>(
    "SELECT count() AS n FROM system.processes WHERE query LIKE '%cityHash64%' AND query NOT LIKE '%system.processes%'",
  );
  return Number(row?.n ?? 0);
}
async function until(count: number): Promise<void> {
  const deadline = Date.now() + 20_000;
  while ((await working()) !== count && Date.now() < deadline) await sleep(50);
  expect(await working()).toBe(count);
}
function start(queryId: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${base}/api/v1/queries`,
      { method: 'POST', headers: { 'content-type': 'application/json' } },
      resolve,
    );
    request.once('error', reject);
    request.end(JSON.stringify({ query: endless, language: 'sql', query_id: queryId }));
  });
}

describe('a query that runs', () => {
  test('can be looked at and stopped, and the engine no longer works on it', async () => {
    const response = await start('long-query-1');
    const seen: QueryEvent[] = [];
    const read = (async () => {
      for await (const line of createInterface({ input: response })) seen.push(queryEvent.parse(JSON.parse(line)));
    })();
    await until(1);
    while (!seen.some((event) => event.type === 'progress')) await sleep(20);
    const [one] = runningQueries.parse((await api.inject({ url: '/api/v1/queries', headers: host })).json()).rows;
    expect(one).toMatchObject({ query_id: 'long-query-1', query: endless, language: 'sql' });
    const looked = await api.inject({ url: '/api/v1/queries/long-query-1', headers: host });
    expect(Number(runningQuery.parse(looked.json()).progress.read_rows)).toBeGreaterThan(0);
    const same = await ask({ query: 'limit 1', query_id: 'long-query-1' });
    expect(same.json()).toMatchObject({ code: 'QUERY_ID_TAKEN' });
    const stop = () => api.inject({ method: 'DELETE', url: '/api/v1/queries/long-query-1', headers: host });
    expect((await stop()).statusCode).toBe(204);
    await read;
    expect(seen.at(-1)).toMatchObject({
      type: 'error',
      code: 'QUERY_CANCELLED',
      progress: { read_rows: expect.any(Number) },
    });
    await until(0);
    expect((await stop()).statusCode).toBe(404);
    expect((await api.inject({ url: '/api/v1/queries/long-query-1', headers: host })).statusCode).toBe(404);
  });

  test('ends in the engine when its client goes away', async () => {
    const response = await start('long-query-2');
    response.resume();
    response.once('error', () => undefined);
    await until(1);
    response.destroy();
    await until(0);
    const rows = async () =>
      runningQueries.parse((await api.inject({ url: '/api/v1/queries', headers: host })).json()).rows;
    const deadline = Date.now() + 5000;
    while ((await rows()).length > 0 && Date.now() < deadline) await sleep(20);
    expect(await rows()).toEqual([]);
  });
});

test('facts for an editor', async () => {
  const facts = queryFacts.parse((await api.inject({ url: '/api/v1/query-facts', headers: host })).json());
  // A layout with a field that has no column cannot be written anew; a failed object tells nothing.
  expect(facts.layouts).toEqual([['version', 'account_id', 'srcaddr', 'dstaddr', 'start', 'end', 'tcp_flags']]);
  expect(facts.sql_tables.map(({ name }) => name)).toEqual(openTables);
  expect(facts.sql_tables[0]?.columns).toContainEqual({ name: 'srcaddr', type: 'Nullable(IPv6)' });
  expect(facts.absent_fields).toContain('vpc_id');
  expect(facts.absent_fields).not.toContain('tcp_flags');
  expect(facts.own_networks).toContain('100.64.0.0/10');
});

test('the API describes what was added', async () => {
  const paths = (await api.inject({ url: '/api/openapi.json', headers: host })).json<{ paths: object }>().paths;
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining(['/api/v1/queries', '/api/v1/saved-queries/{id}', '/api/v1/lookup-tables/{name}']),
  );
});

test('lookup tables over HTTP', async () => {
  const url = '/api/v1/lookup-tables';
  const put = (name: string, payload: string, type = 'text/csv') =>
    api.inject({ method: 'PUT', url: `${url}/${name}`, headers: { ...host, 'content-type': type }, payload });
  const made = await put('teams', 'cidr,team\n10.0.0.0/16,blue\n');
  expect(lookupTableAnswer.parse(made.json())).toEqual({
    name: 'teams',
    rows: 1,
    columns: ['cidr', 'team'],
    network_column: 'cidr',
  });
  const large = await put('large', `v\n${'x'.repeat(5_000_000)}\n`);
  expect(large.statusCode, large.body).toBe(200);
  expect(
    lookupTablesAnswer.parse((await api.inject({ url, headers: host })).json()).rows.map((row) => row.name),
  ).toEqual(['large', 'teams']);
  expect((await put('teams', 'a\n1,2\n')).json()).toMatchObject({
    code: 'CSV_INVALID',
    message: 'line 2, column 1: 2 cells, where the header has 1',
  });
  expect((await put('teams', '{}', 'application/json')).statusCode).toBe(400);
  expect((await put('huge', `v\n${'x'.repeat(12_000_000)}\n`)).statusCode).toBe(413);
  for (const status of [204, 404])
    expect((await api.inject({ method: 'DELETE', url: `${url}/large`, headers: host })).statusCode).toBe(status);
});

test('a caller that stops reading gets no more than it takes, and the rest later', async () => {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = httpRequest(
      `${base}/api/v1/queries`,
      { method: 'POST', headers: { 'content-type': 'application/json' } },
      resolve,
    );
    request.once('error', reject);
    request.end(JSON.stringify({ ...whole, query: 'fields @message, srcAddr, dstAddr, interfaceId', limit: 19_000 }));
  });
  await sleep(300);
  let rows = 0;
  for await (const line of createInterface({ input: response })) {
    const event = queryEvent.parse(JSON.parse(line));
    if (event.type === 'rows') rows += event.rows.length;
  }
  expect(rows).toBe(19_000);
  expect(
    await new Promise<number | undefined>((resolve) =>
      httpGet(`${base}/healthz`, (r) => resolve(r.resume().statusCode)),
    ),
  ).toBe(200);
});
