import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MapAnswer, mapAnswer, mapGroupings, mapQuery } from '../../src/contract/index.ts';
import { planPairs } from '../../src/store/flows/map/held.ts';
import { resolveScope } from '../../src/store/flows/reader/scope.ts';
import { readMap } from '../../src/store/index.ts';
import { dataHours, dataStart, fillStore, openStore, type TestStore } from '../support/flow-store.ts';
import { fillWideNetwork, wideHours, wideStart } from '../support/wide-network.ts';

let store: TestStore;
const at = (seconds: number) => new Date(seconds * 1000).toISOString();
const end = dataStart + dataHours * 3600;

/** One address in two VPCs, one with two holders one after the other, one interface of both families. */
const holder = (vpc: string, address: string, name: string, more: Readonly<Record<string, unknown>> = {}) => ({
  vpc,
  address,
  role: 'private',
  interface: `eni-of-${name}`,
  resource: `i-${name}`,
  resource_kind: 'instance',
  name,
  owner: 'payments',
  tier: 'web',
  instance: `i-${name}`,
  subnet: `subnet-${vpc}`,
  zone: 'euw1-az1',
  account: '111111111110',
  region: 'eu-west-1',
  groups: ['sg-2', 'sg-1'],
  tags: {},
  valid_from: 0,
  valid_to: 4_294_967_295,
  assumed: 0,
  alone: 1,
  ...more,
});

beforeAll(async () => {
  store = await openStore('map');
  await fillStore(store.client);
  await store.client.insertRows(
    'inventory_addresses',
    [
      holder('vpc-0', '::ffff:10.0.0.1', 'zero', { alone: 0 }),
      holder('vpc-1', '::ffff:10.0.0.1', 'one', { alone: 0, groups: [] }),
      holder('vpc-0', '::ffff:10.0.0.2', 'old', { valid_to: dataStart + 3600 }),
      holder('vpc-0', '::ffff:10.0.0.2', 'new', { valid_from: dataStart + 3601, tier: '' }),
      holder('vpc-0', '::ffff:10.0.0.3', 'both'),
      holder('vpc-0', '::ffff:10.0.1.3', 'both'),
      // Found by filters: a change of hands within an hour, an address that is outside of the network, a tag.
      holder('vpc-2', '::ffff:10.0.2.9', 'early', { owner: 'lent', valid_to: dataStart + 9_000 }),
      holder('vpc-2', '::ffff:10.0.2.9', 'late', { owner: 'own', valid_from: dataStart + 9_001, zone: 'euw1-az2' }),
      holder('vpc-2', '::ffff:52.1.2.7', 'edge', { owner: 'edge', tier: 'edge', zone: 'euw1-az3' }),
      holder('', '::ffff:10.0.2.4', 'tagged', { tags: { team: 'x' }, interface: 'eni-4', groups: ['sg-7', 'sg-8'] }),
    ],
    'holders',
  );
  await store.client.command('SYSTEM RELOAD DICTIONARY weir.address_of');
});
afterAll(async () => store.close());

const ask = async (given: Readonly<Record<string, unknown>> = {}, allowRollUp = true) => {
  const query = mapQuery.parse({ from: at(dataStart), to: at(end), limit: 5000, ...given });
  return mapAnswer.parse(await readMap({ client: store.client }, query, allowRollUp));
};
const row = async (sql: string) =>
  Object.values((await store.client.rows<Record<string, string>>(sql))[0] ?? {}).map(String);
const sums = "sum(if(counted = 1, ifNull(bytes, 0), 0)), count(), countIf(action = 'REJECT')";
const timed = `start >= toDateTime(${dataStart}, 'UTC') AND start < toDateTime(${end}, 'UTC')`;

/** Adds up what an answer holds, whatever its nodes are. */
const added = ({ edges, others }: MapAnswer) =>
  (['bytes', 'records', 'refused'] as const).map((name) =>
    edges.reduce((sum, edge) => sum + BigInt(edge[name]), BigInt(others[name])).toString(),
  );

