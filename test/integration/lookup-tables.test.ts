import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryBody } from '../../src/contract/index.ts';
import { userTableByNetwork, userTableRows } from '../../src/store/flows/lookup/index.ts';
import { builtInTables } from '../../src/store/flows/query/built-in-tables.ts';
import {
  builtInTableNames,
  prepareQuery,
  putLookupTable,
  readQueryFacts,
  readUserTables,
  removeLookupTable,
  runQuery,
  type UserTable,
} from '../../src/store/index.ts';
import { fillStore, openStore, type TestStore } from '../support/flow-store.ts';
import { runWeir } from '../support/weir.ts';

let store: TestStore;
let folder: string;
beforeAll(async () => {
  store = await openStore('lookup');
  folder = await mkdtemp(path.join(tmpdir(), 'weir-lookup-'));
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const put = (name: string, csv: string) => putLookupTable(store.client, name, Buffer.from(csv), builtInTableNames);
const rowsOf = (table: UserTable) => store.client.rows(`SELECT * FROM (${userTableRows('weir', table)}) ORDER BY l_0`);
const versions = async () =>
  (await store.client.rows<{ n: string }>('SELECT uniqExact(`table`, version) AS n FROM weir.lookup_rows'))[0]?.n;

/** The value of a column for each of some addresses, `-` where there is none. */
async function found(byNetwork: (address: string) => string, addresses: readonly (string | null)[]): Promise<string[]> {
  const list = addresses.map((a) => (a === null ? 'NULL' : `toIPv6OrNull('${a}')`)).join(', ');
  const rows = await store.client.rows<{ value: string | null }>(
    `SELECT ${byNetwork('a')} AS value FROM (SELECT i, [${list}][i] AS a FROM (SELECT arrayJoin(range(1, ${addresses.length + 1})) AS i)) ORDER BY i`,
  );
  return rows.map((row) => row.value ?? '-');
}

test('the longest network that holds an address is found, in both families', async () => {
  const table = await put(
    'nets',
    'owner,cidr,gateway\nbig,10.0.0.0/8,10.0.0.1\n,10.1.0.0/16,10.1.0.1\n"o\'ne \\ {x:String}",10.1.2.3,10.1.2.1\nfirst,10.9.7.7/16,10.9.0.1\nsecond,10.9.0.0/16,10.9.0.2\nsix,2001:db8::/32,2001:db8::1\n',
  );
  expect(table).toMatchObject({ columns: ['owner', 'cidr', 'gateway'], networkColumn: 'cidr', rows: 6 });
  const addresses = ['10.200.0.1', '10.1.2.4', '10.1.2.3', '10.9.1.1', '2001:db8:1::5', '11.0.0.1', '2001:db9::', null];
  const column = (i: number) => (address: string) => userTableByNetwork('weir', table, i, address);
  // What is empty in the CSV is missing; of two rows for one network the first holds.
  expect(await found(column(0), addresses)).toEqual(['big', '-', "o'ne \\ {x:String}", 'first', 'six', '-', '-', '-']);
  expect((await found(column(1), addresses)).slice(0, 5)).toEqual([
    '10.0.0.0/8',
    '10.1.0.0/16',
    '10.1.2.3',
    '10.9.7.7/16',
    '2001:db8::/32',
  ]);
});

test('a table without networks alone in a column is for lookup only', async () => {
  const table = await put('hosts', 'host,address\na,10.0.0.1\nb,\n');
  expect(table.networkColumn).toBeUndefined();
  expect(await rowsOf(table)).toEqual([
    { l_0: 'a', l_1: '10.0.0.1' },
    { l_0: 'b', l_1: null },
  ]);
  expect(await put('empty', 'a,b\n')).toMatchObject({ rows: 0 });
});

test('a new content replaces the old one as a whole; what a crash left is not seen and goes away', async () => {
  await put('swap', 'k,v\n1,old\n2,old\n');
  const before = (await readUserTables({ client: store.client })).find((table) => table.name === 'swap');
  // A load that died before its last statement: rows without a row in the ledger, an hour old.
  const stale = (Date.now() - 3_600_000) * 4096;
  await store.client.insertRows(
    'lookup_rows',
    [{ table: 'swap', version: stale, row: 0, cells: ['9', 'dead'], network: '' }],
    'dead',
  );
  await store.client.command(
    `CREATE DICTIONARY weir.lookup_swap_${stale} (network String, c_0 String) PRIMARY KEY network SOURCE(CLICKHOUSE(QUERY 'SELECT network, network AS c_0 FROM weir.lookup_rows')) LAYOUT(IP_TRIE) LIFETIME(0)`,
  );
  expect((await readUserTables({ client: store.client })).find((table) => table.name === 'swap')).toEqual(before);
  const counted = Number(await versions());
  const after = await put('swap', 'k,v\n1,new\n');
  expect(await rowsOf(after)).toEqual([{ l_0: '1', l_1: 'new' }]);
  // A query that began with the old content still reads it.
  expect(before && (await rowsOf(before))).toHaveLength(2);
  expect(Number(await versions())).toBe(counted);
  const [dictionary] = await store.client.rows<{ n: string }>(
    `SELECT count() AS n FROM system.tables WHERE database = 'weir' AND name = 'lookup_swap_${stale}'`,
  );
  expect(dictionary?.n).toBe('0');
  await removeLookupTable(store.client, 'swap');
  expect((await readUserTables({ client: store.client })).map((table) => table.name)).not.toContain('swap');
  await expect(removeLookupTable(store.client, 'swap')).rejects.toMatchObject({ code: 'LOOKUP_TABLE_UNKNOWN' });
});

test.each([
  ['ports', 'a\n1\n', 'LOOKUP_NAME_INVALID', /own/],
  ["x'; DROP TABLE flows", 'a\n1\n', 'LOOKUP_NAME_INVALID', /cannot be the name/],
  ['t', 'a,b c\n1,2\n', 'CSV_INVALID', /^line 1, column 3: column name "b c"/],
  ['t', 'a,A\n1,2\n', 'CSV_INVALID', /^line 1, column 3: .*twice/],
  ['t', 'a,b\n1,2\n3\n', 'CSV_INVALID', /^line 3, column 1: 1 cells/],
  ['t', `${Array.from({ length: 201 }, (_, i) => `c${i}`).join(',')}\n`, 'CSV_INVALID', /201 columns/],
  ['t', `a\n${'x'.repeat(10 * 1024 * 1024)}\n`, 'LOOKUP_TOO_LARGE', /bytes/],
])('%s is refused', async (name, csv, code, message) => {
  await expect(put(name, csv)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test('text that is not UTF-8 is refused at its place', async () => {
  const csv = Buffer.concat([Buffer.from('a,b\n1,é'), Buffer.from([0xe9, 0x0a])]);
  await expect(putLookupTable(store.client, 't', csv, [])).rejects.toMatchObject({
    code: 'CSV_INVALID',
    message: 'line 2, column 4: this is not UTF-8',
  });
});

test('tables of Weir’s own', async () => {
  const of = (name: string, networks: number) => {
    const table = builtInTables('weir', networks).find((one) => one.name === name);
    if (table === undefined) throw new Error(`${name} is missing`);
    return table;
  };
  const ports = await store.client.rows(
    `SELECT * FROM (${of('ports', 0).rows}) WHERE l_0 IN ('22', '443') ORDER BY l_0`,
  );
  expect(ports).toEqual([
    { l_0: '22', l_1: 'ssh' },
    { l_0: '443', l_1: 'https' },
  ]);
  expect(of('geo', 0).unavailable?.hint).toMatch(/weir countries/);
  await store.client.command("INSERT INTO weir.country_prefixes VALUES ('52.1.2.0/25', 'US'), ('2001:db8::/32', 'NL')");
  await store.client.command('SYSTEM RELOAD DICTIONARY weir.country_of');
  const geo = of('geo', 2);
  const addresses = ['52.1.2.3', '2001:db8::9', '9.9.9.9', null];
  const column = (i: number) => (address: string) => geo.byNetwork?.(i, address) ?? '';
  expect(await found(column(0), addresses)).toEqual(['52.1.2.0/25', '2001:db8::/32', '-', '-']);
  expect(await found(column(1), addresses)).toEqual(['US', 'NL', '-', '-']);
  const facts = await readQueryFacts({ client: store.client });
  const told = new Map(facts.tables.map((table) => [table.name, table]));
  expect(told.get('nets')).toMatchObject({ built_in: false, network_column: 'cidr', rows: 6, unavailable: null });
  expect(told.get('geo')).toMatchObject({ built_in: true, rows: 2, unavailable: null });
  expect(told.get('enis')?.unavailable).toMatch(/inventory/);
  expect([...told.keys()].filter((name) => told.get(name)?.built_in).sort()).toEqual([...builtInTableNames].sort());
});

test('queries read the tables', async () => {
  await put('owners', 'cidr,owner\n10.0.0.0/24,"blue, light"\n10.0.0.0/8,all\n2001:db8::/32,six\n');
  await fillStore(store.client, 2000);
  const ask = async (query: string) => {
    const range = { from: '2026-11-20', to: '2026-11-22' };
    const context = { client: store.client };
    const rows: unknown[] = [];
    for await (const event of runQuery(context, await prepareQuery(context, queryBody.parse({ query, ...range }))))
      if (event.type === 'rows') rows.push(...event.rows);
    return rows;
  };
  const whose =
    "multiIf(isNull(srcaddr), NULL, srcaddr BETWEEN toIPv6('10.0.0.0') AND toIPv6('10.0.0.255'), 'blue, light', srcaddr BETWEEN toIPv6('10.0.0.0') AND toIPv6('10.255.255.255'), 'all', srcaddr BETWEEN toIPv6('2001:db8::') AND toIPv6('2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'), 'six', NULL)";
  const expected = await store.client.rows<{ owner: string | null; n: string }>(
    `SELECT ${whose} AS owner, count() AS n FROM weir.flows WHERE isNotNull(start) GROUP BY owner ORDER BY n DESC`,
  );
  expect(await ask('cidrlookup owners srcAddr OUTPUT owner | stats count(*) as n by owner | sort n desc')).toEqual(
    expected.map(({ owner, n }) => [owner, Number(n)]),
  );
  const [named] = await store.client.rows<{ n: string }>(
    'SELECT count() AS n FROM weir.flows WHERE isNotNull(start) AND dstport = 22',
  );
  expect(
    await ask('lookup ports port as dstPort OUTPUT name | filter name = "ssh" | stats count(*) as n by dstPort, name'),
  ).toEqual([[22, 'ssh', Number(named?.n)]]);
  await expect(ask('lookup enis interface_id as interfaceId OUTPUT name')).rejects.toMatchObject({
    message: expect.stringMatching(/inventory/),
  });
});

test('weir lookup', async () => {
  const lookup = (...args: string[]) => runWeir(['lookup', ...args, '--data', store.dataFolder]);
  const file = path.join(folder, 'teams.csv');
  await writeFile(file, 'cidr,team\n10.0.0.0/16,blue\n10.1.0.0/16,red\n');
  expect((await lookup('add', 'teams', file)).stdout).toBe(
    'teams: 2 rows of cidr, team\n  for lookup, and for cidrlookup by cidr\n',
  );
  const list: unknown = JSON.parse((await lookup('list', '--json')).stdout);
  expect(list).toContainEqual({ name: 'teams', rows: 2, columns: ['cidr', 'team'], network_column: 'cidr' });
  await writeFile(file, 'cidr,team\n10.0.0.0/16,bl"ue\n');
  const wrong = await lookup('add', 'teams', file);
  expect([wrong.code, wrong.stderr.split('\n')[0]]).toEqual([
    1,
    `weir: ${file}: line 2, column 15: a quote inside a cell without quotes`,
  ]);
  const [removed, unknown] = await Promise.all([lookup('remove', 'teams'), lookup('drop', 'teams')]);
  expect([removed.code, unknown.code]).toEqual([0, 2]);
});
