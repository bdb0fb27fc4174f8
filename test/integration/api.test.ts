import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createApi } from '../../src/api/index.ts';
import {
  coverageAnswer,
  objectsAnswer,
  problem,
  quarantineAnswer,
  quarantineReasons,
  recordsAnswer,
  seriesAnswer,
  statusAnswer,
  summaryAnswer,
  topAnswer,
  topDimensions,
} from '../../src/contract/index.ts';
import { createState } from '../../src/store/index.ts';
import { dataHours, dataStart, fillStore, openStore, type TestStore } from '../support/flow-store.ts';

let store: TestStore;
let api: FastifyInstance;
let guarded: FastifyInstance;
let webFolder: string;
const logged: string[] = [];
const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
const whole = `from=${iso(dataStart)}&to=${iso(dataStart + dataHours * 3600)}`;

beforeAll(async () => {
  store = await openStore('api');
  await fillStore(store.client, 10_000);
  await store.client.command(
    "INSERT INTO weir.ingest_objects (object_id, identity, source, path, size, format, layout, state, note, records, quarantined, untimed, first, last, started_at, finished_at) SELECT number, toString(number), 'files', concat('logs/', toString(number), '.gz'), 100, 'text', 'version account-id interface-id srcaddr dstaddr start end log-status', if(number = 3, 'failed', 'loaded'), '', 10, if(number = 2, 4, 0), 1, toDateTime(1795132800, 'UTC'), toDateTime(1795136400, 'UTC'), toDateTime64(1795200000 + number, 3, 'UTC'), toDateTime64(1795200002 + number, 3, 'UTC') FROM numbers(1, 5)",
  );
  await store.client.command(
    "INSERT INTO weir.parsed (ok, object_id, line_number, reason, text) VALUES (0, 2, 7, 'srcport is not a port (0-65535): x', 'a bad line'), (0, 2, 9, 'srcport is not a port (0-65535): y', 'another')",
  );
  webFolder = await mkdtemp(path.join(tmpdir(), 'weir-web-'));
  await writeFile(path.join(webFolder, 'index.html'), '<title>Weir</title>');
  const deps: Parameters<typeof createApi>[0] = {
    client: store.client,
    savedQueries: { state: createState(store.dataFolder), shipped: async () => [] },
    version: '0.0.0',
    loading: async () => ({ label: 'loading', done: 1, total: 2, records: 3 }),
    log: (text) => void logged.push(text),
  };
  api = await createApi(deps, { host: '127.0.0.1', token: undefined, webFolder });
  guarded = await createApi(deps, {
    host: '0.0.0.0',
    token: 'open sesame',
    webFolder: path.join(webFolder, 'missing'),
  });
});
afterAll(async () => {
  await api.close();
  await guarded.close();
  await store.close();
  await rm(webFolder, { recursive: true, force: true });
});

const get = (url: string) => api.inject({ method: 'GET', url, headers: { host: '127.0.0.1:7070' } });
async function read<T extends z.ZodType>(url: string, shape: T): Promise<z.output<T>> {
  const answer = await get(url);
  expect(answer.statusCode, answer.body).toBe(200);
  return shape.parse(answer.json());
}
async function one(sql: string): Promise<Record<string, string>> {
  return (await store.client.rows<Record<string, string>>(sql))[0] ?? {};
}
const inRange = `start >= toDateTime(${dataStart}, 'UTC') AND start < toDateTime(${dataStart + dataHours * 3600}, 'UTC')`;

