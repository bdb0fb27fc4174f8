import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Reader } from 'mmdb-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadEnrichment } from '../../src/enrich/index.ts';
import { openMmdb } from '../../src/enrich/mmdb/walk.ts';
import { enriched } from '../support/enriched.ts';
import { openStore, type TestStore } from '../support/flow-store.ts';

const data = join(import.meta.dirname, '../../../shared/data');
const here = existsSync(data);
if (!here) process.stderr.write(`skipped: the reference samples are not at ${data}\n`);

/** A network as numbers of 128 bits, IPv4 in ::/96 as MMDB files have it; read here without what Weir reads with. */
interface Block {
  readonly first: bigint;
  readonly last: bigint;
  readonly length: number;
}

function numberOf(text: string): bigint {
  if (text.includes('.')) {
    const dotted = text.slice(text.lastIndexOf(':') + 1);
    return dotted.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  }
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const all = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return BigInt(`0x${all.map((group) => group.padStart(4, '0')).join('')}`);
}

function blockOf(network: string): Block {
  const [address = '', bits = ''] = network.split('/');
  const length = Number(bits) + (address.includes(':') ? 0 : 96);
  const size = 1n << BigInt(128 - length);
  const first = (numberOf(address) / size) * size;
  return { first, last: first + size - 1n, length };
}

/** An address of the kind in which its network is written. */
function textOf(value: bigint, isDotted: boolean): string {
  if (isDotted) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  return value
    .toString(16)
    .padStart(32, '0')
    .replace(/(.{4})(?=.)/g, '$1:');
}

/** First, middle and last address of each network, and the one behind. */
function probesOf(networks: readonly string[]): { text: string; value: bigint }[] {
  return networks.flatMap((network) => {
    const { first, last } = blockOf(network);
    const isDotted = !network.includes(':');
    const top = isDotted ? 0xffffffffn : (1n << 128n) - 1n;
    const values = [first, (first + last) / 2n, last, last + 1n].filter((value) => value <= top);
    return values.map((value) => ({ value, text: textOf(value, isDotted) }));
  });
}

