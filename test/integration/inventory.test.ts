import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addressAt,
  addressHistory,
  changesBetween,
  groupRulesAt,
  importInventory,
  inventoryStatus,
  objectAt,
  objectsAt,
  relatedAt,
} from '../../src/inventory/index.ts';
import { openStore, type TestStore } from '../support/flow-store.ts';
import { ROOT } from '../support/source-tree.ts';

const folder = path.join(ROOT, 'test/golden/inventory/life');
const steps = readdirSync(folder)
  .filter((name) => name.endsWith('Z'))
  .sort();
const now = Date.parse('2026-11-23T00:00:00Z');

let store: TestStore;
let other: TestStore;
beforeAll(async () => {
  [store, other] = await Promise.all([openStore('inventory'), openStore('inventory-other')]);
  for (const step of steps) await take(store, step);
});
afterAll(async () => {
  await store.close();
  await other.close();
});

const take = (into: TestStore, step: string) =>
  importInventory(into.client, [path.join(folder, step)], { at: Date.parse(step), now });
const on = (day: string) => new Date(`2026-11-${day}Z`);
const context = () => ({ client: store.client });

/** Everything that can be asked for, of a store. */
async function everything({ client }: TestStore): Promise<unknown> {
  const reading = { client };
  const at = await Promise.all(steps.map((step) => objectsAt(reading, undefined, new Date(step))));
  const addresses = await Promise.all(['10.0.0.5', '10.0.0.9'].map((one) => addressHistory(reading, one)));
  return { at, addresses, changes: await changesBetween(reading, undefined, undefined) };
}

test('changes are told field by field, with the time in which they may have happened', async () => {
  const expected: unknown = JSON.parse(readFileSync(path.join(folder, 'changes.json'), 'utf8'));
  const changes = await changesBetween(context(), on('01T00:00:01'), undefined);
  expect(changes.map(({ account: _, region: __, ...change }) => change)).toEqual(expected);
  expect(await changesBetween(context(), on('02T00:00:00'), on('02T00:00:00'))).toEqual([]);
});

test('any order of imports, repeated and overlapping, is the same history', async () => {
  const wanted = await everything(store);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(steps, { minLength: steps.length }),
      fc.array(fc.constantFrom(...steps), { maxLength: 3 }),
      async (order, again) => {
        for (const table of ['observations', 'snapshots', 'imports'])
          await other.client.command(`TRUNCATE TABLE weir.inventory_${table}`);
        for (const step of [...again, ...order]) await take(other, step);
        expect(await everything(other)).toEqual(wanted);
      },
    ),
    { numRuns: 4 },
  );
});

test('the same twice is known', async () => {
  expect(await take(store, steps[0] ?? '')).toMatchObject({ snapshots: 0, known_snapshots: 7 });
});

test('an address has its holders by VPC and time', async () => {
  const names = async (address: string, at: Date, vpc?: string) =>
    (await addressAt(context(), address, at, vpc)).map(({ vpc: where, name, owner, role }) => [
      where,
      name,
      owner,
      role,
    ]);
  const web = ['vpc-00000001', 'web', 'shop', 'private'];
  const twin = ['vpc-00000002', 'twin', 'lab', 'private'];
  expect(await names('10.0.0.5', on('01T12:00:00'))).toEqual([web, twin]);
  expect(await names('::ffff:10.0.0.5', on('01T12:00:00'), 'vpc-00000002')).toEqual([twin]);
  // Attached since October, though no snapshot is that old.
  expect(await names('10.0.0.5', new Date('2026-10-21T00:00:00Z'))).toEqual([web]);
  expect(await names('10.0.0.6', on('01T12:00:00'))).toEqual([]);
  expect(await names('10.0.0.6', on('02T12:00:00'))).toEqual([['vpc-00000001', 'web', 'shop', 'secondary']]);
  expect(await names('198.51.100.7', on('01T12:00:00'))).toEqual([['vpc-00000001', null, null, 'nat-gateway']]);
  expect(await addressHistory(context(), '10.0.0.9')).toMatchObject([
    {
      name: 'old',
      interface: 'eni-0000000b',
      resource: { kind: 'network-interface', id: 'eni-0000000b' },
      valid_from: '2026-11-01T00:00:00.000Z',
      valid_to: '2026-11-02T00:00:00.000Z',
      uncertain_from: '2026-11-01T00:00:00.000Z',
    },
    {
      name: 'heir',
      resource: { kind: null, id: 'i-0000000d' },
      valid_from: '2026-11-03T12:00:00.000Z',
      valid_to: null,
      last_seen: '2026-11-04T00:00:00.000Z',
    },
  ]);
  // The owner's tag changed, the address did not: one time.
  expect(await addressHistory(context(), '10.0.0.5')).toHaveLength(2);
  await expect(addressAt(context(), '10.0.0', on('01T00:00:00'))).rejects.toMatchObject({ code: 'ADDRESS_INVALID' });
});

test('what a group allowed then', async () => {
  const rules = async (at: Date) =>
    (await groupRulesAt(context(), 'sg-00000001', at))?.map((r) =>
      [r.direction, r.protocol, r.from_port, r.peer].join(' '),
    );
  const all = ['ingress tcp 443 0.0.0.0/0', 'egress -1  0.0.0.0/0'];
  expect(await rules(on('01T23:00:00'))).toEqual(all);
  expect(await rules(on('02T00:00:00'))).toEqual(['ingress tcp 3306 0.0.0.0/0', ...all]);
  expect(await rules(on('04T00:00:00'))).toEqual(all);
  expect(await rules(new Date('2026-10-01T00:00:00Z'))).toBeUndefined();
});

test('an interface is shown with what belongs to it', async () => {
  const [web] = await objectAt(context(), 'eni-0000000a', on('02T12:00:00'));
  if (web === undefined) throw new Error('the interface is not there');
  const related = await relatedAt(context(), web, on('02T12:00:00'));
  expect(related.objects.map(({ id, name }) => [id, name])).toEqual([
    ['sg-00000001', 'web'],
    ['subnet-00000001', 'web-a'],
    ['vpc-00000001', 'shop'],
  ]);
  expect(related.missing).toEqual(['i-0000000a']);
  expect(related.route_tables.map(({ id }) => id)).toEqual(['rtb-00000001']);
  expect(related.network_acls.map(({ id }) => id)).toEqual(['acl-00000001']);
  expect(related.rules).toHaveLength(3);
});

test('what is known, what is missing, and what leads nowhere', async () => {
  const status = await inventoryStatus(context(), new Date(now));
  expect(status.known.find(({ kind }) => kind === 'network-interface')).toEqual({
    kind: 'network-interface',
    account: '111122223333',
    region: 'eu-west-1',
    objects: 3,
    snapshots: 4,
    first: '2026-11-01T00:00:00.000Z',
    last: '2026-11-04T00:00:00.000Z',
    last_complete: '2026-11-04T00:00:00.000Z',
    age: 19 * 86_400,
  });
  expect(status.missing.map(({ kind }) => kind)).toContain('instance');
  expect(status.missing_objects).toContainEqual({
    kind: 'subnet',
    ids: 1,
    examples: [{ id: 'subnet-00000002', named_by: 'eni-0000000c' }],
  });
});

test('the owner is what the tags say that were named last, for the past too', async () => {
  const step = steps[0] ?? '';
  await importInventory(store.client, [path.join(folder, step)], { at: Date.parse(step), now, ownerTags: ['Name'] });
  expect(await objectAt(context(), 'eni-0000000c', on('01T12:00:00'))).toMatchObject([{ owner: 'twin' }]);
});
