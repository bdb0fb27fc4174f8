import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoTruth, writeDemo } from '../../src/demo/index.ts';
import { createFlowClient, type FlowClient } from '../../src/store/index.ts';
import { temporaryData } from '../support/data-folder.ts';
import { runCommand, runWeir } from '../support/weir.ts';

// What Weir stores and sums, against two that know nothing of it: the truth that the demo wrote, and passes of DuckDB
// and awk over the same files. Every number is compared as text, to the last unit.

type Row = Readonly<Record<string, string>>;

let place: Awaited<ReturnType<typeof temporaryData>>;
let client: FlowClient;
let truth: DemoTruth;
let files: string[];
let duck: (sql: string) => Promise<Row[]>;
let closeDuck: () => void;

/** Values as text, IPv4 addresses as people write them. */
function plain(rows: readonly Readonly<Record<string, unknown>>[]): Row[] {
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, String(value ?? '-').replace(/^::ffff:(?=\d+\.)/, '')]),
    ),
  );
}

const weir = async (sql: string): Promise<Row[]> => plain(await client.rows<Record<string, unknown>>(sql));
const one = (rows: readonly Row[]): Row => rows[0] ?? {};

beforeAll(async () => {
  place = await temporaryData();
  const demo = await writeDemo({
    folder: join(place.folder, 'demo'),
    hours: 1,
    rate: 20,
    seed: 11,
    end: Date.UTC(2026, 5, 21, 0, 30) / 1000,
  });
  truth = JSON.parse(await readFile(demo.truth, 'utf8')) as DemoTruth;
  const names = await readdir(demo.logs, { recursive: true });
  files = names.filter((name) => name.endsWith('.log.gz')).map((name) => join(demo.logs, name));

  const run = await runWeir(['ingest', demo.logs, '--data', place.data, '--json']);
  expect(run.code, run.stderr).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({
    files: demo.files,
    records: demo.records,
    quarantined: 0,
    failed_files: 0,
  });
  client = createFlowClient({ dataFolder: place.data });

  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  closeDuck = () => {
    connection.closeSync();
    instance.closeSync();
  };
  duck = async (sql) => plain((await connection.runAndReadAll(sql)).getRowObjectsJson());
  const list = files.map((file) => `'${file}'`).join(', ');
  // Counts as unsigned 64 bits; what DuckDB makes of the other columns by itself is as good as ours for these questions.
  const types =
    "{'packets': 'UBIGINT', 'bytes': 'UBIGINT', 'start': 'BIGINT', 'srcaddr': 'VARCHAR', 'dstaddr': 'VARCHAR'}";
  await duck(
    `CREATE TABLE logs AS SELECT * FROM read_csv([${list}], delim = ' ', header = true, nullstr = '-', types = ${types})`,
  );
});

afterAll(async () => {
  closeDuck?.();
  await client?.close();
  await place?.remove();
});

const sums =
  'CAST(count(*) AS VARCHAR) AS records, CAST(sum(packets) AS VARCHAR) AS packets, CAST(sum(bytes) AS VARCHAR) AS bytes';
const weirSums = 'count() AS records, sum(ifNull(packets, 0)) AS packets, sum(ifNull(bytes, 0)) AS bytes';
const keptSums = 'sum(records) AS records, sum(packets) AS packets, sum(bytes) AS bytes';