/** Filters that the sums answer by who held an address, and by countries. */
const found = [
  'country:NL',
  '!country:US',
  'src_country:US',
  'owner:lent',
  'owner:own',
  '!owner:payments',
  'owner:edge',
  'tier:web',
  'name:late',
  'zone:euw1-az1',
  '!zone:euw1-az2',
  'tag:team=x',
  'thing:sg-8',
];

describe('sums', () => {
  test.each([
    { filter: [], where: '1' },
    { filter: ['action:REJECT'], where: "action = 'REJECT'" },
    { filter: ['vpc_id:vpc-1', '!protocol:udp'], where: "vpc_id = 'vpc-1' AND ifNull(protocol != 17, 1)" },
    { filter: ['service_port:443'], where: 'service_port = 443' },
    { filter: ['srcaddr:10.0.0.0/24'], where: "srcaddr BETWEEN toIPv6('10.0.0.0') AND toIPv6('10.0.0.255')" },
    { filter: ['region:eu-west-1'], where: "region = 'eu-west-1'" },
    { filter: ['thing:sg-7'], where: "interface_id = 'eni-4'" },
    { filter: ['owner:lent'], where: "(src_owner = 'lent' OR dst_owner = 'lent')" },
    { filter: ['!country:NL'], where: "NOT ifNull(src_country = 'NL' OR dst_country = 'NL', 0)" },
  ])('of $filter are those of the records, to the byte, however hosts are put together', async ({ filter, where }) => {
    const all = await row(`SELECT ${sums} FROM weir.flows WHERE ${timed} AND ${where}`);
    const ends = await row(
      `SELECT ${sums} FROM weir.flows WHERE ${timed} AND ${where} AND isNotNull(src_scope) AND isNotNull(dst_scope)`,
    );
    for (const group of ['vpc', 'subnet', 'none'] as const) {
      const answer = await ask({ filter, group, limit: group === 'none' ? 7 : 5000 });
      expect(added(answer), group).toEqual(ends);
      expect(Object.values(answer.total).map(String)).toEqual(all);
      expect(Object.values(answer.without_ends).map(String)).toEqual(
        all.map((n, i) => String(BigInt(n) - BigInt(ends[i] ?? 0))),
      );
      // What goes out of nodes comes in at others.
      const groups = answer.nodes.filter(({ parent }) => parent === null);
      for (const name of ['bytes_out', 'bytes_in'] as const)
        expect(groups.reduce((sum, node) => sum + BigInt(node[name]), 0n).toString()).toBe(ends[0]);
      for (const edge of answer.edges)
        expect(answer.nodes.filter(({ id }) => id === edge.from || id === edge.to).length).toBe(
          edge.from === edge.to ? 1 : 2,
        );
    }
  });

  test('are the same from the kept sums as from the records, over any range', async () => {
    const instant = fc.integer({ min: -1800, max: dataHours * 3600 });
    const texts = [
      'action:ACCEPT',
      'boundary:inbound',
      '!interface_id:eni-3',
      'initiator:-',
      'account_id:111111111110',
      ...found,
    ];
    const asked = fc.record({
      ends: fc.tuple(instant, instant).filter(([a, b]) => a !== b),
      filter: fc.uniqueArray(fc.constantFrom(...texts), { maxLength: 2 }),
      group: fc.constantFrom(...mapGroupings),
      measure: fc.constantFrom('bytes', 'records', 'refused'),
    });
    await fc.assert(
      fc.asyncProperty(asked, async ({ ends, ...more }) => {
        const range = { from: at(dataStart + Math.min(...ends)), to: at(dataStart + Math.max(...ends)) };
        const [kept, raw] = await Promise.all([ask({ ...range, ...more }), ask({ ...range, ...more }, false)]);
        expect(kept).toEqual(raw);
      }),
      { numRuns: 8 },
    );
  });

  test('are the same from the kept sums as from the records for filters on holders and countries', async () => {
    const filters = [
      ['country:NL', 'tier:web'],
      ['!src_country:US', '!owner:own', 'vpc_id:vpc-2'],
      ['owner:lent', 'owner:own'],
      ['!zone:euw1-az2', '!country:NL'],
      ['name:late'],
      ['owner:edge'],
      ['tag:team=x'],
    ];
    const range = { from: at(dataStart + 600), to: at(end - 1500), group: 'none', measure: 'records' };
    for (const filter of filters) {
      const [kept, raw] = await Promise.all([ask({ ...range, filter }), ask({ ...range, filter }, false)]);
      expect(kept, filter.join()).toEqual(raw);
      expect(Number(kept.total.records), filter.join()).toBeGreaterThan(0);
    }
  });

  test('answer filters on holders and countries, but where somebody changed or is outside', async () => {
    const context = { client: store.client };
    const plan = async (...filter: string[]) =>
      planPairs(context, await resolveScope(context, mapQuery.parse({ from: at(dataStart), to: at(end), filter })));
    const still = { changed: [], isSplit: false };
    expect(await plan('vpc_id:vpc-1', 'thing:sg-1')).toMatchObject({ ...still, columns: '' });
    for (const filter of ['tier:web', 'tag:team=x', 'zone:euw1-az1', '!owner:payments'])
      expect(await plan(filter), filter).toBeDefined();
    expect(await plan('tag:team=x')).toMatchObject(still);
    expect(await plan('owner:own')).toMatchObject({ changed: [dataStart + 7200], isSplit: false });
    expect(await plan('country:NL', 'name:late')).toMatchObject({ changed: [dataStart + 7200], isSplit: true });
    for (const filter of ['owner:edge', 'owner:-', 'country:-', 'address:10.0.0.1', 'region:eu-west-1'])
      expect(await plan(filter), filter).toBe(undefined);
  });
});