describe('answers agree with the table', () => {
  test('status', async () => {
    const status = await read('/api/v1/status', statusAnswer);
    expect(status).toMatchObject({
      records: 10_000,
      engine: { kind: 'embedded', restarted_at: null },
      countries: { loaded: true, source: null, attribution: null },
      credits: [],
      loading: { label: 'loading', records: 3 },
    });
    expect(Date.parse(status.first ?? '')).toBeGreaterThanOrEqual(dataStart * 1000);
  });

  test('the credit names what is loaded', async () => {
    const source = async (values: string) =>
      store.client.command(
        `INSERT INTO weir.enrich_sources (\`table\`, name, version, format, path, edition, attribution, networks, stored, removed, at) VALUES (${values}, 1, 0, 0, now64(3))`,
      );
    await source("'geo', '', 1, 'packaged', '@ip-location-db/geo', '2.3', 'by sapics'");
    await source("'asn', '', 1, 'packaged', '@ip-location-db/asn', '2.3', 'by DB-IP (https://db-ip.com)'");
    const credit = async () => {
      const { countries, credits } = await read('/api/v1/status', statusAnswer);
      return [countries.source, countries.attribution, ...credits];
    };
    expect(await credit()).toEqual(['geo 2.3', 'by sapics', 'by DB-IP (https://db-ip.com)', 'by sapics']);
    await source("'geo', '', 2, 'csv', '/data/mine.csv', '', ''");
    expect(await credit()).toEqual(['mine.csv', null, 'by DB-IP (https://db-ip.com)']);
    await source("'geo', '', 3, 'mmdb', '/data/x.mmdb', 'GeoLite2-City', 'by MaxMind'");
    expect(await credit()).toEqual(['GeoLite2-City', 'by MaxMind', 'by DB-IP (https://db-ip.com)', 'by MaxMind']);
    await store.client.command('TRUNCATE TABLE weir.enrich_sources');
  });

  test('summary, with filters and without', async () => {
    for (const [query, where] of [
      ['', '1'],
      [
        '&filter=action:REJECT&filter=srcaddr:10.0.0.0/8',
        "action = 'REJECT' AND srcaddr BETWEEN toIPv6('10.0.0.0') AND toIPv6('10.255.255.255')",
      ],
      [
        '&filter=!interface_id:eni-3&filter=address:52.1.2.7',
        "ifNull(interface_id, '') != 'eni-3' AND (srcaddr = toIPv6('52.1.2.7') OR dstaddr = toIPv6('52.1.2.7'))",
      ],
    ]) {
      const summary = await read(`/api/v1/summary?${whole}${query}`, summaryAnswer);
      const expected = await one(
        `SELECT count() AS records, sum(bytes) AS all_bytes, sum(packets) AS all_packets, sumIf(bytes, counted = 1) AS once, countIf(action = 'REJECT') AS refused, countIf(boundary = 'outbound') AS left, uniqExactIf(srcaddr, action = 'REJECT') AS sources FROM weir.flows WHERE ${inRange} AND ${where}`,
      );
      const { total, rejected, outbound } = summary;
      const sources = await read(`/api/v1/top?dimension=rejected_srcaddr&limit=1&${whole}${query}`, topAnswer);
      expect(
        [
          total.records,
          total.bytes,
          total.packets,
          total.counted_bytes,
          rejected.records,
          outbound.records,
          sources.keys,
        ].map(String),
      ).toEqual(
        [
          expected['records'],
          expected['all_bytes'],
          expected['all_packets'],
          expected['once'],
          expected['refused'],
          expected['left'],
          expected['sources'],
        ].map((v) => v ?? '0'),
      );
    }
  });

  test('completeness says what is missing', async () => {
    const { completeness } = await read(`/api/v1/summary?${whole}`, summaryAnswer);
    expect(completeness).toMatchObject({ quarantined: 4, untimed: 5, failed_objects: 1 });
    expect(completeness.observed).toBeGreaterThan(0.5);
    expect(completeness.absent_fields).toContain('tcp_flags');
    expect(completeness.absent_fields).not.toContain('srcaddr');
    expect(completeness.counting).toMatch(/counted once/);
    const outside = await read('/api/v1/summary?from=2027-01-01T00:00:00Z&to=2027-01-02T00:00:00Z', summaryAnswer);
    expect(outside.completeness).toMatchObject({ observed: null, quarantined: 0, absent_fields: [] });
    expect(outside.total.records).toBe(0);
  });

  test('series add up to the summary, whatever they are divided by', async () => {
    const { total } = await read(`/api/v1/summary?${whole}`, summaryAnswer);
    for (const by of ['none', 'action', 'boundary'] as const) {
      const series = await read(`/api/v1/series?${whole}&by=${by}&keys=1&steps=50`, seriesAnswer);
      expect(
        series.points.reduce((sum, p) => sum + Number(p.records), 0),
        by,
      ).toBe(total.records);
      expect(series.points.length).toBeLessThanOrEqual(51 * series.keys.length);
      for (const point of series.points) expect(Date.parse(point.time) % (series.step_seconds * 1000)).toBe(0);
    }
    const countries = await read(`/api/v1/series?${whole}&by=src_country&measure=bytes`, seriesAnswer);
    expect(countries.keys).toEqual(expect.arrayContaining(['US', 'NL', null]));
    expect(countries.step_seconds).toBe(3600);
    const fine = await read(`/api/v1/series?from=${iso(dataStart)}&to=${iso(dataStart + 300)}&by=none`, seriesAnswer);
    expect(fine.step_seconds).toBe(2);
  });

  test.each(topDimensions.filter((d) => d !== 'peer'))('top %s', async (dimension) => {
    const top = await read(`/api/v1/top?${whole}&dimension=${dimension}&measure=records&limit=5`, topAnswer);
    expect(top.rows.length).toBeGreaterThan(0);
    const counts = top.rows.map((r) => Number(r.records));
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    const all = await read(`/api/v1/top?${whole}&dimension=${dimension}&measure=records&limit=1000`, topAnswer);
    expect(all.rows).toHaveLength(Math.min(1000, Number(all.keys)));
    if (Number(all.keys) <= 1000)
      expect(all.rows.reduce((sum, r) => sum + Number(r.records), 0)).toBe(all.total.records);
    expect(JSON.stringify(all)).not.toContain('::ffff:');
    if (dimension.startsWith('rejected_')) expect(Number(top.rows[0]?.distinct)).toBeGreaterThan(0);
  });

  test('top gives the right keys, with countries', async () => {
    const top = await read(`/api/v1/top?${whole}&dimension=srcaddr&measure=bytes&limit=3`, topAnswer);
    const rows = await store.client.rows<{ a: string; b: string }>(
      `SELECT replaceOne(toString(srcaddr), '::ffff:', '') AS a, sum(ifNull(bytes, 0)) AS b FROM weir.flows WHERE ${inRange} AND isNotNull(srcaddr) GROUP BY srcaddr ORDER BY b DESC, srcaddr LIMIT 3`,
    );
    expect(top.rows.map((r) => [r.key['srcaddr'], String(r.bytes)])).toEqual(rows.map((r) => [r.a, r.b]));
    const external = await read(`/api/v1/top?${whole}&dimension=srcaddr&filter=src_country:US`, topAnswer);
    expect(external.rows.every((r) => r.country === 'US')).toBe(true);
  });

  test('peers of an address are its other ends', async () => {
    const top = await read(
      `/api/v1/top?${whole}&dimension=peer&filter=address:10.0.0.1&measure=records&limit=1000`,
      topAnswer,
    );
    const expected = await one(
      `SELECT count() AS n, uniqExact(if(srcaddr = toIPv6('10.0.0.1'), dstaddr, srcaddr)) AS peers FROM weir.flows WHERE ${inRange} AND (srcaddr = toIPv6('10.0.0.1') OR dstaddr = toIPv6('10.0.0.1'))`,
    );
    expect([String(top.total.records), String(top.keys)]).toEqual([expected['n'], expected['peers']]);
    expect((await get(`/api/v1/top?${whole}&dimension=peer`)).json()).toMatchObject({ code: 'TOP_PEER_NEEDS_ADDRESS' });
  });

  test('coverage has every step, also the empty ones', async () => {
    const coverage = await read(
      `/api/v1/coverage?from=${iso(dataStart - 7200)}&to=${iso(dataStart + 7200)}`,
      coverageAnswer,
    );
    expect([coverage.step_seconds, coverage.steps.length]).toEqual([600, 24]);
    expect(coverage.steps.slice(0, 12).every((s) => s.interfaces === 0 && Number(s.expected) > 0)).toBe(true);
    expect(coverage.steps.slice(12).every((s) => Number(s.ok) > 0)).toBe(true);
  });
});

