import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillStore, openStore, type TestStore } from '../support/flow-store.ts';
import { runWeir } from '../support/weir.ts';

let store: TestStore;
let folder: string;
beforeAll(async () => {
  store = await openStore('sql-command');
  await fillStore(store.client, 2000);
  folder = await mkdtemp(path.join(tmpdir(), 'weir-sql-out-'));
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});
const sql = (...args: string[]) => runWeir(['sql', ...args, '--data', store.dataFolder]);

test('a table for people, rows for machines', async () => {
  const table = await sql("SELECT toIPv6('10.0.0.1') AS a, toUInt64(18446744073709551615) AS n, NULL AS x");
  expect(table.stdout.split('\n').map((line) => line.trimEnd())).toEqual([
    'a                            n  x',
    '────────  ────────────────────  ─',
    '10.0.0.1  18446744073709551615  -',
    '',
  ]);
  expect(JSON.parse((await sql("SELECT toIPv6('10.0.0.1') AS a, count() AS n FROM flows", '--json')).stdout)).toEqual([
    { a: '10.0.0.1', n: 2000 },
  ]);
  expect((await sql('SELECT 1 AS a, 2 AS b', '--format', 'csv')).stdout).toBe('"a","b"\n1,2\n');
  expect((await sql('SELECT 1 AS a', '--format', 'jsonl')).stdout).toBe('{"a":1}\n');
  const file = path.join(folder, 'flows.parquet');
  expect(await sql('SELECT srcaddr, bytes FROM flows', '--format', 'parquet', '--out', file)).toMatchObject({
    code: 0,
    stdout: '',
  });
  expect((await readFile(file)).subarray(0, 4).toString()).toBe('PAR1');
});

test('rows are cut with a word about it', async () => {
  for (const format of ['table', 'json', 'jsonl', 'csv']) {
    const cut = await sql('SELECT srcport FROM flows', '--limit', '3', '--format', format);
    expect([cut.code, cut.stderr], format).toEqual([0, 'There are more rows than 3; --limit raises that.\n']);
    expect((await sql('SELECT srcport FROM flows LIMIT 3', '--limit', '3', '--format', format)).stderr, format).toBe(
      '',
    );
  }
});

test('exit codes, and the place of a mistake', async () => {
  const wrong = await sql('SELECT scraddr FROM flows');
  expect([wrong.code, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr).toBe(
    'weir: there is no column "scraddr"\n  1 | SELECT scraddr FROM flows\n    |        ^^^^^^^\n  did you mean srcaddr?\n',
  );
  const json = await sql('DROP TABLE flows', '--json');
  expect([json.code, JSON.parse(json.stderr)]).toMatchObject([2, { code: 'SQL_NOT_ALLOWED' }]);
  expect((await sql('SELECT 1', '--format', 'xml')).code).toBe(2);
  expect((await sql()).code).toBe(2);
  const late = await sql(
    "SELECT accurateCast(if(x = 3000000, 300, 1), 'UInt8') AS y FROM (SELECT arrayJoin(range(4000000)) AS x)",
    '--limit',
    '5000000',
    '--format',
    'jsonl',
  );
  expect(late.code).toBe(2);
  expect(late.stderr).toMatch(/cannot be safely converted/);
});