describe('totals', () => {
  it('of flows are those of the truth and of DuckDB', async () => {
    const counted = one(await weir(`SELECT ${weirSums} FROM weir.flows`));
    expect(counted).toEqual(truth.totals);
    expect(counted).toEqual(one(await duck(`SELECT ${sums} FROM logs`)));
    expect(Number(counted['records'])).toBeGreaterThan(50_000);
  });

  it.each(['flows_by_minute', 'flows_by_hour_service', 'flows_by_hour_pair'])(
    'of %s are those of the truth',
    async (table) => {
      expect(one(await weir(`SELECT ${keptSums} FROM weir.${table}`))).toEqual(truth.totals);
    },
  );

  it.each(['src', 'dst'])(
    'of flows_by_hour_address, role %s, are those of the records with an address',
    async (role) => {
      const kept = one(await weir(`SELECT ${keptSums} FROM weir.flows_by_hour_address WHERE role = '${role}'`));
      expect(kept).toEqual(one(await duck(`SELECT ${sums} FROM logs WHERE ${role}addr IS NOT NULL`)));
      expect(kept['bytes']).toBe(truth.totals.bytes);
    },
  );

  it.each([
    ['flows', weirSums],
    ['flows_by_minute', keptSums],
    ['flows_by_hour_service', keptSums],
    ['flows_by_hour_pair', keptSums],
  ])('of %s by action are those of the truth and of DuckDB', async (table, kept) => {
    const rows = await weir(
      `SELECT action, ${kept} FROM weir.${table} WHERE isNotNull(action) GROUP BY action ORDER BY action`,
    );
    expect(rows).toEqual([
      { action: 'ACCEPT', ...truth.by_action.ACCEPT },
      { action: 'REJECT', ...truth.by_action.REJECT },
    ]);
    expect(rows).toEqual(
      await duck(`SELECT action, ${sums} FROM logs WHERE action IS NOT NULL GROUP BY action ORDER BY action`),
    );
  });

  it('of flows_by_hour_address by action are those of the truth, in both roles', async () => {
    const rows = await weir(
      `SELECT role, action, ${keptSums} FROM weir.flows_by_hour_address GROUP BY role, action ORDER BY role, action`,
    );
    const expected = ['src', 'dst'].flatMap((role) => [
      { role, action: 'ACCEPT', ...truth.by_action.ACCEPT },
      { role, action: 'REJECT', ...truth.by_action.REJECT },
    ]);
    expect(rows).toEqual(expected);
  });

  it('by log status are the same in flows, minutes, coverage, the ledger, the truth and DuckDB', async () => {
    const byStatus = (rows: readonly Row[]) => Object.fromEntries(rows.map((row) => [row['status'], row['records']]));
    const inFlows = await weir('SELECT log_status AS status, count() AS records FROM weir.flows GROUP BY status');
    const inMinutes = await weir(
      'SELECT log_status AS status, sum(records) AS records FROM weir.flows_by_minute GROUP BY status',
    );
    expect(byStatus(inFlows)).toEqual(truth.by_log_status);
    expect(byStatus(inMinutes)).toEqual(truth.by_log_status);
    const inLogs = await duck(
      'SELECT "log-status" AS status, CAST(count(*) AS VARCHAR) AS records FROM logs GROUP BY status',
    );
    expect(byStatus(inLogs)).toEqual(truth.by_log_status);
    const { OK: ok, NODATA: nodata, SKIPDATA: skipdata } = truth.by_log_status;
    const columns = 'sum(ok) AS ok, sum(nodata) AS nodata, sum(skipdata) AS skipdata';
    expect(await weir(`SELECT ${columns} FROM weir.coverage`)).toEqual([{ ok, nodata, skipdata }]);
    expect(
      await weir(
        `SELECT ${columns}, sum(records) AS records, sum(accepted) AS accepted, sum(rejected) AS rejected, sum(quarantined) AS quarantined FROM weir.ingest_objects`,
      ),
    ).toEqual([
      {
        ok,
        nodata,
        skipdata,
        records: truth.totals.records,
        accepted: truth.by_action.ACCEPT.records,
        rejected: truth.by_action.REJECT.records,
        quarantined: '0',
      },
    ]);
  });

  it('by boundary, of IPv4, are those of DuckDB by the VPC range', async () => {
    // Of IPv6 between two interfaces of the VPC a record alone cannot tell that both ends are one's own.
    expect(truth.cidrs).toContain('10.20.0.0/16');
    const own = (end: string) => `"pkt-${end}addr" LIKE '10.20.%'`;
    const boundary = `CASE WHEN ${own('src')} AND ${own('dst')} THEN 'internal' WHEN ${own('src')} THEN 'outbound' WHEN ${own('dst')} THEN 'inbound' ELSE 'transit' END`;
    const expected = await duck(
      `SELECT ${boundary} AS boundary, ${sums} FROM logs WHERE type = 'IPv4' GROUP BY 1 ORDER BY 1`,
    );
    expect(expected.map((row) => row['boundary'])).toEqual(['inbound', 'internal', 'outbound']);
    expect(
      await weir(
        `SELECT boundary, ${weirSums} FROM weir.flows WHERE type = 'IPv4' GROUP BY boundary ORDER BY boundary`,
      ),
    ).toEqual(expected);
  });
});

describe('rankings and times', () => {
  it.each(['srcaddr', 'dstaddr'])(
    'the twenty largest of %s are those of DuckDB, from flows and from hours',
    async (column) => {
      const role = column.slice(0, 3);
      const expected = await duck(
        `SELECT ${column} AS address, ${sums} FROM logs WHERE ${column} IS NOT NULL GROUP BY address ORDER BY sum(bytes) DESC LIMIT 20`,
      );
      const fromFlows = await weir(
        `SELECT assumeNotNull(f.${column}) AS address, ${weirSums} FROM weir.flows AS f WHERE isNotNull(f.${column}) GROUP BY address ORDER BY bytes DESC LIMIT 20`,
      );
      const fromHours = await weir(
        `SELECT address, ${keptSums} FROM weir.flows_by_hour_address WHERE role = '${role}' GROUP BY address ORDER BY bytes DESC LIMIT 20`,
      );
      expect(new Set(expected.map((row) => row['bytes'])).size).toBe(20);
      expect(fromFlows).toEqual(expected);
      expect(fromHours).toEqual(expected);
    },
  );

  it('every minute is that of DuckDB, from flows and from minutes', async () => {
    const expected = await duck(
      `SELECT CAST(start // 60 * 60 AS VARCHAR) AS minute, ${sums.replaceAll(/sum\((\w+)\)/g, 'coalesce(sum($1), 0)')} FROM logs GROUP BY start // 60 * 60 ORDER BY 1`,
    );
    expect(expected.length).toBe(60);
    const fromFlows = await weir(
      `SELECT toUnixTimestamp(assumeNotNull(toStartOfMinute(start))) AS minute, ${weirSums} FROM weir.flows GROUP BY minute ORDER BY minute`,
    );
    const fromMinutes = await weir(
      `SELECT toUnixTimestamp(assumeNotNull(f.minute)) AS minute, ${keptSums} FROM weir.flows_by_minute AS f GROUP BY minute ORDER BY minute`,
    );
    expect(fromFlows).toEqual(expected);
    expect(fromMinutes).toEqual(expected);
  });
});