describe('records', () => {
  test('pages do not overlap, newest first', async () => {
    const url = `/api/v1/records?${whole}&columns=start,srcaddr,bytes,extra,object_id,end,interface_id`;
    const first = await read(`${url}&limit=300`, recordsAnswer);
    const pages = await Promise.all(
      [0, 100, 200].map((offset) => read(`${url}&limit=100&offset=${offset}`, recordsAnswer)),
    );
    expect(pages.flatMap((p) => p.rows)).toEqual(first.rows);
    const times = first.rows.map((r) => String(r[0]));
    expect(times).toEqual([...times].sort().reverse());
    expect(first.total).toBe(Number((await one(`SELECT count() AS n FROM weir.flows WHERE ${inRange}`))['n']));
    expect(JSON.stringify(first.rows)).not.toContain('::ffff:');
    // 64-bit numbers beyond 2^53 stay exact.
    expect(first.rows.every((r) => /^1844674407370955\d{4}$/.test(String(r[4])) && typeof r[4] === 'string')).toBe(
      true,
    );
    expect(first.rows.every((r) => typeof r[3] === 'object')).toBe(true);
  });

  test('any column sorts and filters', async () => {
    const rows = (
      await read(`/api/v1/records?${whole}&columns=bytes&sort=-bytes&limit=20&filter=!bytes:-`, recordsAnswer)
    ).rows.map((r) => BigInt(String(r[0])));
    expect(rows).toEqual([...rows].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)));
    const ports = await read(
      `/api/v1/records?${whole}&columns=dstport,client&filter=dstport:22&filter=dstport:-`,
      recordsAnswer,
    );
    expect(new Set(ports.rows.map((r) => r[0]))).toEqual(new Set([22, null]));
    expect((await read(`/api/v1/records?${whole}&limit=2`, recordsAnswer)).columns).toEqual(
      expect.arrayContaining(['src_country', 'service_port', 'interface_id']),
    );
  });

  test('export holds all matching rows, in every format', async () => {
    const url = `/api/v1/records/export?${whole}&filter=action:REJECT&columns=srcaddr,bytes,start,object_id`;
    const expected = Number(
      (await one(`SELECT count() AS n FROM weir.flows WHERE ${inRange} AND action = 'REJECT'`))['n'],
    );
    const csv = await get(`${url}&format=csv`);
    expect(csv.headers['content-disposition']).toContain('flows.csv');
    expect(csv.body.trim().split('\n')).toHaveLength(expected + 1);
    const json = await get(`${url}&format=json`);
    const rows = json.json<Array<Record<string, unknown>>>();
    expect(rows).toHaveLength(expected);
    expect(typeof rows[0]?.['object_id']).toBe('string');
    expect(
      rows.every(
        (r) => r['bytes'] === null || typeof r['bytes'] === 'number' || BigInt(String(r['bytes'])) > 2n ** 53n,
      ),
    ).toBe(true);
    expect(String(rows[0]?.['start'])).toMatch(/^2026-11-2\dT\d\d:\d\d:\d\dZ$/);
    expect(csv.body + json.body).not.toContain('::ffff:');
    expect((await get(`${url}&format=parquet`)).rawPayload.subarray(0, 4).toString()).toBe('PAR1');
  });
});

