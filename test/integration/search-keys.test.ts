import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type TestStore } from '../support/flow-store.ts';

/** Searches must find their granules by key and index: a condition that reads everything is a fault, however fast. */
let store: TestStore;
const start = 1_795_132_800;

beforeAll(async () => {
  store = await openStore('search-keys');
  // An hour of 300,000 records from 100 interfaces; every address is rare, some far away.
  await store.client.command(
    `INSERT INTO weir.parsed (ok, object_id, start, duration, interface_id, srcaddr, dstaddr, bytes) SELECT 1, 1, toDateTime(${start} + number % 3600, 'UTC'), 60, concat('eni-', toString(cityHash64(number) % 100)), toIPv6(concat('10.', toString(cityHash64(number, 1) % 200), '.', toString(cityHash64(number, 2) % 250), '.1')), toIPv6('10.0.0.1'), 100 FROM numbers(300000) SETTINGS max_threads=1, min_insert_block_size_rows=2000001, min_insert_block_size_bytes=0`,
  );
  await store.client.command('OPTIMIZE TABLE weir.flows FINAL');
});
afterAll(async () => store.close());

/** How many granules a search reads, of how many, and by which means they were chosen. */
async function granules(sql: string): Promise<{ read: number; all: number; plan: string }> {
  const plan = (await store.client.rows<{ explain: string }>(`EXPLAIN indexes = 1 ${sql}`))
    .map((r) => r.explain)
    .join('\n');
  const steps = [...plan.matchAll(/Granules: (\d+)\/(\d+)/g)].map((m) => [Number(m[1]), Number(m[2])] as const);
  const [read, all] = [steps.at(-1)?.[0], steps[0]?.[1]];
  if (read === undefined || all === undefined) throw new Error(`no granules in:\n${plan}`);
  return { read, all, plan };
}
const time = (seconds: number) => `toDateTime(${start + seconds}, 'UTC')`;

test('one source address within an hour: key of time, then the index of addresses', async () => {
  const { read, all, plan } = await granules(
    `SELECT * FROM weir.flows WHERE start >= ${time(0)} AND start < ${time(3600)} AND srcaddr = toIPv6('10.7.8.1')`,
  );
  expect(all).toBeGreaterThan(30);
  expect(plan).toContain('by_srcaddr');
  expect(read).toBeLessThan(all / 2);
});

test('one interface within a day: the key alone', async () => {
  const { read, all, plan } = await granules(
    `SELECT * FROM weir.flows WHERE start >= ${time(0)} AND start < ${time(86_400)} AND interface_id = 'eni-42'`,
  );
  expect(plan).toContain('PrimaryKey');
  expect(read).toBeLessThanOrEqual(all / 3);
});

test('the newest hundred of a quarter of an hour: only the granules of that time', async () => {
  const { read, all } = await granules(
    `SELECT * FROM weir.flows WHERE start >= ${time(2700)} AND start < ${time(3600)} ORDER BY start DESC LIMIT 100`,
  );
  expect(read).toBeLessThanOrEqual(all / 2);
});
