import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processExists } from './address.ts';
import { type EngineAddress, engineStatus, ensureEngine, stopEngine, superviseEngine } from './index.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'weir-engine-'));
let address: EngineAddress;
let client: ClickHouseClient;

const connect = (at: EngineAddress, more: object = {}): ClickHouseClient =>
  createClient({
    url: at.url,
    username: at.username,
    password: at.password,
    log: { level: ClickHouseLogLevel.OFF },
    ...more,
  });

async function rows<T>(query: string, more: object = {}, on = client): Promise<T[]> {
  const result = await on.query({ query, format: 'JSONEachRow', ...more });
  return result.json<T>();
}

async function count(table: string): Promise<string> {
  const [row] = await rows<{ n: string }>(`SELECT toString(count()) AS n FROM ${table}`);
  return row?.n ?? 'none';
}

/** A request outside of the client: for headers and addresses that it does not know. */
function raw(at: string, init: RequestInit & { duplex?: 'half' } = {}): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`weir:${address.password}`).toString('base64')}`;
  return fetch(`${address.url}${at}`, {
    ...init,
    headers: { authorization, ...(init.headers as Record<string, string>) },
  });
}

async function until(what: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 400; i += 1) {
    if (await what()) return;
    await sleep(25);
  }
  throw new Error('it did not come about');
}

const error = (promise: Promise<unknown>): Promise<ClickHouseError> =>
  promise.then(
    () => Promise.reject(new Error('no error came')),
    (thrown: ClickHouseError) => thrown,
  );

beforeAll(async () => {
  address = await ensureEngine(folder);
  client = connect(address);
}, 60_000);

afterAll(async () => {
  await client.close();
  await stopEngine(folder);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('reading', () => {
  test('answers a ping, and tells the version', async () => {
    expect(await client.ping()).toEqual({ success: true });
    expect((await client.ping({ select: true })).success).toBe(true);
    const status = await engineStatus(folder);
    expect(status).toMatchObject({ running: true, pid: address.pid });
    expect(status.version).toMatch(/^\d+\.\d+/);
  });

  test('gives whole documents in formats that have a head and a tail, over many blocks', async () => {
    const result = await client.query({ query: 'SELECT number FROM numbers(200000)', format: 'JSON' });
    const body = await result.json<{ number: number }>();
    expect(body.rows).toBe(200000);
    expect(body.data.at(-1)).toEqual({ number: 199999 });
    const csv = await client.query({ query: 'SELECT number FROM numbers(200000)', format: 'CSVWithNames' });
    expect((await csv.text()).match(/number/g)).toHaveLength(1);
    const parquet = await client.exec({ query: 'SELECT number FROM numbers(200000) FORMAT Parquet' });
    const bytes = Buffer.concat(await parquet.stream.toArray());
    expect(bytes.subarray(-4).toString()).toBe('PAR1');
    expect(bytes.indexOf('PAR1', 4)).toBe(bytes.length - 4);
  });

  test('streams rows, and does not read ahead of a slow client', async () => {
    const result = await client.query({ query: 'SELECT number FROM numbers(1000000)', format: 'JSONEachRow' });
    let seen = 0;
    for await (const chunk of result.stream<{ number: string }>()) {
      seen += chunk.length;
      if (seen < 10_000) await sleep(5);
    }
    expect(seen).toBe(1_000_000);
  });

  test('packs answers, and says how many rows they have', async () => {
    const packed = connect(address, { compression: { response: true, request: true } });
    expect(await rows('SELECT count() AS n FROM numbers(10)', {}, packed)).toEqual([{ n: 10 }]);
    await packed.close();
    const response = await raw('/?query=SELECT+sum(number)+FROM+numbers(1000)&enable_http_compression=1', {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.text()).toBe('499500\n');
    const summary = JSON.parse(response.headers.get('x-clickhouse-summary') ?? '{}');
    expect(summary.result_rows).toBe('1');
    expect(response.headers.get('x-clickhouse-format')).toBe('TabSeparated');
  });

  test('binds parameters of every sort, and misses those that are not given', async () => {
    const query =
      'SELECT {a:String} AS a, {b:Array(String)} AS b, toString({c:UInt64}) AS c, {d:Nullable(String)} AS d';
    const values = { a: "a'\\\t\n;--", b: ["x'", 'y'], c: '18446744073709551615', d: null };
    expect(await rows(query, { query_params: values })).toEqual([values]);
    const many = Array.from({ length: 20_000 }, (_, i) => i);
    const form = { query_params: { many }, use_multipart_params: true };
    expect(await rows('SELECT length({many:Array(UInt32)}) AS n', form)).toEqual([{ n: 20000 }]);
    await expect(rows('SELECT {a:String} AS a')).rejects.toMatchObject({ code: '456' });
  });

  test('names errors as a server does, with the place in the text as the client wrote it', async () => {
    await expect(rows('SELECT nothing_there')).rejects.toMatchObject({ code: '47', type: 'UNKNOWN_IDENTIFIER' });
    await expect(rows('SELECT * FROM missing.t')).rejects.toMatchObject({ code: '81' });
    const broken = await error(rows('SELECT 1 +'));
    expect(broken).toBeInstanceOf(ClickHouseError);
    expect(broken.code).toBe('62');
    expect(broken.message).toMatch(/failed at position 11/);
    expect(broken.message).not.toMatch(/OUTFILE|answer-|formatQuery/);
    await expect(rows('SELECT 1; SELECT 2')).rejects.toMatchObject({ code: '62' });
    await expect(rows("SELECT 1 INTO OUTFILE '/tmp/never'")).rejects.toMatchObject({ code: '358' });
    await expect(rows('SELECT 1', { clickhouse_settings: { max_memory_usage: '1000000' } })).resolves.toEqual([
      { '1': 1 },
    ]);
    const greedy = rows('SELECT groupArray(number) AS g FROM numbers(100000000)', {
      clickhouse_settings: { max_memory_usage: '50000000' },
    });
    await expect(greedy).rejects.toMatchObject({ code: '241', type: 'MEMORY_LIMIT_EXCEEDED' });
  });

  test('an error behind the first rows breaks the answer', async () => {
    const query = "SELECT throwIf(number = 3000000, 'too far') AS x, toString(number) AS s FROM numbers(10000000)";
    const result = await client.query({ query, format: 'JSONEachRow', clickhouse_settings: { max_threads: 1 } });
    await expect(
      (async () => {
        for await (const _ of result.stream()) expect(_).toBeDefined();
      })(),
    ).rejects.toThrow(/too far/);
  });

  test('a scalar subquery that takes its time does not hold up the others', async () => {
    const slow = rows('SELECT (SELECT sum(sleepEachRow(0.3)) FROM numbers(3)) AS s');
    await sleep(50);
    let settled = false;
    void slow.then(() => {
      settled = true;
    });
    expect(await rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(settled).toBe(false);
    await slow;
  });

  test('runs statements side by side', async () => {
    const all = Promise.all(Array.from({ length: 8 }, (_, i) => rows<{ i: number }>(`SELECT ${i} AS i, sleep(0.2)`)));
    await until(async () => ((await (await raw('/queries')).json()) as unknown[]).length >= 4);
    expect((await all).map(([row]) => row?.i)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

describe('settings', () => {
  test('hold for their request alone', async () => {
    const ask =
      "SELECT getSetting('max_execution_time') AS t, getSetting('max_threads') = 333 AS many, currentDatabase() AS db";
    const settings = { max_execution_time: 17, max_threads: 333 };
    await client.command({ query: 'CREATE DATABASE IF NOT EXISTS other' });
    const other = connect(address, { database: 'other' });
    for (let i = 0; i < 6; i += 1) {
      expect(await rows(ask, { clickhouse_settings: settings }, other)).toEqual([{ t: 17, many: 1, db: 'other' }]);
    }
    for (let i = 0; i < 6; i += 1) expect(await rows(ask)).toEqual([{ t: 0, many: 0, db: 'default' }]);
    await other.close();
    await expect(rows('SELECT 1', { clickhouse_settings: { no_such_setting: '1' } as object })).rejects.toMatchObject({
      code: '115',
    });
    expect(await rows('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('of a statement itself do not stay either', async () => {
    await client.command({ query: 'SET max_execution_time = 23' });
    await client.command({ query: 'CREATE TEMPORARY TABLE mine (a UInt8)' });
    for (let i = 0; i < 4; i += 1) {
      expect(await rows("SELECT getSetting('max_execution_time') AS t")).toEqual([{ t: 0 }]);
      await expect(client.command({ query: 'INSERT INTO mine VALUES (1)' })).rejects.toMatchObject({ code: '60' });
    }
  });

  test('readonly requests read only, and leave the others able to write', async () => {
    await client.command({ query: 'CREATE TABLE IF NOT EXISTS ro (a UInt32) ENGINE = MergeTree ORDER BY a' });
    const readonly = { clickhouse_settings: { readonly: '1', max_execution_time: 5 } } as const;
    for (let i = 0; i < 5; i += 1) expect(await rows('SELECT count() AS n FROM ro', readonly)).toEqual([{ n: 0 }]);
    for (const query of [
      'INSERT INTO ro VALUES (1)',
      'DROP TABLE ro',
      'SET readonly = DEFAULT',
      'SELECT 1 SETTINGS readonly = DEFAULT',
      'SELECT * FROM (SELECT 1 SETTINGS max_execution_time = DEFAULT)',
      'SELECT 1; DROP TABLE ro',
      "KILL QUERY WHERE query_id = 'x'",
      "SELECT 1 INTO OUTFILE '/tmp/never'",
      'SELECT ‘; DROP TABLE ro',
      'WITH 1 AS x INSERT INTO ro SELECT x',
    ]) {
      const refused = await error(client.command({ query, ...readonly }));
      expect(['164', '62', '358'], query).toContain(refused.code);
    }
    await client.command({ query: 'INSERT INTO ro VALUES (1)' });
    expect(await count('ro')).toBe('1');
    const clock = { clickhouse_settings: { readonly: '1', max_execution_time: 1 } } as const;
    await expect(
      rows('SELECT count() FROM numbers(100000000000) WHERE sipHash64(number) = 1', clock),
    ).rejects.toMatchObject({ code: '159' });
  });
});

describe('writing', () => {
  beforeAll(async () => {
    await client.command({ query: 'CREATE TABLE t (a UInt32, s String) ENGINE = MergeTree ORDER BY a' });
  });

  test('takes objects, plain and packed', async () => {
    await client.insert({
      table: 't',
      values: [
        { a: 1, s: 'one' },
        { a: 2, s: "it's; -- \n\n two" },
      ],
      format: 'JSONEachRow',
    });
    const packed = connect(address, { compression: { request: true } });
    await packed.insert({ table: 't', values: Readable.from([{ a: 3, s: 'three' }]), format: 'JSONEachRow' });
    await packed.insert({ table: 't', values: [], format: 'JSONEachRow' });
    await packed.close();
    expect(await rows('SELECT s FROM t ORDER BY a')).toEqual([
      { s: 'one' },
      { s: "it's; -- \n\n two" },
      { s: 'three' },
    ]);
  });

  test('never reads rows as statements', async () => {
    const body = '1\tx\n\nDROP TABLE t\n';
    const sent = await raw(`/?query=${encodeURIComponent('INSERT INTO t FORMAT TSV')}`, { method: 'POST', body });
    expect(sent.status).toBe(500);
    expect(await sent.text()).toMatch(/^Code: 27\./);
    for (const text of [
      'INSERT INTO t FORMAT TSV\n1\tx\n\nDROP TABLE t',
      "INSERT INTO t VALUES (1,'a')\n\nDROP TABLE t",
      "INSERT INTO t VALUES (1,'a'); DROP TABLE t",
    ]) {
      await raw('/', { method: 'POST', body: text });
      expect(await count('t')).toMatch(/^\d+$/);
    }
    await client.command({
      query: "INSERT INTO t (a, s) SETTINGS async_insert = 0 VALUES (50, 'fifty'), (51, 'FORMAT TSV')",
    });
    expect(await rows('SELECT s FROM t WHERE a >= 50 ORDER BY a')).toEqual([{ s: 'fifty' }, { s: 'FORMAT TSV' }]);
  });

  test('rows pass through input(), packed as they came, from the body or from a file', async () => {
    await client.command({ query: 'CREATE TABLE lines (n UInt32, s String) ENGINE = MergeTree ORDER BY n' });
    const query =
      "INSERT INTO lines SELECT toUInt32(splitByChar(' ', line)[1]), splitByChar(' ', line)[2] FROM input('line String') SETTINGS max_threads = 1 FORMAT LineAsString";
    const packed = gzipSync('1 a\n2 b\n\n3 DROP\n');
    const at = `/?query=${encodeURIComponent(query.replace('toUInt32(', 'toUInt32OrZero('))}`;
    const sent = await raw(at, { method: 'POST', body: packed, headers: { 'content-encoding': 'gzip' } });
    expect(await sent.text()).toBe('');
    expect(await rows('SELECT n, s FROM lines ORDER BY n')).toEqual([
      { n: 0, s: '' },
      { n: 1, s: 'a' },
      { n: 2, s: 'b' },
      { n: 3, s: 'DROP' },
    ]);

    const file = path.join(folder, "log {1,2}*'s é.log.gz");
    writeFileSync(file, gzipSync('7 file\n'));
    const named = await raw(at, { method: 'POST', headers: { 'x-weir-body-file': encodeURIComponent(file) } });
    expect(await named.text()).toBe('');
    const plain = path.join(folder, 'plain.gz');
    writeFileSync(plain, '8 plain\n');
    await raw(at, { method: 'POST', headers: { 'x-weir-body-file': plain, 'x-weir-body-compression': 'none' } });
    expect(await rows('SELECT s FROM lines WHERE n > 6 ORDER BY n')).toEqual([{ s: 'file' }, { s: 'plain' }]);
    const missing = await raw(at, { method: 'POST', headers: { 'x-weir-body-file': `${file}.none` } });
    expect(await missing.text()).toMatch(/^Code: 107\./);
    const torn = await raw(at, {
      method: 'POST',
      body: packed.subarray(0, 20),
      headers: { 'content-encoding': 'gzip' },
    });
    expect(torn.headers.get('x-clickhouse-exception-code')).toBe('354');
  });

  test('takes Parquet as it gives it', async () => {
    const given = await client.exec({
      query: "SELECT toUInt32(number) AS a, concat('p', toString(number)) AS s FROM numbers(1000) FORMAT Parquet",
    });
    const bytes = Buffer.concat(await given.stream.toArray());
    const query = "INSERT INTO t SELECT a + 10000, s FROM input('a UInt32, s Nullable(String)') FORMAT Parquet";
    const sent = await raw(`/?query=${encodeURIComponent(query)}`, { method: 'POST', body: bytes });
    expect(await sent.text()).toBe('');
    expect(await rows('SELECT count() AS n FROM t WHERE a >= 10000')).toEqual([{ n: 1000 }]);
  });

  test('the same token writes once', async () => {
    await client.command({
      query:
        'CREATE TABLE d (a UInt32) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 100',
    });
    for (const token of ['one', 'one', 'two']) {
      const clickhouse_settings = { insert_deduplication_token: token, insert_deduplicate: 1 } as const;
      await client.insert({ table: 'd', values: [{ a: 1 }], format: 'JSONEachRow', clickhouse_settings });
    }
    expect(await count('d')).toBe('2');
    const at = `/?insert_deduplication_token=three&query=${encodeURIComponent("INSERT INTO d SELECT toUInt32(l) FROM input('l String') FORMAT LineAsString")}`;
    for (let i = 0; i < 2; i += 1) await (await raw(at, { method: 'POST', body: '5\n6\n' })).text();
    expect(await count('d')).toBe('4');
  });
});

describe('ending statements', () => {
  const forever = 'SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1';
  const gone = (id: string) => async () => {
    const seen = await rows(
      `SELECT 1 FROM system.processes WHERE Settings['log_comment'] = '${id}' AND is_initial_query`,
    );
    return seen.length === 0;
  };
  const runs = (id: string) => async () => {
    const response = await raw(`/queries/${id}`);
    const progress = (await response.json()) as { state?: string; read_rows?: number };
    return progress.state === 'running' && Number(progress.read_rows) > 0;
  };

  test('a client that leaves takes its statement along', async () => {
    const controller = new AbortController();
    const asked = error(client.query({ query: forever, query_id: 'left', abort_signal: controller.signal }));
    await until(runs('left'));
    controller.abort();
    await asked;
    await until(gone('left'));
    expect((await raw('/queries/left')).status).toBe(404);
  });

  test('also in the middle of an answer', async () => {
    const result = await client.query({
      query: 'SELECT number FROM numbers(1000000000000)',
      format: 'JSONEachRow',
      query_id: 'halfway',
    });
    for await (const chunk of result.stream()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    result.close();
    await until(gone('halfway'));
    await until(async () => (await raw('/queries/halfway')).status === 404);
  });

  test('others can end it: by statement and by address', async () => {
    for (const [id, end] of [
      ['by-statement', () => client.command({ query: "KILL QUERY WHERE query_id = 'by-statement' SYNC" })],
      ['by-address', () => raw('/queries/by-address', { method: 'DELETE' })],
    ] as const) {
      const asked = error(rows(forever, { query_id: id }));
      await until(runs(id));
      await end();
      expect((await asked).code).toBe('394');
    }
    const writing = error(
      client.command({ query: `CREATE TABLE long ENGINE = Memory AS ${forever}`, query_id: 'write' }),
    );
    await until(runs('write'));
    await expect(rows('SELECT 1', { query_id: 'write' })).rejects.toMatchObject({ code: '216' });
    await raw('/queries/write', { method: 'DELETE' });
    expect((await writing).code).toBe('394');
  });
});

describe('the process', () => {
  test('tells its secret to its user only, and refuses others', async () => {
    const file = path.join(folder, 'engine.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: address.pid });
    const stranger = connect({ ...address, password: 'guess' });
    await expect(rows('SELECT 1', {}, stranger)).rejects.toMatchObject({ code: '516', type: 'AUTHENTICATION_FAILED' });
    expect((await stranger.ping()).success).toBe(false);
    await stranger.close();
  });

  test('is one, however many ask', async () => {
    const other = mkdtempSync(path.join(os.tmpdir(), 'weir-engine-'));
    try {
      const start = new URL('./start.ts', import.meta.url).href;
      const code = `const { ensureEngine } = await import(${JSON.stringify(start)}); console.log((await ensureEngine(process.argv[1])).pid)`;
      const ask = (): Promise<string> =>
        new Promise((resolve) => {
          const child = spawn(process.execPath, ['--input-type=module', '-e', code, other], {
            stdio: ['ignore', 'pipe', 'inherit'],
          });
          let text = '';
          child.stdout.on('data', (chunk) => {
            text += String(chunk);
          });
          child.on('close', () => resolve(text.trim()));
        });
      // A starter that was killed left its lock behind.
      writeFileSync(path.join(other, 'engine.lock'), '999999999 gone');
      const pids = await Promise.all([ask(), ask(), ensureEngine(other).then(({ pid }) => String(pid))]);
      expect(new Set(pids).size).toBe(1);
      expect(pids[0]).toMatch(/^\d+$/);
      expect(await stopEngine(other)).toBe(true);
      expect(processExists(Number(pids[0]))).toBe(false);
      expect(await stopEngine(other)).toBe(false);
      expect((await engineStatus(other)).log).toMatch(/stopped: asked to/);
    } finally {
      await stopEngine(other);
      rmSync(other, { recursive: true, force: true });
    }
  }, 60_000);

  test('that was killed is started again, with everything that was confirmed', async () => {
    const other = mkdtempSync(path.join(os.tmpdir(), 'weir-engine-'));
    const restarts: string[] = [];
    const watch = await superviseEngine(other, { everyMs: 50, onRestart: ({ reason }) => restarts.push(reason) });
    try {
      const first = watch.health().address;
      if (first === null) throw new Error('there is no engine');
      const before = connect(first);
      await before.command({ query: 'CREATE TABLE kept (a UInt32) ENGINE = MergeTree ORDER BY a' });
      await before.insert({ table: 'kept', values: [{ a: 1 }, { a: 2 }], format: 'JSONEachRow' });
      process.kill(first.pid, 'SIGKILL');
      await until(async () => watch.health().restarts === 1);
      await before.close();
      const second = await ensureEngine(other);
      expect(second.pid).not.toBe(first.pid);
      const after = connect(second);
      expect(await rows('SELECT count() AS n FROM kept', {}, after)).toEqual([{ n: 2 }]);
      await after.close();
      expect(restarts).toEqual([expect.stringMatching(/ended without a word/)]);
      expect(watch.health().last_restart).toMatchObject({ pid: second.pid });
    } finally {
      watch.stop();
      await stopEngine(other);
      rmSync(other, { recursive: true, force: true });
    }
  }, 60_000);

  test('ends itself when nobody asks, and says so', async () => {
    const other = mkdtempSync(path.join(os.tmpdir(), 'weir-engine-'));
    try {
      const { pid } = await ensureEngine(other, { env: { WEIR_ENGINE_IDLE_SECONDS: '0.5' } });
      await until(async () => !processExists(pid));
      const status = await engineStatus(other);
      expect(status).toMatchObject({ running: false, pid: null });
      expect(status.log).toMatch(/stopped: idle/);
    } finally {
      await stopEngine(other);
      rmSync(other, { recursive: true, force: true });
    }
  }, 60_000);

  test('that cannot start says why', async () => {
    const other = mkdtempSync(path.join(os.tmpdir(), 'weir-engine-'));
    try {
      writeFileSync(path.join(other, 'engine'), 'not a folder');
      await expect(ensureEngine(other)).rejects.toMatchObject({
        code: 'ENGINE_START_FAILED',
        message: expect.stringMatching(/failed: .*EEXIST/),
      });
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  }, 60_000);

  test('entry lies beside its starter', () => {
    expect(statSync(fileURLToPath(new URL('./main.ts', import.meta.url))).isFile()).toBe(true);
  });
});