/** What the longest of the networks that hold an address says. */
function longest<T>(blocks: ReadonlyMap<string, T>, value: bigint): T | undefined {
  for (let length = 128; length >= 0; length--) {
    const size = 1n << BigInt(128 - length);
    const found = blocks.get(`${(value / size) * size}/${length}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const keyOf = (network: string) => {
  const { first, length } = blockOf(network);
  return `${first}/${length}`;
};

describe.skipIf(!here)('published samples (../shared/data)', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openStore('samples');
  });
  afterAll(() => store.close());

  const at = (...parts: string[]) => join(data, ...parts);
  const say = (table: string, columns: readonly string[], addresses: readonly string[]) =>
    enriched(store.client, table, columns, addresses);

  type Said = Record<string, unknown>;
  const country = (said: Said) => [(said['country'] as { iso_code?: string } | undefined)?.iso_code ?? null];
  const operator = (said: Said) => [
    said['autonomous_system_number'] === undefined ? null : String(said['autonomous_system_number']),
    said['autonomous_system_organization'] ?? null,
  ];
  const anonymous = (said: Said) => {
    const flags = Object.keys(said).filter((name) => said[name] === true);
    const others = Object.entries(said).filter(([, value]) => value !== true);
    const parts = [
      flags.map((name) => name.replace('is_', '').replaceAll('_', ' ')).join(', '),
      ...others.map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`),
    ];
    return ['geoip-anonymous-plus', parts.join('; ')];
  };

  test.each([
    ['GeoLite2-ASN', 'asn', ['asn', 'name'], operator],
    ['GeoLite2-Country', 'geo', ['country'], country],
    ['GeoIP-Anonymous-Plus', 'threats', ['list', 'remark'], anonymous],
  ] as const)('every network of %s', async (name, table, columns, meant) => {
    const entries = JSON.parse(readFileSync(at('maxmind-test-data', `source-${name}-Test.json`), 'utf8')) as Said[];
    const said = new Map(entries.flatMap((entry) => Object.entries(entry) as [string, Said][]));
    const blocks = new Map([...said].map(([network, value]) => [keyOf(network), value]));
    await loadEnrichment(store.client, { kind: 'mmdb', file: at('maxmind-test-data', `${name}-Test.mmdb`) });
    const probes = probesOf([...said.keys()]);
    const found = await say(
      table,
      columns,
      probes.map(({ text }) => text),
    );
    const wanted = probes.map(({ value }) => {
      const one = longest(blocks, value);
      return one === undefined ? columns.map(() => null) : meant(one);
    });
    const shown = (rows: readonly unknown[][]) => probes.map(({ text }, i) => [text, ...(rows[i] ?? [])].join(' '));
    expect(shown(found)).toEqual(shown(wanted as unknown[][]));
    expect(probes.length).toBeGreaterThan(100);
  });

  test('every network of GeoLite2-City says what mmdb-lib reads at its ends', async () => {
    const path = at('maxmind-test-data', 'GeoLite2-City-Test.mmdb');
    const db = readFileSync(path);
    await loadEnrichment(store.client, { kind: 'mmdb', file: path });
    const reader = new Reader(db);
    const networks = [...openMmdb(path, db).networks()].map(({ network }) => network);
    const probes = probesOf(networks);
    const found = await say(
      'geo',
      ['country', 'region', 'city'],
      probes.map(({ text }) => text),
    );
    const wanted = probes.map(({ text }) => {
      const said = reader.get(text) as {
        country?: { iso_code?: string };
        subdivisions?: { names: { en: string } }[];
        city?: { names: { en: string } };
      } | null;
      return [said?.country?.iso_code, said?.subdivisions?.[0]?.names.en, said?.city?.names.en].map((x) => x ?? null);
    });
    expect(probes.map(({ text }, i) => [text, found[i]])).toEqual(probes.map(({ text }, i) => [text, wanted[i]]));
    expect(networks.length).toBeGreaterThan(200);
  });

  test.each(['ipv4-24', 'ipv6-32', 'mixed-28', 'decoder'])('format test %s', (name) => {
    const file = `MaxMind-DB-test-${name}.mmdb`;
    const db = readFileSync(at('maxmind-test-data', file));
    const reader = new Reader(db);
    const walked = [...openMmdb(file, db).networks()];
    expect(walked.length).toBeGreaterThan(1);
    for (const { network, value } of walked) {
      const [address = '', length = ''] = network.split('/');
      expect([value, Number(length)]).toEqual(reader.getWithPrefixLength(address));
    }
  });

  test('format test no-ipv4-search-tree', () => {
    const db = readFileSync(at('maxmind-test-data', 'MaxMind-DB-no-ipv4-search-tree.mmdb'));
    expect([...openMmdb('x', db).networks()]).toEqual([
      { network: '0.0.0.0/0', value: '::/64' },
      { network: '::/64', value: '::/64' },
    ]);
  });

  test.each(['broken-pointers-24', 'broken-search-tree-24'])('%s is refused', (name) => {
    const db = readFileSync(at('maxmind-test-data', `MaxMind-DB-test-${name}.mmdb`));
    expect(() => [...openMmdb('x', db).networks()]).toThrow(expect.objectContaining({ code: 'MMDB_BROKEN' }));
  });

  test('every prefix of AWS', async () => {
    const file = at('aws-ip-ranges', 'ip-ranges.json.gz');
    await loadEnrichment(store.client, { kind: 'aws', file });
    const published = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Record<
      'prefixes' | 'ipv6_prefixes',
      { ip_prefix?: string; ipv6_prefix?: string; region: string; service: string }[]
    >;
    const services = new Map<string, { region: string; service: string }[]>();
    const networks = [...published.prefixes, ...published.ipv6_prefixes].map(({ ip_prefix, ipv6_prefix, ...entry }) => {
      const network = ip_prefix ?? ipv6_prefix ?? '';
      services.set(keyOf(network), [...(services.get(keyOf(network)) ?? []), entry]);
      return network;
    });
    const probes = probesOf([...new Set(networks)]);
    const found = await say(
      'cloud',
      ['provider', 'region', 'service'],
      probes.map(({ text }) => text),
    );
    const wrong = probes.filter(({ value }, i) => {
      const all = longest(services, value);
      const [provider, region, service] = found[i] ?? [];
      if (all === undefined) return service !== null;
      const named = all.filter((one) => one.service !== 'AMAZON');
      const narrow = named.filter((one) => one.service !== 'EC2');
      const may = narrow.length > 0 ? narrow : named.length > 0 ? named : all;
      return provider !== 'aws' || !may.some((one) => one.region === region && one.service === service);
    });
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(probes.length).toBeGreaterThan(40_000);
  });

  test.each(['ipsum-level3.txt', 'ipsum-level6.txt', 'mass-scanner-cidr.txt', 'tor-exit-nodes.lst'])(
    'every line of %s',
    async (name) => {
      const file = at('threat-lists', name);
      await loadEnrichment(store.client, { kind: 'threats', name: 'sample', file });
      const blocks = new Map<string, Set<string>>();
      const networks: string[] = [];
      for (const line of readFileSync(file, 'utf8').split('\n')) {
        const [entry = '', ...remark] = line.split('#');
        if (entry.trim() === '') continue;
        const network = entry.includes('/') ? entry.trim() : `${entry.trim()}/${entry.includes(':') ? 128 : 32}`;
        networks.push(network);
        const remarks = blocks.get(keyOf(network)) ?? new Set();
        blocks.set(keyOf(network), remarks.add(remark.join('#').trim()));
      }
      const probes = probesOf(networks);
      const found = await say(
        'threats',
        ['list', 'remark'],
        probes.map(({ text }) => text),
      );
      const wanted = probes.map(({ value }) => {
        const remarks = longest(blocks, value);
        if (remarks === undefined) return [null, null];
        return [
          'sample',
          [...remarks]
            .filter((text) => text !== '')
            .sort()
            .join('; ') || null,
        ];
      });
      expect(probes.map(({ text }, i) => [text, found[i]])).toEqual(probes.map(({ text }, i) => [text, wanted[i]]));
      await loadEnrichment(store.client, {
        kind: 'threats',
        name: 'sample',
        file: at('threat-lists', 'ipsum-level6.txt'),
      });
    },
  );
});