test('objects, page by page, and their bad lines', async () => {
  const first = await read('/api/v1/objects?limit=2', objectsAnswer);
  expect(first.rows.map((r) => r.object_id)).toEqual(['5', '4']);
  expect(first.totals).toMatchObject({ objects: 5, failed: 1, quarantined: 4, records: 50 });
  const next = await read(`/api/v1/objects?limit=10&cursor=${first.next_cursor}`, objectsAnswer);
  expect([next.rows.map((r) => r.object_id), next.next_cursor]).toEqual([['3', '2', '1'], null]);
  expect(next.rows[0]).toMatchObject({ state: 'failed', seconds: 2, path: 'logs/3.gz' });
  expect((await read('/api/v1/objects?state=quarantined', objectsAnswer)).rows.map((r) => r.object_id)).toEqual(['2']);
  const bad = await read('/api/v1/objects/2/quarantine?limit=1', quarantineAnswer);
  expect(bad).toEqual({
    rows: [{ line_number: 7, reason: 'srcport is not a port (0-65535): x', text: 'a bad line' }],
    total: 2,
  });
  expect(await read('/api/v1/quarantine-reasons', quarantineReasons)).toEqual({
    rows: [{ reason: 'srcport is not a port (0-65535)', lines: 2, objects: 1 }],
  });
});

describe('sql', () => {
  const ask = (query: string, format = 'json') =>
    api.inject({
      method: 'POST',
      url: `/api/v1/sql?format=${format}`,
      headers: { host: 'localhost' },
      payload: { query, limit: 5 },
    });
  test('answers and refuses', async () => {
    expect((await ask('select count() as n from flows')).json()).toEqual([{ n: 10_000 }]);
    expect((await ask('select srcport from flows', 'jsonl')).body.trim().split('\n')).toHaveLength(5);
    const refused = await ask('select scraddr from flows');
    expect([refused.statusCode, refused.headers['content-type']]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ]);
    expect(problem.parse(refused.json())).toMatchObject({
      code: 'SQL_COLUMN_UNKNOWN',
      hint: 'did you mean srcaddr?',
      position: { offset: 7, length: 7 },
    });
    expect((await ask('drop table flows')).json()).toMatchObject({ code: 'SQL_NOT_ALLOWED' });
  });
});

