import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureEngine } from '../../src/engine/index.ts';
import { temporaryData } from '../support/data-folder.ts';
import { type MadeLogs, makeLogs } from '../support/make-logs.ts';
import { runWeir } from '../support/weir.ts';

// `--clickhouse` sends what it loads over the wire, as to a server; here an engine on another folder stands behind the
// address, which speaks the same protocol.
let place: Awaited<ReturnType<typeof temporaryData>>;
let logs: MadeLogs;
let url: string;

beforeAll(async () => {
  place = await temporaryData();
  logs = await makeLogs(join(place.folder, 'logs'), 3, 5000);
  const engine = await ensureEngine(join(place.folder, 'server'));
  const address = new URL(engine.url);
  address.username = engine.username;
  address.password = engine.password;
  url = address.href;
});
afterAll(() => place.remove());

test('ingest and sql work against a server by its address', async () => {
  const load = await runWeir(['ingest', logs.folder, '--clickhouse', url, '--data', place.data, '--json']);
  expect(load.stderr).not.toContain('"code"');
  expect(JSON.parse(load.stdout)).toMatchObject({
    files: 3,
    records: logs.records,
    quarantined: logs.bad,
    failed_files: 0,
  });
  const again = await runWeir(['ingest', logs.folder, '--clickhouse', url, '--data', place.data, '--json']);
  expect(JSON.parse(again.stdout)).toMatchObject({ files: 0, skipped_files: 3 });
  const asked = await runWeir([
    'sql',
    'SELECT count() AS n, sum(bytes) AS bytes FROM flows',
    '--clickhouse',
    url,
    '--json',
  ]);
  expect(JSON.parse(asked.stdout)).toEqual([{ n: logs.records, bytes: Number(logs.bytes) }]);
});

test('a server that is not there is named', async () => {
  const run = await runWeir(['sql', 'SELECT 1', '--clickhouse', 'http://127.0.0.1:1', '--json']);
  expect(run.code).toBe(1);
  expect(JSON.parse(run.stderr)).toMatchObject({ code: 'STORE_UNREACHABLE' });
});

test('an address that is none is wrong use', async () => {
  const run = await runWeir(['sql', 'SELECT 1', '--clickhouse', 'nonsense']);
  expect(run.code).toBe(2);
});