describe('nodes', () => {
  const host = (answer: MapAnswer, address: string) =>
    answer.nodes.filter((node) => node.kind === 'host' && node.addresses.includes(address));

  test('an address that two VPCs have is two hosts; where the record has no VPC, neither', async () => {
    const found = host(await ask({ group: 'vpc' }), '10.0.0.1');
    expect(found.map(({ id, label, parent }) => [id, label, parent])).toEqual(
      expect.arrayContaining([
        ['eni-of-zero', 'zero', 'vpc:vpc-0'],
        ['eni-of-one', 'one', 'vpc:vpc-1'],
        ['10.0.0.1', '10.0.0.1', 'network:10.0.0.0/24'],
      ]),
    );
    const [, own] = await row(
      `SELECT ${sums} FROM weir.flows WHERE ${timed} AND vpc_id = 'vpc-1' AND (ifNull(pkt_srcaddr, srcaddr) = toIPv6('10.0.0.1') OR ifNull(pkt_dstaddr, dstaddr) = toIPv6('10.0.0.1')) AND srcaddr != dstaddr`,
    );
    expect(String(found.find(({ id }) => id === 'eni-of-one')?.records)).toBe(own);
  });

  test('of two holders in the range the last one is named; an interface with two addresses is one host', async () => {
    const whole = await ask();
    expect(host(whole, '10.0.0.2').map(({ label }) => label)).toContain('new');
    const before = await ask({ to: at(dataStart + 3600) });
    expect(host(before, '10.0.0.2').map(({ label }) => label)).toContain('old');
    expect(whole.nodes.filter(({ id }) => id === 'eni-of-both').map(({ addresses }) => addresses)).toEqual([
      ['10.0.0.3', '10.0.1.3'],
    ]);
  });

  test('groups by tier, owner and security groups of the inventory; what it does not know lies together', async () => {
    const groups = async (group: string) =>
      (await ask({ group })).nodes.flatMap(({ kind, id, label }) => (kind === 'group' ? [[id, label]] : []));
    expect(await groups('tier')).toEqual(
      expect.arrayContaining([
        ['tier:web', 'web'],
        ['tier:', 'unknown tier'],
      ]),
    );
    expect(await groups('owner')).toEqual(expect.arrayContaining([['owner:payments', 'payments']]));
    expect(await groups('security_group')).toEqual(
      expect.arrayContaining([['security_group:sg-1, sg-2', 'sg-1, sg-2']]),
    );
  });

  test('countries and what has none lie in the Internet', async () => {
    const { nodes } = await ask();
    const outside = nodes.flatMap(({ id, kind, parent }) => (parent === 'internet' ? [`${kind} ${id}`] : []));
    expect(outside.sort()).toEqual(['country NL', 'country US']);
  });
});

