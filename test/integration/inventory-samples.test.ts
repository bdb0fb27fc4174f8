import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressAt, groupRulesAt, importInventory, objectAt, objectsAt, relatedAt } from '../../src/inventory/index.ts';
import { openStore, type TestStore } from '../support/flow-store.ts';
import { ROOT } from '../support/source-tree.ts';

// Samples of other projects, which are not part of this repository: without them these tests are skipped.
const samples = path.join(ROOT, '..', 'shared', 'data');
const time = new Date('2026-01-01T00:00:00Z');

let store: TestStore;
beforeAll(async () => {
  store = await openStore('inventory-samples');
});
afterAll(async () => store.close());

const context = () => ({ client: store.client });
const take = (name: string, account?: string) =>
  importInventory(store.client, [path.join(samples, name)], { at: time.getTime(), now: Date.now(), account });

describe.skipIf(!existsSync(path.join(samples, 'cloudmapper-demo')))('an account as the CLI prints it', () => {
  test('everything but the database is read', async () => {
    const summary = await take('cloudmapper-demo');
    expect(summary).toMatchObject({
      files: 11,
      failed_files: 0,
      not_understood: 1,
      objects: {
        'network-interface': 1,
        instance: 3,
        subnet: 4,
        vpc: 1,
        'security-group': 8,
        'vpc-endpoint': 2,
        'vpc-peering-connection': 0,
        'load-balancer': 1,
        'classic-load-balancer': 1,
        'availability-zone': 6,
      },
      regions: ['us-east-1'],
    });
    // Two accounts own interfaces and instances: which one asked is not clear.
    expect(summary.notes.map(({ message }) => message)).toEqual([
      '2 other files are left out: LICENSE, SOURCE.md',
      'DBInstances is not understood (1 in a list)',
      expect.stringMatching(/^of which account these are is not clear/),
    ]);
    expect(summary.notes[1]?.place).toBe('2:20');
    expect(await addressAt(context(), '1.2.3.4', time)).toMatchObject([
      { vpc: 'vpc-12345678', interface: 'eni-00000000', resource: { kind: 'instance', id: 'i-00000000000000000' } },
    ]);
    expect((await groupRulesAt(context(), 'sg-00000008', time))?.map(({ peer }) => peer).sort()).toEqual([
      '0.0.0.0/0',
      '0.0.0.0/0',
      'sg-00000002',
    ]);
  });
});

describe.skipIf(!existsSync(path.join(samples, 'botocore-ec2-examples')))('examples with their requests', () => {
  test('outputs are read, and filtered ones cover nothing', async () => {
    const summary = await take('botocore-ec2-examples');
    expect(summary.objects).toEqual({
      'network-acl': 1,
      'route-table': 1,
      'network-interface': 1,
      vpc: 1,
      subnet: 1,
      'nat-gateway': 1,
      'internet-gateway': 1,
      'elastic-address': 2,
    });
    expect(summary.notes.filter(({ message }) => /is empty|not understood/.test(message))).toHaveLength(
      summary.not_understood,
    );
    const covering = await store.client.rows(
      "SELECT kind FROM weir.inventory_snapshots WHERE covers AND arrayExists(f -> f LIKE '%botocore%', files)",
    );
    // One request was without filters: the addresses are all that there were.
    expect(covering).toEqual([{ kind: 'elastic-address' }]);
    expect(await addressAt(context(), '203.0.113.12', time)).toMatchObject([
      { role: 'public', interface: 'eni-e5aa89a3', resource: { id: 'i-1234567890abcdef0' } },
    ]);
  });
});

describe.skipIf(!existsSync(path.join(samples, 'cartography-ec2')))('bare lists under names of a test', () => {
  test('the kind is found from the shape', async () => {
    const summary = await take('cartography-ec2');
    expect(summary.objects).toEqual({
      'security-group': 5,
      'network-interface': 3,
      'route-table': 2,
      'network-acl': 1,
      subnet: 5,
      vpc: 9,
      instance: 1,
      'transit-gateway': 1,
      'transit-gateway-attachment': 1,
      'transit-gateway-vpc-attachment': 1,
      'vpc-endpoint': 3,
      'vpc-peering-connection': 1,
      'internet-gateway': 2,
      'load-balancer': 2,
      'elastic-address': 1,
    });
    // Python's own spelling of a time.
    expect(await objectAt(context(), 'vpce-gateway123', new Date('2023-02-20T14:45:00Z'))).toHaveLength(1);
    expect(await objectAt(context(), 'vpce-gateway123', new Date('2023-02-20T14:44:59Z'))).toEqual([]);
    const [alb] = await objectsAt(context(), 'load-balancer', time);
    if (alb === undefined) throw new Error('there is no load balancer');
    expect((await relatedAt(context(), alb, time)).missing).not.toEqual([]);
  });
});
