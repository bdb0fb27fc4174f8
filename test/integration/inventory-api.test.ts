import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createApi } from '../../src/api/index.ts';
import {
  addressAnswer,
  inventoryChangesAnswer,
  inventoryObjectAnswer,
  inventoryObjectsAnswer,
  inventoryStatusAnswer,
  inventoryWordsAnswer,
  namesAnswer,
  problem,
  recordsAnswer,
  summaryAnswer,
  topAnswer,
} from '../../src/contract/index.ts';
import { writeDemo } from '../../src/demo/index.ts';
import { ingest } from '../../src/ingest/index.ts';
import { importInventory } from '../../src/inventory/index.ts';
import { createState } from '../../src/store/index.ts';
import { openStore, type TestStore } from '../support/flow-store.ts';

interface Truth {
  readonly account: string;
  readonly vpc: string;
  readonly names: Readonly<
    Record<
      string,
      { name: string; tier: string; owner: string | null; interface: string | null; instance: string | null }
    >
  >;
}

let store: TestStore;
let api: FastifyInstance;
let folder: string;
let truth: Truth;
const end = Date.parse('2025-11-19T10:00:00Z') / 1000;
const during = '2025-11-19T09:30:00Z';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weir-inventory-api-'));
  store = await openStore('inventory-api');
  const demo = await writeDemo({ folder, seed: 1, hours: 1, rate: 2, end, incidents: false });
  truth = JSON.parse(await readFile(demo.truth, 'utf8')) as Truth;
  await ingest(store.client, [demo.logs]);
  await importInventory(store.client, [demo.inventory], { now: Date.now() });
  api = await createApi(
    {
      client: store.client,
      savedQueries: { state: createState(store.dataFolder), shipped: async () => [] },
      version: '0.0.0',
      loading: async () => null,
      log: () => undefined,
    },
    { host: '127.0.0.1', token: undefined, webFolder: path.join(folder, 'no-page') },
  );
});
afterAll(async () => {
  await api.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (url: string) => api.inject({ method: 'GET', url: `/api/v1/${url}`, headers: { host: '127.0.0.1:7070' } });
async function read<T extends z.ZodType>(url: string, shape: T): Promise<z.output<T>> {
  const answer = await get(url);
  expect(answer.statusCode, answer.body).toBe(200);
  return shape.parse(answer.json());
}
async function refused(url: string): Promise<[number, string]> {
  const answer = await get(url);
  return [answer.statusCode, problem.parse(answer.json()).code];
}
const addressOf = (name: string) => {
  const [address] = Object.entries(truth.names).find(([, one]) => one.name === name && one.interface !== null) ?? [];
  if (address === undefined) throw new Error(`the demo has no ${name}`);
  return address;
};
const thing = (id: string, at = during) =>
  read(`inventory/objects/${encodeURIComponent(id)}?at=${at}`, inventoryObjectAnswer);

describe('the inventory over HTTP', () => {
  test('status says what is known and which calls would bring the rest', async () => {
    const status = await read('inventory/status', inventoryStatusAnswer);
    const interfaces = status.known.find(({ kind }) => kind === 'network-interface');
    expect(interfaces).toMatchObject({ account: truth.account, objects: 39, snapshots: 1 });
    expect(status.missing.map(({ call }) => call)).toContain('aws ec2 describe-vpc-peering-connections');
    expect(status.kinds.find(({ name }) => name === 'subnet')?.plural).toBe('subnets');
  });

  test('objects come in pages that join without gap or double', async () => {
    const whole = await read('inventory/objects?kind=network-interface&limit=1000', inventoryObjectsAnswer);
    expect(whole.rows).toHaveLength(Number(whole.total));
    const ids: string[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page += 1) {
      const part = await read(`inventory/objects?kind=network-interface&limit=7${cursor}`, inventoryObjectsAnswer);
      ids.push(...part.rows.map(({ id }) => id));
      if (part.next_cursor === null) break;
      cursor = `&cursor=${encodeURIComponent(part.next_cursor)}`;
    }
    expect(ids).toEqual(whole.rows.map(({ id }) => id));
    expect(new Set(ids).size).toBe(39);
    expect(await refused('inventory/objects?cursor=nonsense')).toEqual([400, 'CURSOR_INVALID']);
  });

  test('a search finds by name, identifier, owner, address and tag', async () => {
    const address = addressOf('web-1');
    const known = truth.names[address];
    const found = async (search: string) =>
      (await read(`inventory/objects?search=${encodeURIComponent(search)}&limit=1000`, inventoryObjectsAnswer)).rows;
    for (const search of ['web-1', String(known?.interface), address, `web-1 ${known?.owner}`, 'tier=web'])
      expect(
        (await found(search)).map(({ id }) => id),
        search,
      ).toContain(known?.interface);
    expect((await found(address)).every((one) => one.addresses.includes(address))).toBe(true);
    expect(await found('no such thing')).toEqual([]);
  });

  test('an interface shows its instance, groups with their rules, route table and ACL', async () => {
    const known = truth.names[addressOf('web-1')];
    const answer = await thing(String(known?.interface));
    const [{ object, related, rules, route_tables, network_acls } = { object: undefined }] = answer.objects;
    expect(object).toMatchObject({ kind: 'network-interface', name: 'web-1', owner: known?.owner, vpc: truth.vpc });
    expect(related?.map(({ id }) => id)).toContain(known?.instance);
    expect(rules).toContainEqual(expect.objectContaining({ direction: 'ingress', protocol: 'tcp', from_port: 8080 }));
    expect(route_tables).toHaveLength(1);
    expect(network_acls).toHaveLength(1);
    const alb = rules?.find(({ from_port }) => from_port === 8080)?.peer ?? '';
    expect(answer.names[alb]).toBe('alb');
  });

  test('before the first snapshot the first one is assumed, and says so by its time', async () => {
    const { rows } = await read('inventory/objects?kind=subnet', inventoryObjectsAnswer);
    const answer = await thing(rows[0]?.id ?? '');
    const object = answer.objects[0]?.object;
    expect(Date.parse(object?.valid_from ?? '')).toBeGreaterThan(Date.parse(during));
    const inside = answer.named_by.find(({ kind }) => kind === 'network-interface');
    expect(inside?.objects.every(({ vpc }) => vpc === truth.vpc)).toBe(true);
  });

  test('an ARN is an identifier', async () => {
    const { rows } = await read('inventory/objects?kind=load-balancer', inventoryObjectsAnswer);
    expect(rows[0]?.id).toMatch(/^arn:aws:.*\/app\//);
    const answer = await thing(rows[0]?.id ?? '');
    expect(answer.objects[0]?.object.kind).toBe('load-balancer');
    expect(answer.named_by.map(({ kind }) => kind)).toContain('network-interface');
  });

  test('what no snapshot has is told', async () => {
    const nobody = await read('inventory/objects/eni-0000000000000000f', inventoryObjectAnswer);
    expect(nobody).toMatchObject({ known: false, objects: [], versions: [], changes: [] });
    expect(await refused('addresses/10.20.0')).toEqual([400, 'ADDRESS_INVALID']);
    expect(await refused('inventory/objects?at=yesterday')).toEqual([400, 'REQUEST_INVALID']);
  });

  test('changes come newest first, in pages', async () => {
    const whole = await read('inventory/changes?limit=500', inventoryChangesAnswer);
    expect(whole.rows).toHaveLength(Number(whole.total));
    expect(whole.rows.length).toBeGreaterThan(20);
    expect(whole.rows.map(({ at }) => at)).toEqual(
      whole.rows
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    const first = await read('inventory/changes?limit=9', inventoryChangesAnswer);
    const second = await read(
      `inventory/changes?limit=9&cursor=${encodeURIComponent(first.next_cursor ?? '')}`,
      inventoryChangesAnswer,
    );
    expect([...first.rows, ...second.rows]).toEqual(whole.rows.slice(0, 18));
  });

  test('an address shows who held it, and what is not loaded', async () => {
    const address = addressOf('web-1');
    const known = truth.names[address];
    const answer = await read(`addresses/${address}`, addressAnswer);
    expect(answer.holders).toMatchObject([
      { name: 'web-1', interface: known?.interface, resource: { kind: 'instance', id: known?.instance } },
    ]);
    expect(answer.not_loaded).toEqual(['countries', 'asn', 'cloud', 'threats', 'networks', 'geo']);
    expect(answer.changes[0]?.id).toBeDefined();
    expect((await read('addresses/192.0.2.200', addressAnswer)).holders).toEqual([]);
  });
});

describe('names and filters over HTTP', () => {
  const range = `from=${new Date((end - 3600) * 1000).toISOString().replace('.000', '')}&to=2025-11-19T10:00:00Z`;
  const filtered = (filter: string) => `filter=${encodeURIComponent(filter)}&${range}`;
  const total = async (filter: string) => (await read(`summary?${filtered(filter)}`, summaryAnswer)).total;
  async function count(where: string): Promise<number> {
    const [row] = await store.client.rows<{ n: string }>(`SELECT count() AS n FROM weir.flows WHERE ${where}`);
    return Number(row?.n);
  }
  async function names(body: unknown) {
    const headers = { host: '127.0.0.1:7070', 'content-type': 'application/json' };
    const answer = await api.inject({ method: 'POST', url: '/api/v1/names', headers, payload: JSON.stringify(body) });
    expect(answer.statusCode, answer.body).toBe(200);
    return namesAnswer.parse(answer.json());
  }
  const interfacesOf = (test: (one: Truth['names'][string]) => boolean) =>
    [
      ...new Set(
        Object.values(truth.names)
          .filter(test)
          .map((one) => one.interface),
      ),
    ]
      .filter((id) => id !== null)
      .map((id) => `'${id}'`)
      .join(', ');

  test('one request names every address that the truth names, and nothing else', async () => {
    const own = Object.entries(truth.names).filter(([, one]) => one.interface !== null);
    const asked = [...own.map(([address]) => address), '192.0.2.77', 'no address'];
    const known = await names({ addresses: asked, at: during });
    expect(Object.keys(known.names).sort()).toEqual(own.map(([address]) => address).sort());
    for (const [address, { name, owner, interface: nic, instance }] of own)
      expect(known.names[address], address).toMatchObject({ name, owner, interface: nic, instance, ambiguous: false });
    const web = known.names[addressOf('web-1')];
    const things = await names({ ids: [web?.interface, web?.vpc, 'eni-none'], at: during });
    expect(things.things).toEqual({ [String(web?.interface)]: 'web-1', [String(web?.vpc)]: 'shop-production' });
    const spelled = await names({ addresses: ['2001:DB8::1', '::ffff:10.0.0.1'] });
    expect(spelled.names).toEqual({});
  });

  test('a thing stands for the records of its interfaces', async () => {
    const web = truth.names[addressOf('web-1')];
    const at = `interface_id = '${web?.interface}'`;
    expect((await total(`thing:${web?.interface}`)).records).toBe(await count(at));
    expect((await total(`thing:${web?.instance}`)).records).toBe(await count(at));
    expect((await total(`thing:${truth.vpc}`)).records).toBe(await count(`vpc_id = '${truth.vpc}'`));
    const group = (await read('inventory/objects?kind=security-group&search=web', inventoryObjectsAnswer)).rows[0];
    const carriers = await count(`interface_id IN (${interfacesOf(({ tier }) => tier === 'web')})`);
    expect(carriers).toBeGreaterThan(0);
    expect((await total(`thing:${group?.id}`)).records).toBe(carriers);
    const all = await count('start IS NOT NULL');
    expect((await total(`!thing:${group?.id}`)).records).toBe(all - carriers);
    // The thing and another filter must both hold; two things are alternatives.
    const db = truth.names[addressOf('db-primary')];
    const both = `filter=thing:${web?.interface}&filter=thing:${db?.interface}&filter=action:ACCEPT&${range}`;
    expect((await read(`summary?${both}`, summaryAnswer)).total.records).toBe(
      await count(`interface_id IN ('${web?.interface}', '${db?.interface}') AND action = 'ACCEPT'`),
    );
    const records = await read(`records?${both}&limit=1&columns=interface_id`, recordsAnswer);
    expect([web?.interface, db?.interface]).toContain(records.rows[0]?.[0]);
  });

  test('peers of a thing are the other ends, ranked by what its interfaces logged', async () => {
    const web = truth.names[addressOf('web-1')];
    const top = await read(
      `top?dimension=peer&bytes=logged&limit=1000&${filtered(`thing:${web?.instance}`)}`,
      topAnswer,
    );
    const own = Object.keys(truth.names).filter((address) => truth.names[address]?.instance === web?.instance);
    expect(top.rows.map(({ key }) => key['peer']).filter((peer) => own.includes(String(peer)))).toEqual([]);
    expect(top.rows.map(({ bytes }) => Number(bytes))).toEqual(
      top.rows.map(({ bytes }) => Number(bytes)).sort((a, b) => b - a),
    );
    expect(top.total.records).toBe(await count(`interface_id = '${web?.interface}' AND isNotNull(srcaddr)`));
  });

  test('name, owner, tier and tag of either end, as the columns of the records say', async () => {
    const either = (column: string, value: string) => count(`src_${column} = '${value}' OR dst_${column} = '${value}'`);
    for (const [field, value] of [
      ['name', 'web-1'],
      ['owner', 'shop'],
      ['tier', 'web'],
    ] as const) {
      const wanted = await either(field, value);
      expect(wanted, field).toBeGreaterThan(0);
      expect((await total(`${field}:${value}`)).records, field).toBe(wanted);
    }
    const words = async (field: string) =>
      (await read(`inventory/words?field=${field}`, inventoryWordsAnswer)).words.toSorted();
    const own = Object.values(truth.names).filter((one) => one.interface !== null);
    expect(await words('tier')).toEqual([...new Set(own.map(({ tier }) => tier))].sort());
    expect(await words('tag')).toContain('tier=web');
    const [zone = ''] = await words('zone');
    expect((await total(`zone:${zone}`)).records).toBe(await either('zone', zone));
    const [named] = await store.client.rows<{ name: string }>(
      "SELECT JSONExtractString(content, 'AvailabilityZone') AS name FROM weir.inventory_observations WHERE kind = 'subnet' AND JSONExtractString(content, 'AvailabilityZoneId') = {zone:String} LIMIT 1",
      { params: { zone } },
    );
    expect(named?.name).toMatch(/^eu-west-1[a-c]$/);
    expect((await total(`zone:${named?.name}`)).records).toBe(await either('zone', zone));
    expect((await total(`az_id:${named?.name}`)).records).toBe(await count(`az_id = '${zone}'`));
    expect((await total('zone:eu-west-1z')).records).toBe(0);
    expect((await total('tag:tier=web')).records).toBe(await either('tier', 'web'));
    expect((await total("name:x' OR 1=1 --")).records).toBe(0);
    expect(await refused(`summary?${filtered('tag:tier')}`)).toEqual([400, 'FILTER_INVALID']);
    expect(await refused(`summary?${filtered('asn:many')}`)).toEqual([400, 'FILTER_INVALID']);
  });
});
