import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryData } from '../support/data-folder.ts';
import { runWeir, type Server, startServer, WEIR } from '../support/weir.ts';

let place: Awaited<ReturnType<typeof temporaryData>>;
let server: Server;
const weir = (...args: string[]) => runWeir([...args, '--data', place.data], { cwd: place.folder });

beforeAll(async () => {
  place = await temporaryData();
  const line = '2 111111111111 eni-1 10.0.0.1 203.0.113.9 40000 443 6 1 100 1795132800 1795132860 ACCEPT OK';
  await writeFile(join(place.folder, 'a.log'), `${line}\n`);
  expect((await weir('ingest', 'a.log')).code).toBe(0);
  server = await startServer(WEIR, ['serve', '--port', '0', '--data', place.data]);
});
afterAll(async () => {
  await server.stop();
  await place.remove();
});

/** What the running server answers: its rows, or the sentence of its error. */
async function ask(query: string): Promise<unknown> {
  const response = await fetch(`${server.url}/api/v1/queries`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, from: '2026-11-19', to: '2026-11-21' }),
  });
  const events = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type?: string; rows?: unknown[]; message?: string });
  return events.find(({ type }) => type === 'rows')?.rows ?? events.find(({ message }) => message)?.message;
}

test('a running server answers with new data at once', async () => {
  const operator = 'cidrlookup asn dstAddr OUTPUT name | fields name';
  const own = 'fields isInternal(dstAddr) as own';
  const country = 'cidrlookup geo dstAddr OUTPUT country | fields country, dstCountry';
  expect(await ask(operator)).toMatch(/no data about operators/);
  expect(await ask(own)).toEqual([[false]]);
  await writeFile(join(place.folder, 'asn.csv'), '203.0.113.0/24,64500,Old\n');
  const loaded = await weir('enrich', 'asn', 'asn.csv');
  expect(loaded.stdout).toBe(
    `asn: 1 network from ${join(place.folder, 'asn.csv')}\n  queries see them at once: cidrlookup asn dstAddr OUTPUT name as operator\n`,
  );
  expect(await ask(operator)).toEqual([['Old']]);
  await writeFile(join(place.folder, 'asn.csv'), '203.0.113.0/24,64500,New\n');
  await writeFile(join(place.folder, 'own.csv'), 'network,label\n203.0.113.0/28,office\n');
  await writeFile(join(place.folder, 'countries.csv'), '203.0.113.0/24,NL\n');
  expect((await weir('enrich', 'networks', 'own.csv')).code).toBe(0);
  expect((await weir('countries', 'countries.csv')).code).toBe(0);
  expect((await weir('enrich', 'refresh')).stdout).toMatch(
    /^asn: 1 network .*\ngeo: 1 network .*\nnetworks: 1 network .*\n$/,
  );
  expect(await ask(operator)).toEqual([['New']]);
  expect(await ask(own)).toEqual([[true]]);
  expect(await ask(country)).toEqual([['NL', 'NL']]);
});

test('status says what is loaded, and what could be', async () => {
  const text = (await weir('enrich', 'status')).stdout;
  expect(text).toMatch(/^geo: 1 network from .*countries\.csv\n {2}made .*, 0 days ago; loaded /);
  expect(text).toMatch(/cloud: not loaded\n {2}load it: weir enrich aws <ip-ranges\.json>/);
  const told: unknown = JSON.parse((await weir('enrich', 'status', '--json')).stdout);
  expect(told).toContainEqual(
    expect.objectContaining({ table: 'asn', name: null, networks: 1, source: join(place.folder, 'asn.csv') }),
  );
});

test('what cannot be read is told, and stays', async () => {
  await writeFile(join(place.folder, 'asn.csv'), '203.0.113.0/24,64500,New\nnonsense\n');
  const refreshed = await weir('enrich', 'refresh');
  expect(refreshed.code).toBe(1);
  expect(refreshed.stderr).toContain(`stays as it was: ${join(place.folder, 'asn.csv')}:2: "nonsense"`);
  expect(await ask('cidrlookup asn dstAddr OUTPUT name | fields name')).toEqual([['New']]);
});

test.each([
  [['asn', 'a', 'b'], 2],
  [['aws'], 2],
  [['threats', 'tor'], 2],
  [['everything'], 2],
  [['remove', 'geo'], 2],
  [['remove', 'threats'], 2],
  [['remove', 'cloud'], 1],
  [['networks', 'none.csv'], 1],
])('weir enrich %s', async (args, code) => {
  const wrong = await weir('enrich', ...args);
  expect([wrong.code, wrong.stderr.split('\n').length]).toEqual([code, 3]);
});