describe('the door', () => {
  test.each([
    ['/api/v1/summary?filter=scraddr:10.0.0.1', 400, 'FILTER_INVALID'],
    ['/api/v1/summary?from=yesterday', 400, 'REQUEST_INVALID'],
    [`/api/v1/summary?from=${iso(dataStart)}&to=${iso(dataStart - 1)}`, 400, 'RANGE_INVALID'],
    ['/api/v1/records?columns=nonsense', 400, 'COLUMN_UNKNOWN'],
    ['/api/v1/records?sort=nonsense', 400, 'COLUMN_UNKNOWN'],
    ['/api/v1/records?limit=99999', 400, 'REQUEST_INVALID'],
    ['/api/v1/objects?cursor=nonsense', 400, 'CURSOR_INVALID'],
    ['/api/v1/objects/x/quarantine', 400, 'OBJECT_ID_INVALID'],
    ['/api/v1/nothing', 404, 'NOT_FOUND'],
  ])('%s → %d %s', async (url, status, code) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(problem.parse(answer.json()).code).toBe(code);
  });

  test('another name for this machine is refused, and pages may not frame this one', async () => {
    const foreign = await api.inject({ method: 'GET', url: '/api/v1/status', headers: { host: 'evil.example:7070' } });
    expect([foreign.statusCode, foreign.json<{ code: string }>().code]).toEqual([400, 'HOST_REFUSED']);
    for (const host of ['localhost:7070', '127.0.0.1', '[::1]:7070'])
      expect((await api.inject({ url: '/healthz', headers: { host } })).statusCode, host).toBe(200);
    const page = await get('/');
    expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  test('beyond this machine it asks for the token', async () => {
    const ask = (headers: Record<string, string>, url = '/api/v1/status') =>
      guarded.inject({ url, headers: { host: 'weir.example', ...headers } });
    expect((await ask({})).statusCode).toBe(401);
    expect((await ask({ authorization: 'Bearer wrong' })).statusCode).toBe(401);
    expect((await ask({ authorization: 'Bearer open sesame' })).statusCode).toBe(200);
    const opened = await ask({}, '/api/v1/status?token=open%20sesame');
    expect(opened.statusCode).toBe(200);
    expect((await ask({ cookie: String(opened.headers['set-cookie']).split(';')[0] ?? '' })).statusCode).toBe(200);
  });

  test('the page, its addresses, and what is said when it is not built', async () => {
    expect((await get('/')).body).toContain('<title>Weir');
    expect((await get('/address/10.0.0.1')).body).toContain('<title>Weir');
    const missing = await guarded.inject({ url: '/', headers: { authorization: 'Bearer open sesame' } });
    expect(missing.body).toContain('not built');
  });

  test('machines find what they need', async () => {
    expect((await get('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await get('/readyz')).statusCode).toBe(200);
    const metrics = await get('/metrics');
    expect(metrics.body).toMatch(/^weir_store_records 10000$/m);
    const { paths } = (await get('/api/openapi.json')).json<{ paths: Record<string, unknown> }>();
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/status',
        '/api/v1/summary',
        '/api/v1/series',
        '/api/v1/top',
        '/api/v1/coverage',
        '/api/v1/records',
        '/api/v1/objects',
        '/api/v1/sql',
      ]),
    );
  });

  test('answers are kept only until something is loaded', async () => {
    const url = `/api/v1/summary?${whole}&filter=interface_id:eni-cache`;
    expect((await read(url, summaryAnswer)).total.records).toBe(0);
    await store.client.command(
      `INSERT INTO weir.parsed (ok, object_id, interface_id, start, duration) SELECT 1, 9, 'eni-cache', toDateTime(${dataStart}, 'UTC'), 1`,
    );
    expect((await read(url, summaryAnswer)).total.records).toBe(1);
  });

  test('a client that goes away ends the work in the engine', async () => {
    const address = await api.listen({ host: '127.0.0.1', port: 0 });
    const abort = new AbortController();
    const query =
      'select count() from flows a, flows b, flows c where cityHash64(a.srcport, b.srcport, c.srcport) = 42';
    const asked = fetch(`${address}/api/v1/sql`, {
      method: 'POST',
      signal: abort.signal,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    }).then(
      (r) => r.text(),
      (error: unknown) => String(error),
    );
    const running = async () =>
      Number(
        (
          await one(
            "SELECT count() AS n FROM system.processes WHERE query LIKE '%cityHash64(a.srcport%' AND query NOT LIKE '%system.processes%'",
          )
        )['n'],
      );
    const until = async (wanted: (n: number) => boolean) => {
      for (let tries = 0; tries < 150; tries++) {
        if (wanted(await running())) return true;
        await sleep(100);
      }
      return false;
    };
    expect(await until((n) => n > 0)).toBe(true);
    abort.abort();
    expect(await asked).toContain('Abort');
    expect(await until((n) => n === 0)).toBe(true);
  }, 60_000);

  test('nothing went wrong unnoticed', () => expect(logged).toEqual([]));
});
