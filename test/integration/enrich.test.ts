import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryBody } from '../../src/contract/index.ts';
import {
  type EnrichmentRequest,
  forgetEnrichment,
  loadCountries,
  loadEnrichment,
  loadedEnrichment,
  refreshEnrichment,
} from '../../src/enrich/index.ts';
import {
  migrate,
  type NetworkWord,
  prepareQuery,
  putEnrichment,
  putLookupTable,
  readNetworkWords,
  readQueryFacts,
  runQuery,
} from '../../src/store/index.ts';
import { enriched } from '../support/enriched.ts';
import { dataStart, openStore, type TestStore } from '../support/flow-store.ts';
import { writeMmdb } from '../support/mmdb-writer.ts';

let store: TestStore;
let folder: string;
beforeAll(async () => {
  store = await openStore('enrich');
  folder = await mkdtemp(path.join(tmpdir(), 'weir-enrich-'));
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, content: string | Buffer): Promise<string> {
  const at = path.join(folder, name);
  await writeFile(at, content);
  return at;
}
const load = (request: EnrichmentRequest) => loadEnrichment(store.client, request);
const say = (table: string, columns: readonly string[], addresses: readonly string[]) =>
  enriched(store.client, table, columns, addresses);

async function ask(query: string): Promise<unknown[]> {
  const context = { client: store.client };
  const body = queryBody.parse({ query, from: '2026-11-20', to: '2026-11-21' });
  const rows: unknown[] = [];
  for await (const event of runQuery(context, await prepareQuery(context, body))) {
    if (event.type === 'rows') rows.push(...event.rows);
    if (event.type === 'error') throw new Error(event.message);
  }
  return rows;
}

test('a store of before gets the tables', async () => {
  // Dictionaries of the records' columns read them.
  const settings = { check_table_dependencies: 0, check_referential_table_dependencies: 0 };
  for (const table of ['enrich_rows', 'enrich_sources'])
    await store.client.command(`DROP TABLE weir.${table} SYNC`, { settings });
  await store.client.command(
    "ALTER TABLE weir.schema_migrations DELETE WHERE name = 'enrichment' SETTINGS mutations_sync = 1",
  );
  expect((await migrate(store.client)).applied).toEqual(['enrichment']);
  expect(await loadedEnrichment(store.client)).toEqual([]);
});

test('a table without data names the command that loads it', async () => {
  const told = new Map((await readQueryFacts({ client: store.client })).tables.map((t) => [t.name, t.unavailable]));
  expect(told.get('asn')).toMatch(/weir enrich asn/);
  expect(told.get('cloud')).toMatch(/weir enrich aws/);
  expect(told.get('threats')).toMatch(/weir enrich threats/);
  expect(told.get('networks')).toMatch(/weir enrich networks/);
  expect(told.get('geo')).toMatch(/weir countries/);
  await expect(ask('cidrlookup networks srcAddr OUTPUT label')).rejects.toMatchObject({
    message: expect.stringMatching(/own networks are not known/),
  });
});

test('operators: ranges and networks of both families, the longest wins', async () => {
  const csv = await file(
    'asn.csv',
    '# made by hand\n1.0.0.0,1.0.1.127,13335,"Cloudflare, ""Inc."""\n1.0.0.64/26,AS64500,inner\n\n2001:db8::,2001:db8::ffff,64501,\n::/8,64502,low\n',
  );
  expect(await load({ kind: 'asn', file: csv })).toMatchObject({ table: 'asn', networks: 5, format: 'csv' });
  const addresses = [
    '1.0.0.0',
    '1.0.0.70',
    '1.0.1.127',
    '1.0.1.128',
    '2001:db8::ffff',
    '2001:db8::1:0',
    '::5',
    '9.9.9.9',
  ];
  expect(await say('asn', ['asn', 'name'], addresses)).toEqual([
    ['13335', 'Cloudflare, "Inc."'],
    ['64500', 'inner'],
    ['13335', 'Cloudflare, "Inc."'],
    [null, null],
    ['64501', null],
    [null, null],
    ['64502', 'low'],
    // IPv4 lies within ::/8 in the engine, and is in no network of IPv6.
    [null, null],
  ]);
  expect(await say('asn', ['network'], ['1.0.1.5', '1.0.0.70', '2001:db8::1'])).toEqual([
    ['1.0.1.0/25'],
    ['1.0.0.64/26'],
    ['2001:db8::/112'],
  ]);
});

test('AWS: the longest range, and of several services on it the most specific', async () => {
  const entry = (ip_prefix: string, service: string, region = 'eu-west-1') => ({ ip_prefix, service, region });
  const ranges = {
    createDate: '2026-08-22-15-17-05',
    prefixes: [
      entry('52.218.0.0/17', 'S3'),
      entry('52.218.0.0/17', 'AMAZON'),
      entry('52.218.0.0/17', 'EC2'),
      entry('52.218.64.0/24', 'AMAZON', 'us-east-1'),
      entry('18.0.0.0/16', 'AMAZON'),
      entry('18.0.0.0/16', 'EC2'),
      entry('13.0.0.0/24', 'CLOUDFRONT_ORIGIN_FACING', 'GLOBAL'),
      entry('13.0.0.0/24', 'CLOUDFRONT', 'GLOBAL'),
    ],
    ipv6_prefixes: [{ ipv6_prefix: '2600:1f18::/33', service: 'AMAZON', region: 'us-east-1' }],
  };
  const packed = await file('ip-ranges.json.gz', gzipSync(JSON.stringify(ranges)));
  expect(await load({ kind: 'aws', file: packed })).toMatchObject({ networks: 5, madeAt: 1_787_411_825 });
  const addresses = [
    '52.218.31.9',
    '52.218.64.1',
    '18.0.5.5',
    '13.0.0.255',
    '2600:1f18::1',
    '2600:1f18:8000::',
    '8.8.8.8',
  ];
  expect(await say('cloud', ['provider', 'service', 'region'], addresses)).toEqual([
    ['aws', 'S3', 'eu-west-1'],
    ['aws', 'AMAZON', 'us-east-1'],
    ['aws', 'EC2', 'eu-west-1'],
    ['aws', 'CLOUDFRONT_ORIGIN_FACING', 'GLOBAL'],
    ['aws', 'AMAZON', 'us-east-1'],
    [null, null, null],
    [null, null, null],
  ]);
});

test('threat lists stand beside each other; one that is removed is gone', async () => {
  const one = await file(
    'one.txt',
    '\uFEFF# a list\r\n203.0.113.9 # scanner 7\r\n\r\n198.51.100.0/24;SBL1\n2001:0db8:0000::0001\n; end\n192.0.2.0 - 192.0.2.2\ttwo words\n10.9.9.9/8',
  );
  const two = await file('two.lst', '203.0.113.9\n203.0.113.0/24 // wide\n');
  // At once, as two people might.
  await Promise.all([
    load({ kind: 'threats', name: 'one', file: one }),
    load({ kind: 'threats', name: 'two', file: two }),
  ]);
  const addresses = [
    '203.0.113.9',
    '203.0.113.10',
    '198.51.100.255',
    '2001:db8::1',
    '192.0.2.1',
    '192.0.2.3',
    '10.1.1.1',
  ];
  expect(await say('threats', ['network', 'list', 'remark'], addresses)).toEqual([
    ['203.0.113.9/32', 'one, two', 'scanner 7'],
    ['203.0.113.0/24', 'two', '// wide'],
    ['198.51.100.0/24', 'one', 'SBL1'],
    ['2001:db8::1/128', 'one', null],
    ['192.0.2.0/31', 'one', 'two words'],
    [null, null, null],
    ['10.0.0.0/8', 'one', null],
  ]);
  await forgetEnrichment(store.client, 'threats', 'one');
  expect(await say('threats', ['list'], addresses.slice(0, 3))).toEqual([['two'], ['two'], [null]]);
  await expect(forgetEnrichment(store.client, 'threats', 'one')).rejects.toMatchObject({ code: 'ENRICHMENT_UNKNOWN' });
});

test('own networks have labels, and are what isInternal() knows', async () => {
  const at = ['8.8.8.8', '10.1.2.3', '2001:db8:1::5'].map((srcaddr, i) => ({
    ok: 1,
    object_id: '1',
    start: dataStart + 2 - i,
    srcaddr,
    dstaddr: '1.1.1.1',
    log_status: 'OK',
  }));
  await store.client.insertRows('parsed', at, 'own');
  const csv = await file(
    'own.csv',
    'Label,network,environment\r\n"shop, front",8.8.8.0/24,live\r\nsix,2001:db8:1::/48,\r\n',
  );
  await load({ kind: 'networks', file: csv });
  const query =
    'cidrlookup networks srcAddr OUTPUT label, owner, environment | sort @timestamp desc | fields label, owner, environment, isInternal(srcAddr)';
  expect(await ask(query)).toEqual([
    ['shop, front', null, 'live', true],
    [null, null, null, true],
    ['six', null, null, true],
  ]);
  await load({ kind: 'networks', file: await file('bare.csv', '2001:db8:1::/48,six,me\n') });
  expect((await ask(query)).map((row) => (row as unknown[]).slice(0, 2).concat((row as unknown[])[3]))).toEqual([
    [null, null, false],
    [null, null, true],
    ['six', 'me', true],
  ]);
  expect(
    await ask(
      'filter srcAddr = 8.8.8.8 | fields "six" as l | lookup networks label as l OUTPUT network | fields network',
    ),
  ).toEqual([['six', '2001:db8:1::/48']]);
});

test('MMDB files: each becomes the table that its type names', async () => {
  const put = async (name: string, content: Parameters<typeof writeMmdb>[0], pack = false) =>
    load({ kind: 'mmdb', file: await file(name, pack ? gzipSync(writeMmdb(content)) : writeMmdb(content)) });
  const place = {
    country: { iso_code: 'GB' },
    subdivisions: [{ names: { en: 'England' } }],
    city: { names: { en: 'London' } },
  };
  const city = await put('city.mmdb', {
    type: 'GeoLite2-City',
    networks: {
      '9.0.0.0/8': {},
      '81.2.69.128/27': { country: { iso_code: 'GB' } },
      '81.2.69.160/27': place,
      '2001:218::/32': { country: { iso_code: 'JP' } },
    },
    alias: '2002::/16',
  });
  expect(city).toMatchObject({ table: 'geo', networks: 3, attribution: expect.stringMatching(/MaxMind/) });
  const columns = ['network', 'country', 'region', 'city'];
  const addresses = ['81.2.69.160', '::5102:45bf', '81.2.69.192', '2001:218::1', '9.1.1.1'];
  expect(await say('geo', columns, addresses)).toEqual([
    ['81.2.69.160/27', 'GB', 'England', 'London'],
    ['81.2.69.160/27', 'GB', 'England', 'London'],
    [null, null, null, null],
    ['2001:218::/32', 'JP', null, null],
    [null, null, null, null],
  ]);
  // The records' own columns read the same countries.
  expect(await store.client.rows("SELECT dictGet('weir.country_of', 'country', toIPv6('81.2.69.161')) AS c")).toEqual([
    { c: 'GB' },
  ]);
  expect(await store.client.rows('SELECT prefix, country FROM weir.country_prefixes ORDER BY country')).toEqual([
    { prefix: '81.2.69.128/26', country: 'GB' },
    { prefix: '2001:218::/32', country: 'JP' },
  ]);
  await put(
    'country.mmdb',
    { type: 'X-Country', recordSize: 28, networks: { '81.2.0.0/16': { country_code: 'fr' } } },
    true,
  );
  expect(await say('geo', columns, addresses.slice(0, 2))).toEqual([
    ['81.2.0.0/16', 'FR', null, null],
    ['81.2.0.0/16', 'FR', null, null],
  ]);
  await put('asn.mmdb', { type: 'DBIP-ASN-Lite', networks: { '1.0.0.0/24': { autonomous_system_number: 15169 } } });
  expect(await say('asn', ['asn', 'name'], ['1.0.0.1', '1.0.0.70', '1.0.1.5'])).toEqual([
    ['15169', null],
    ['15169', null],
    [null, null],
  ]);
  const flags = { is_anonymous: true, is_anonymous_vpn: true, is_tor_exit_node: false, provider_name: 'foo' };
  expect(
    await put('anonymous.mmdb', { type: 'GeoIP2-Anonymous-IP', networks: { '1.2.0.0/16': flags, '3.0.0.0/8': {} } }),
  ).toMatchObject({
    name: 'geoip2-anonymous-ip',
    networks: 1,
  });
  expect(await say('threats', ['list', 'remark'], ['1.2.3.4', '3.1.1.1', '203.0.113.10'])).toEqual([
    ['geoip2-anonymous-ip', 'anonymous, anonymous vpn; provider name foo'],
    [null, null],
    ['two', '// wide'],
  ]);
});

test('country data is replaced as a whole, and refused as a whole', async () => {
  const countries = await file('countries.csv', '203.0.113.0,203.0.113.255,de\n2001:db8::/32,FR\n');
  expect(await loadCountries(store.client, { own: countries })).toEqual({ networks: 2, source: countries });
  const bad = await file('bad-countries.csv', '203.0.113.0/24,GB\n203.0.114.0/24,Germany\n');
  await expect(loadCountries(store.client, { own: bad })).rejects.toMatchObject({
    code: 'COUNTRY_DATA_INVALID',
    message: expect.stringContaining(`${bad}:2: `),
  });
  expect(await say('geo', ['country', 'city'], ['203.0.113.7', '81.2.69.160', '2001:db8::1'])).toEqual([
    ['DE', null],
    [null, null],
    ['FR', null],
  ]);
});

describe('bad input', () => {
  const lists = (content: string | Buffer, name = 'two') => ({ kind: 'threats', name, file: '', content }) as const;
  test.each<[string, EnrichmentRequest & { content: string | Buffer }, string, RegExp]>([
    ['a word in a list', lists('1.2.3.4\nexample.org\n'), 'THREAT_LIST_INVALID', /:2: "example.org"/],
    ['a prefix that is none', lists('1.2.3.4/33\n'), 'THREAT_LIST_INVALID', /:1: /],
    ['a range that runs backwards', lists('1.2.3.4-1.2.3.3\n'), 'THREAT_LIST_INVALID', /:1: /],
    ['a page in place of a list', lists('<!DOCTYPE html>\n'), 'THREAT_LIST_INVALID', /:1: /],
    ['a list of nothing', lists('# none\n\n'), 'ENRICHMENT_EMPTY', /names no networks/],
    ['bytes in place of a list', lists(Buffer.from([1, 0, 2])), 'FILE_UNREADABLE', /:1: this is no text/],
    ['half a gzip', lists(gzipSync('1.2.3.4\n'.repeat(999)).subarray(0, 30)), 'FILE_UNREADABLE', /cannot be read/],
    ['a name of a list', lists('1.2.3.4\n', 'a b'), 'LIST_NAME_INVALID', /"a b"/],
    ['operators', { kind: 'asn', file: '', content: '1.0.0.0/24,5,x\n1.0.1.0/24,big,x\n' }, 'ASN_DATA_INVALID', /:2: /],
    [
      'half a JSON',
      { kind: 'aws', file: '', content: '{"prefixes": [\n{"ip_prefix": "1.0' },
      'AWS_RANGES_INVALID',
      /:2: this is no whole JSON/,
    ],
    ['another JSON', { kind: 'aws', file: '', content: '[]' }, 'AWS_RANGES_INVALID', /no "prefixes"/],
    [
      'a prefix of AWS',
      { kind: 'aws', file: '', content: '{"prefixes": [\n{"ip_prefix": "1.0.0/8", "service": "S3", "region": "x"}]}' },
      'AWS_RANGES_INVALID',
      /:2: entry 1 of "prefixes"/,
    ],
    [
      'a network without label',
      { kind: 'networks', file: '', content: 'network,label\n1.0.0.0/8,\n' },
      'NETWORKS_INVALID',
      /:2: 1.0.0.0\/8 has no label/,
    ],
    [
      'a network twice',
      { kind: 'networks', file: '', content: 'network,label\n1.0.0.0/8,a\n1.2.0.0/8,b\n' },
      'NETWORKS_INVALID',
      /:3: .* line 2/,
    ],
    [
      'a column',
      { kind: 'networks', file: '', content: 'network,label,boss\n1.0.0.0/8,a,b\n' },
      'NETWORKS_INVALID',
      /:1: the column "boss"/,
    ],
    [
      'a quote',
      { kind: 'networks', file: '', content: 'network,label\n1.0.0.0/8,a"b\n' },
      'NETWORKS_INVALID',
      /:2: column \d+: a quote/,
    ],
    ['another file as MMDB', { kind: 'mmdb', file: '', content: 'x' }, 'MMDB_BROKEN', /no metadata/],
    [
      'another MMDB',
      { kind: 'mmdb', file: '', content: writeMmdb({ type: 'Domain', networks: { '1.0.0.0/8': 'x' } }) },
      'MMDB_KIND_UNKNOWN',
      /"Domain"/,
    ],
  ])('%s', async (_, { content, ...request }, code, message) => {
    const before = await loadedEnrichment(store.client);
    const wrong = load({ ...request, file: await file('wrong', content) });
    await expect(wrong).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
    expect(await loadedEnrichment(store.client)).toEqual(before);
  });

  test('a file that is not there', async () => {
    await expect(load({ kind: 'mmdb', file: path.join(folder, 'none') })).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
  });
});

test('what a crash or a failure left unfinished is not seen, and goes away', async () => {
  const before = await say('threats', ['list'], ['203.0.113.10', '7.7.7.7']);
  const about = {
    table: 'threats',
    name: 'two',
    format: 'list',
    path: '/x',
    edition: '',
    madeAt: null,
    attribution: '',
  } as const;
  async function* halfway() {
    for (let i = 0; i < 60_000; i++)
      yield { network: `7.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`, cells: ['two', null] };
    throw new Error('the disk is gone');
  }
  await expect(putEnrichment(store.client, { ...about, rows: halfway() })).rejects.toThrow('the disk is gone');
  // A load that died seven hours ago, and could not clean up.
  const stale = (Date.now() - 7 * 3_600_000) * 4096;
  await store.client.insertRows(
    'enrich_rows',
    [{ table: 'threats', name: 'two', version: stale, row: 0, network: '7.7.7.7/32', cells: ['two', null] }],
    'dead',
  );
  await store.client.command(`CREATE TABLE weir.country_prefixes_${stale} AS weir.country_prefixes`);
  expect(await say('threats', ['list'], ['203.0.113.10', '7.7.7.7'])).toEqual(before);
  await load({ kind: 'threats', name: 'three', file: await file('three.txt', '7.7.7.8\n') });
  expect(await say('threats', ['list'], ['7.7.7.7', '7.7.7.8'])).toEqual([[null], ['three']]);
  const left = await store.client.rows(
    `SELECT name FROM system.tables WHERE database = 'weir' AND endsWith(name, '${stale}') UNION ALL SELECT name FROM weir.enrich_rows WHERE version = ${stale} OR network = '7.0.0.9/32'`,
  );
  expect(left).toEqual([]);
});

test('what was in use stays for queries that run; a process that dies behind its row leaves no gap', async () => {
  const names = async () =>
    (
      await store.client.rows<{ name: string }>(
        "SELECT name FROM system.tables WHERE database = 'weir' AND name LIKE 'enrich\\_threats\\_%' ORDER BY name",
      )
    ).map(({ name }) => name);
  // All that is loaded was loaded an hour ago.
  const hour = 3_600_000 * 4096;
  for (const table of ['enrich_rows', 'enrich_sources'])
    await store.client.command(`CREATE TABLE weir.${table}_before AS weir.${table}`);
  for (const [table, columns] of [
    ['enrich_rows', 'row, network, cells'],
    ['enrich_sources', 'format, path, edition, made_at, attribution, networks, stored, removed, at'],
  ]) {
    await store.client.command(
      `INSERT INTO weir.${table}_before SELECT \`table\`, name, version - ${hour}, ${columns} FROM weir.${table}`,
    );
    await store.client.command(`EXCHANGE TABLES weir.${table} AND weir.${table}_before`);
    await store.client.command(`DROP TABLE weir.${table}_before SYNC`);
  }
  const before = await names();
  // Nobody made dictionaries for these versions: whoever asks first does.
  expect(await say('threats', ['list'], ['7.7.7.8'])).toEqual([['three']]);
  const inUse = (await names()).filter((name) => !before.includes(name));
  expect(inUse).toHaveLength(1);
  await load({ kind: 'threats', name: 'three', file: path.join(folder, 'three.txt') });
  expect(await names()).toEqual(expect.arrayContaining(inUse));
});

test('all is read again from where it came; what cannot be read stays', async () => {
  await writeFile(path.join(folder, 'two.lst'), '5.5.5.5\n');
  await rm(path.join(folder, 'asn.mmdb'));
  const results = [];
  for await (const { before, now, error } of refreshEnrichment(store.client))
    results.push([before.table, before.name, now?.networks ?? error?.code]);
  expect(results).toEqual([
    ['asn', '', 'FILE_UNREADABLE'],
    ['cloud', 'aws', 5],
    ['geo', '', 2],
    ['networks', '', 1],
    ['threats', 'geoip2-anonymous-ip', 1],
    ['threats', 'three', 1],
    ['threats', 'two', 1],
  ]);
  expect(await say('threats', ['list'], ['5.5.5.5', '203.0.113.10', '1.2.3.4'])).toEqual([
    ['two'],
    [null],
    ['geoip2-anonymous-ip'],
  ]);
  expect(await say('asn', ['asn'], ['1.0.0.1'])).toEqual([['15169']]);
});

test('words for filters come from what is loaded', async () => {
  const file = path.join(folder, 'words.csv');
  await writeFile(file, '1.0.0.0/24,15169,Big\n1.0.1.0/24,15169,Big\n2.0.0.0/8,64500,Small Net\n');
  await load({ kind: 'asn', file });
  const words = async (...asked: [NetworkWord, string]) =>
    (await readNetworkWords({ client: store.client }, ...asked, 2)).map(({ word, about }) => `${word} ${about}`.trim());
  expect(await words('network', '')).toEqual(['Big', 'Small Net']);
  expect(await words('network', 'small n')).toEqual(['Small Net']);
  expect(await words('asn', '')).toEqual(['15169 Big', '64500 Small Net']);
  expect(await words('asn', 'small')).toEqual(['64500 Small Net']);
  expect(await words('aws_service', 's3')).toEqual(['S3']);
  expect(await words('threat', 'two')).toEqual(['two']);
  expect(await words('label', "' OR 1 --")).toEqual([]);
});

test('a table that a user made before Weir had one of that name stays theirs', async () => {
  await putLookupTable(store.client, 'networks', Buffer.from('cidr,team\n10.0.0.0/8,blue\n'), []);
  expect(await say('networks', ['team'], ['10.1.2.3'])).toEqual([['blue']]);
});