describe('what is shown', () => {
  test('only open groups show their hosts; the rest of the edges is summed', async () => {
    const closed = await ask({ open: '' });
    expect(closed.nodes.some(({ open }) => open)).toBe(false);
    const groups = new Set(closed.nodes.flatMap(({ kind, id }) => (kind === 'group' ? [id] : [])));
    expect(closed.edges.every(({ from, to }) => groups.has(from) && groups.has(to))).toBe(true);
    const open = await ask({ open: ['internet', 'network:10.0.0.0/24', 'no such group'] });
    expect(open.nodes.flatMap((node) => (node.open ? [node.id] : [])).sort()).toEqual([
      'internet',
      'network:10.0.0.0/24',
    ]);
    expect(open.edges.some(({ from }) => from === 'US')).toBe(true);
    expect(added(open)).toEqual(added(closed));
    const few = await ask({ open: '', limit: 3, measure: 'refused' });
    expect(few.edges.length).toBe(3);
    expect(few.others.edges).toBe(closed.edges.length - 3);
    const refused = few.edges.map((edge) => Number(edge.refused));
    expect(refused).toEqual([...refused].sort((a, b) => b - a));
    expect(added(few)).toEqual(added(closed));
  });

  test('an edge names its largest services and who opened it', async () => {
    const { edges } = await ask({ open: '', measure: 'records' });
    const [edge] = edges;
    expect(edge?.services.length).toBeLessThanOrEqual(5);
    expect(edge?.service_count).toBeGreaterThan(4);
    const records = edge?.services.map((service) => Number(service.records)) ?? [];
    expect(records).toEqual([...records].sort((a, b) => b - a));
    expect(Number(edge?.opened_from) + Number(edge?.opened_to)).toBeLessThanOrEqual(Number(edge?.records));
    expect(Number(edge?.opened_to)).toBeGreaterThan(0);
  });
});

test('a network of 20 groups and 2,000 hosts: groups are closed, every host is there to be found', async () => {
  await fillWideNetwork(store.client, { groups: 20, hosts: 2000, records: 40_000 });
  const range = { from: at(wideStart), to: at(wideStart + wideHours * 3600) };
  const answer = await ask({ ...range, limit: 100 });
  const own = answer.nodes.filter(({ kind, id }) => kind === 'group' && id.startsWith('subnet:'));
  expect(own.map(({ hosts, open }) => `${hosts} ${open}`)).toEqual(Array(20).fill('100 false'));
  expect(answer.nodes.filter(({ kind }) => kind === 'host').length).toBe(2000);
  expect(answer).toMatchObject({ hosts: 2000, known_hosts: 2000, hosts_left_out: 0 });
  expect(answer.edges.length).toBe(100);
  const [id = ''] = own.map((node) => node.id);
  const open = await ask({ ...range, open: [id], limit: 1500 });
  expect(open.edges.filter(({ from }) => from.startsWith('eni-')).length).toBeGreaterThan(500);
  expect(added(open)).toEqual(added(answer));
});