describe('awk', () => {
  it('counts the same', async (context) => {
    const program =
      'FNR == 1 { next } $1 != "version" { n++; if ($9 != "-") p += $9; if ($10 != "-") b += $10; status[$14]++; action[$13]++ } END { printf "%d %.0f %.0f %d %d %d %d %d", n, p, b, action["ACCEPT"], action["REJECT"], status["OK"], status["NODATA"], status["SKIPDATA"] }';
    const quoted = files.map((file) => `'${file}'`).join(' ');
    if ((await runCommand('sh', ['-c', 'command -v awk && command -v gzip'])).code !== 0) {
      context.skip('there is no awk or no gzip here');
    }
    const run = await runCommand('sh', ['-c', `gzip -dc ${quoted} | awk '${program}'`]);
    expect(run.code, run.stderr).toBe(0);
    const { totals, by_action, by_log_status } = truth;
    // awk counts in doubles: exact as long as the sums stay below 2^53, and these do.
    expect(Number(totals.bytes)).toBeLessThan(2 ** 53);
    expect(run.stdout.split(' ')).toEqual([
      totals.records,
      totals.packets,
      totals.bytes,
      by_action.ACCEPT.records,
      by_action.REJECT.records,
      by_log_status.OK,
      by_log_status.NODATA,
      by_log_status.SKIPDATA,
    ]);
  });
});

describe('numbers beyond 2^53', () => {
  it('stay exact in flows, in every roll-up and in weir sql', async () => {
    const counts = ['9007199254740993', '9007199254740995', '4611686018427387905'];
    const header =
      'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
    const start = Date.UTC(2026, 6, 1) / 1000;
    const lines = counts.map(
      (count) =>
        `2 123456789010 eni-0a1b2c3d 10.9.9.9 203.0.113.9 40000 443 6 ${count} ${count} ${start} ${start + 59} ACCEPT OK`,
    );
    const file = join(place.folder, 'large.log');
    await writeFile(file, `${[header, ...lines].join('\n')}\n`);
    const run = await runWeir(['ingest', file, '--data', place.data, '--json']);
    expect(run.code, run.stderr).toBe(0);

    const total = String(counts.reduce((sum, count) => sum + BigInt(count), 0n));
    const expected = { records: '3', packets: total, bytes: total };
    const since = `toDateTime(${start}, 'UTC')`;
    expect(await weir(`SELECT ${weirSums} FROM weir.flows WHERE start >= ${since}`)).toEqual([expected]);
    expect(await weir(`SELECT ${keptSums} FROM weir.flows_by_minute WHERE minute >= ${since}`)).toEqual([expected]);
    for (const [table, condition] of [
      ['flows_by_hour_service', '1'],
      ['flows_by_hour_pair', '1'],
      ['flows_by_hour_address', "role = 'src'"],
      ['flows_by_hour_address', "role = 'dst'"],
    ]) {
      const sql = `SELECT ${keptSums} FROM weir.${table} WHERE hour >= ${since} AND ${condition}`;
      expect(await weir(sql)).toEqual([expected]);
    }
    const stored = await weir(`SELECT bytes FROM weir.flows WHERE start >= ${since} ORDER BY bytes`);
    expect(stored.map((row) => row['bytes'])).toEqual(counts);
    const list = `['${file}']`;
    const types = "{'packets': 'UBIGINT', 'bytes': 'UBIGINT'}";
    expect(
      await duck(`SELECT ${sums} FROM read_csv(${list}, delim = ' ', header = true, nullstr = '-', types = ${types})`),
    ).toEqual([expected]);
    const asked = await runWeir([
      'sql',
      `SELECT sum(bytes) AS bytes FROM flows WHERE start >= ${since}`,
      '--format',
      'json',
      '--data',
      place.data,
    ]);
    expect(asked.code, asked.stderr).toBe(0);
    expect(asked.stdout).toContain(`"${total}"`);
  });
});
