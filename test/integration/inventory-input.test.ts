import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  addressAt,
  changesBetween,
  type ImportOptions,
  importInventory,
  inventoryStatus,
  objectAt,
  objectsAt,
} from '../../src/inventory/index.ts';
import { openStore, type TestStore } from '../support/flow-store.ts';

let store: TestStore;
let folder: string;
let count = 0;
beforeAll(async () => {
  store = await openStore('inventory-input');
  folder = await mkdtemp(path.join(tmpdir(), 'weir-inventory-input-'));
});
afterEach(async () => {
  for (const table of ['observations', 'snapshots', 'imports'])
    await store.client.command(`TRUNCATE TABLE weir.inventory_${table}`);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const now = Date.parse('2026-11-23T12:00:00Z');
const context = () => ({ client: store.client });
const nic = (id: string, more: object = {}) => ({
  NetworkInterfaceId: id,
  OwnerId: '111122223333',
  AvailabilityZone: 'eu-west-1a',
  SubnetId: 'subnet-1',
  MacAddress: '06:00:00:00:00:01',
  PrivateIpAddress: '10.0.0.1',
  ...more,
});

/** Imports files, by name, as one folder. */
async function take(files: Record<string, unknown>, options: Partial<ImportOptions> = {}) {
  count += 1;
  const place = path.join(folder, String(count));
  await mkdir(place);
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
    await writeFile(path.join(place, name), bytes);
    await utimes(path.join(place, name), now / 1000 - 3600, now / 1000 - 3600);
  }
  const summary = await importInventory(store.client, [place], { now, ...options });
  const notes = summary.notes.map(({ file, place: at, message }) => `${path.basename(file)}:${at ?? ''} ${message}`);
  return { ...summary, told: notes };
}

const good = { NetworkInterfaces: [nic('eni-1')] };

test.each([
  ['empty', '', 'bad.json:1:1 the file is empty'],
  ['half', '{"Vpcs": [\n {"VpcId":', 'bad.json:1:1 the JSON that begins here does not end: the file is cut off'],
  ['broken', '{"Vpcs": [\n {"VpcId": }]}', 'bad.json:2:12 the JSON is broken: "}" stands where something else belongs'],
  ['no JSON', 'An error occurred (UnauthorizedOperation)', 'bad.json:1:1 this is not JSON'],
  [
    'too deep',
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    'bad.json:1:1 the JSON that begins here is nested deeper than 100 levels',
  ],
  ['compressed', Buffer.from([0x1f, 0x8b, 8, 0]), 'bad.json: is compressed'],
  ['not text', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'bad.json: is not UTF-8 text'],
])('%s: one failure at its place, and the rest is read', async (_, content, message) => {
  const summary = await take({ 'bad.json': content, 'good.json': good });
  expect(summary).toMatchObject({ failed_files: 1, objects: { 'network-interface': 1 } });
  expect(summary.told).toEqual([message]);
  expect(summary.notes[0]).toMatchObject({ failure: true, hint: expect.stringMatching(/\w/) });
});

test('foreign things and wrong shapes are counted and named, the objects beside them are read', async () => {
  const file = `{
  "NetworkInterfaces": [
    ${JSON.stringify(nic('eni-1', { PrivateIpAddresses: 'none', Groups: [1, null], Attachment: [], TagSet: { Name: 'x' } }))},
    17,
    {"OwnerId": "111122223333"},
    ${JSON.stringify(nic('eni-2', { PrivateIpAddress: 'ten', Number: 1 }))}
  ],
  "Buckets": [{"Name": "b"}],
  "Owner": "me"
}`;
  const summary = await take({
    'mixed.json': file.replace('"Number":1', '"Number":123456789012345678901'),
    'read.me': '',
  });
  expect(summary).toMatchObject({ failed_files: 0, not_understood: 3, objects: { 'network-interface': 2 } });
  expect(summary.told).toEqual([
    `${count}: 1 other file is left out: read.me`,
    'mixed.json:4:5 NetworkInterfaces[1] is no network-interface',
    'mixed.json:8:14 Buckets is not understood (1 in a list)',
    'mixed.json:9:12 Owner is not understood',
    'mixed.json:5:5 a network-interface without identifier is left out',
  ]);
  const [big] = await objectAt(context(), 'eni-2', new Date(now));
  expect(big?.content['Number']).toBe('123456789012345678901');
  expect(await addressAt(context(), '10.0.0.1', new Date(now))).toMatchObject([{ interface: 'eni-1' }]);
});

test('a snapshot from the future is refused, the others are taken', async () => {
  const later = { ResponseMetadata: { HTTPHeaders: { date: 'Tue, 24 Nov 2026 12:00:00 GMT' } } };
  const summary = await take({ 'later.json': { Vpcs: [{ VpcId: 'vpc-1' }], ...later }, 'good.json': good });
  expect(summary).toMatchObject({ failed_files: 1, snapshots: 1, times: { option: 0, answer: 0, file: 1 } });
  expect(summary.told).toEqual(['later.json:1:9 VPCs: its time, 2026-11-24T12:00:00.000Z, has not come yet']);
  const said = await take({ 'later.json': { Vpcs: [{ VpcId: 'vpc-1' }], ...later } }, { at: now });
  expect(said).toMatchObject({ failed_files: 0, taken_from: '2026-11-23T12:00:00.000Z' });
});

test('the time is that of the answer, else that of the file', async () => {
  const metadata = { HTTPHeaders: { date: 'Mon, 23 Nov 2026 10:00:00 GMT' } };
  const summary = await take({ 'a.json': { ...good, ResponseMetadata: metadata }, 'b.json': { Vpcs: [] } });
  expect(summary).toMatchObject({
    taken_from: '2026-11-23T10:00:00.000Z',
    taken_to: '2026-11-23T11:00:00.000Z',
    times: { option: 0, answer: 1, file: 1 },
  });
});

const alive = async (at: string) => (await objectsAt(context(), 'network-interface', new Date(at))).map(({ id }) => id);

test.each([
  ['the whole', { NetworkInterfaces: [] }, false],
  ['a page', { NetworkInterfaces: [], NextToken: 'x' }, true],
  [
    'a filtered answer',
    { DescribeNetworkInterfaces: [{ input: { Filters: [] }, output: { NetworkInterfaces: [] } }] },
    true,
  ],
  ['a bare list', [nic('eni-2')], true],
])('what is missing from %s', async (_, content, stays) => {
  await take({ 'a.json': good }, { at: now - 2000 });
  await take({ 'b.json': content }, { at: now - 1000, account: '111122223333', region: 'eu-west-1' });
  expect((await alive('2026-11-23T12:00:00Z')).includes('eni-1')).toBe(stays);
});

test('an answer that does not say whose it is ends nothing; where it is said, it does', async () => {
  await take({ 'a.json': good }, { at: now - 3000 });
  const unclear = await take({ 'b.json': { NetworkInterfaces: [] } }, { at: now - 2000 });
  expect(unclear.told).toEqual([expect.stringMatching(/^b\.json:1:22 of which account these are is not clear/)]);
  expect(await alive('2026-11-23T12:00:00Z')).toEqual(['eni-1']);
  // Beside an answer of another region, the empty one may be of any.
  const beside = { 'b.json': { NetworkInterfaces: [] }, 'c.json': { NetworkInterfaces: [nic('eni-9')] } };
  expect((await take(beside, { at: now - 1500 })).told).toEqual([
    expect.stringMatching(/^b\.json:1:22 of which region/),
  ]);
  await take({ 'b.json': { NetworkInterfaces: [] } }, { at: now - 500, account: '111122223333', region: 'eu-west-1' });
  expect(await alive('2026-11-23T12:00:00Z')).toEqual([]);
});

test('a shared subnet that another account shows is not ended by it, and its owner is believed', async () => {
  const shared = (tags: object[]) => ({
    SubnetId: 'subnet-1',
    OwnerId: '999999999999',
    AvailabilityZone: 'eu-west-1a',
    VpcId: 'vpc-1',
    Tags: tags,
  });
  await take({ 'own.json': { Subnets: [shared([{ Key: 'Name', Value: 'ours' }])] } }, { at: now - 3000 });
  await take({ 'nic.json': good, 'subnets.json': { Subnets: [shared([])] } }, { at: now - 2000 });
  await take({ 'nic.json': good, 'subnets.json': { Subnets: [] } }, { at: now - 1000 });
  expect(await objectAt(context(), 'subnet-1', new Date(now))).toMatchObject([
    { account: '999999999999', name: 'ours', valid_to: null, last_seen: '2026-11-23T11:59:57.000Z' },
  ]);
});

test('tags and entries that are listed by themselves reach what they are about', async () => {
  const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/0a1b2c3d4e5f6071';
  const summary = await take(
    {
      'lb.json': { LoadBalancers: [{ LoadBalancerArn: arn, LoadBalancerName: 'lb', Type: 'application' }] },
      'lb-tags.json': { TagDescriptions: [{ ResourceArn: arn, Tags: [{ Key: 'Team', Value: 'shop' }] }] },
      'nic.json': { NetworkInterfaces: [nic('eni-1', { Description: 'ELB app/shop/0a1b2c3d4e5f6071' })] },
      'tags.json': { Tags: [{ Key: 'Name', ResourceId: 'eni-1', ResourceType: 'network-interface', Value: 'front' }] },
      'lists.json': {
        PrefixLists: [
          {
            PrefixListId: 'pl-00000001',
            PrefixListArn: 'arn:aws:ec2:eu-west-1:111122223333:prefix-list/pl-00000001',
            PrefixListName: 'offices',
            MaxEntries: 5,
          },
        ],
      },
      'pl-00000001.json': { Entries: [{ Cidr: '198.51.100.0/24', Description: 'Cork' }] },
      'unnamed.json': { Entries: [{ Cidr: '198.51.100.0/24' }] },
    },
    { at: now },
  );
  expect(summary.told).toEqual(['unnamed.json:1:12 the entries do not say of which prefix list they are']);
  expect(await addressAt(context(), '10.0.0.1', new Date(now))).toMatchObject([
    { name: 'front', owner: 'shop', interface: 'eni-1', resource: { kind: 'load-balancer', id: arn } },
  ]);
  const kinds = (await objectAt(context(), 'pl-00000001', new Date(now))).map(({ kind }) => kind);
  expect(kinds).toEqual(['managed-prefix-list', 'managed-prefix-list-entries']);
  const status = await inventoryStatus(context(), new Date(now));
  expect(status.missing_objects).toEqual([
    { kind: 'subnet', ids: 1, examples: [{ id: 'subnet-1', named_by: 'eni-1' }] },
  ]);
});

/** A day of November at noon, and what an interface is called then. */
const noon = (day: number) => Date.UTC(2026, 10, day, 12);
const tagged = async (day: number) =>
  (await objectAt(context(), 'eni-1', new Date(noon(day))))
    .filter(({ kind }) => kind !== 'tags')
    .map(({ tags }) => tags);
const tag = (Key: string, Value: string) => ({ Key, Value });
const listed = (...tags: { Key: string; Value: string }[]) => ({
  Tags: tags.map((one) => ({ ...one, ResourceId: 'eni-1', ResourceType: 'network-interface' })),
});

test('a tag of describe-tags holds until the object or a newer whole list says otherwise', async () => {
  const where = { account: '111122223333', region: 'eu-west-1' };
  const steps: [day: number, file: unknown][] = [
    // The older answers of an interface do not tell its tags.
    [1, { NetworkInterfaces: [nic('eni-1')] }],
    [2, listed(tag('Name', 'web'), tag('team', 'shop'))],
    [3, { NetworkInterfaces: [nic('eni-1', { TagSet: [tag('Name', 'web')] })] }],
    [4, listed(tag('Name', 'front'), tag('team', 'shop'))],
    [5, { NetworkInterfaces: [nic('eni-1', { TagSet: [] })] }],
    [6, listed(tag('Name', 'back'))],
    [7, { Tags: [{ Key: 'Name', Value: 'x', ResourceId: 'eni-2', ResourceType: 'network-interface' }] }],
    [8, listed(tag('Name', 'last'))],
    [9, { Tags: [] }],
  ];
  // Late and out of order: the history is the same.
  for (const [day, file] of [...steps.slice(4), ...steps.slice(0, 4)])
    expect((await take({ 'a.json': file }, { at: noon(day) - 1, ...where })).told).toEqual([]);
  const days = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map(tagged));
  expect(days.map(([one]) => one)).toEqual([
    { Name: 'web', team: 'shop' },
    { Name: 'web', team: 'shop' },
    { Name: 'web' },
    { Name: 'front', team: 'shop' },
    {},
    { Name: 'back' },
    {},
    { Name: 'last' },
    {},
  ]);
  // What the records' columns read.
  const names = await store.client.rows<{ name: string }>(
    "SELECT name FROM weir.inventory_addresses WHERE interface = 'eni-1' AND assumed = 0 ORDER BY valid_from",
  );
  expect(names.map(({ name }) => name)).toEqual(['web', 'web', 'front', '', 'back', '', 'last', '']);
  // Of the interface only what its own answers say changed.
  const changes = await changesBetween(context(), undefined, undefined);
  expect(changes.filter(({ kind }) => kind === 'network-interface').map(({ change }) => change)).toEqual([
    'changed',
    'changed',
  ]);
});

test('a list of tags that does not say whose it is reaches its objects, and ends nothing', async () => {
  await take({ 'a.json': good }, { at: noon(1) });
  const told = (await take({ 'tags.json': listed(tag('Name', 'web')) }, { at: noon(2) })).told;
  expect(told).toEqual([expect.stringMatching(/^tags.json:1:9 of which account these are is not clear/)]);
  await take({ 'tags.json': { Tags: [] } }, { at: noon(3) });
  expect(await tagged(4)).toEqual([{ Name: 'web' }]);
});

test('load balancers are in no list of tags of EC2', async () => {
  const ResourceArn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/0a1b2c3d4e5f6071';
  const answer = { LoadBalancers: [{ LoadBalancerArn: ResourceArn, LoadBalancerName: 'lb', Type: 'application' }] };
  await take(
    { 'lb.json': answer, 'tags.json': { TagDescriptions: [{ ResourceArn, Tags: [tag('Name', 'shop')] }] } },
    { at: noon(1) },
  );
  await take({ 'tags.json': listed(tag('Name', 'x')) }, { at: noon(2), account: '111122223333', region: 'eu-west-1' });
  expect(await objectsAt(context(), 'load-balancer', new Date(noon(3)))).toMatchObject([{ name: 'shop' }]);
});

test('pages of entries and of tags are one answer, and half of one is left out and told of', async () => {
  const entries = (n: number, more: object = {}) => ({ Entries: [{ Cidr: `198.51.100.${n}/32` }], ...more });
  const whole = await take(
    {
      'pl-00000001.page-1.json': entries(1, { NextToken: 'a' }),
      'pl-00000001.page-2.json': `${JSON.stringify(entries(2, { NextToken: 'b' }))}\n${JSON.stringify(entries(3))}`,
      'pl-00000002.json': entries(4),
      'tags-1.json': { ...listed(tag('Name', 'web')), NextToken: 'c' },
      'tags-2.json': listed(tag('team', 'shop')),
      'nic.json': good,
    },
    { at: noon(1) },
  );
  expect(whole.told).toEqual([]);
  const cidrs = async (id: string, day: number) =>
    (await objectAt(context(), id, new Date(noon(day)))).map(({ content }) => content['Entries']);
  expect(await cidrs('pl-00000001', 1)).toEqual([[1, 2, 3].map((n) => ({ Cidr: `198.51.100.${n}/32` }))]);
  expect(await cidrs('pl-00000002', 1)).toEqual([[{ Cidr: '198.51.100.4/32' }]]);
  expect(await tagged(1)).toEqual([{ Name: 'web', team: 'shop' }]);
  const half = await take(
    {
      'pl-00000001.json': entries(1, { NextToken: 'a' }),
      'pl-00000002.json': entries(5),
      'tags.json': { ...listed(tag('Name', 'web')), NextToken: 'c' },
    },
    { at: noon(2), account: '111122223333', region: 'eu-west-1' },
  );
  expect(half.told).toEqual([
    expect.stringMatching(
      /^pl-00000001.json:1:12 entries of managed prefix lists, pl-00000001: a NextToken is left over/,
    ),
    expect.stringMatching(/^tags.json:1:9 tags of resources: a NextToken is left over, .* left out/),
  ]);
  expect(await cidrs('pl-00000001', 2)).toEqual([[1, 2, 3].map((n) => ({ Cidr: `198.51.100.${n}/32` }))]);
  expect(await cidrs('pl-00000002', 2)).toEqual([[{ Cidr: '198.51.100.5/32' }]]);
  expect(await tagged(2)).toEqual([{ Name: 'web', team: 'shop' }]);
});

test('an endpoint is where its VPC or its subnets are, wherever its service is', async () => {
  const endpoint = (id: string, more: object) => ({
    VpcEndpointId: id,
    ServiceName: 'com.amazonaws.us-east-1.s3',
    ServiceRegion: 'us-east-1',
    OwnerId: '111122223333',
    ...more,
  });
  const subnet = (n: number, zone: string) => ({
    SubnetId: `subnet-${n}`,
    VpcId: `vpc-${n}`,
    AvailabilityZone: zone,
    CidrBlock: `10.${n}.0.0/24`,
    OwnerId: '111122223333',
  });
  await take(
    {
      'endpoints.json': {
        VpcEndpoints: [endpoint('vpce-1', { VpcId: 'vpc-1' }), endpoint('vpce-2', { SubnetIds: ['subnet-2'] })],
      },
      'subnets.json': { Subnets: [subnet(1, 'eu-west-1a'), subnet(2, 'eu-north-1b')] },
    },
    { at: noon(1) },
  );
  const found = await objectsAt(context(), 'vpc-endpoint', new Date(noon(1)));
  expect(found.map(({ id, region }) => [id, region])).toEqual([
    ['vpce-2', 'eu-north-1'],
    ['vpce-1', 'eu-west-1'],
  ]);
  // Nothing says where it is but the command line.
  await take(
    { 'alone.json': { VpcEndpoints: [endpoint('vpce-3', { VpcId: 'vpc-9' })] } },
    { at: noon(1), region: 'eu-west-1' },
  );
  expect(await objectAt(context(), 'vpce-3', new Date(noon(1)))).toMatchObject([{ region: 'eu-west-1' }]);
});

test('a zone goes by its identifier, which is of the account that names it', async () => {
  for (const [account, id, ZoneId] of [
    ['111122223333', 'eni-1', 'euw1-az2'],
    ['444455556666', 'eni-2', 'euw1-az3'],
  ] as const) {
    const nics = { NetworkInterfaces: [nic(id, { OwnerId: account, VpcId: `vpc-${id}` })] };
    const zones = { AvailabilityZones: [{ ZoneName: 'eu-west-1a', ZoneId, RegionName: 'eu-west-1' }] };
    await take({ 'nics.json': nics, 'zones.json': zones }, { at: noon(1), account });
  }
  const held = "SELECT DISTINCT interface, zone FROM weir.inventory_addresses WHERE zone != '' ORDER BY interface";
  expect(await store.client.rows(held)).toEqual([
    { interface: 'eni-1', zone: 'euw1-az2' },
    { interface: 'eni-2', zone: 'euw1-az3' },
  ]);
});

test('one value a line, in the encoding of Windows', async () => {
  const lines = [good, { Vpcs: [{ VpcId: 'vpc-1', OwnerId: '111122223333' }] }].map((one) => JSON.stringify(one));
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(lines.join('\r\n'), 'utf16le')]);
  expect(await take({ 'all.jsonl': bytes })).toMatchObject({
    failed_files: 0,
    objects: { 'network-interface': 1, vpc: 1 },
  });
});

test('paths that lead nowhere, and folders without JSON', async () => {
  await expect(importInventory(store.client, [path.join(folder, 'none')], { now })).rejects.toMatchObject({
    code: 'INPUT_MISSING',
  });
  expect((await take({})).told).toEqual([`${count}: there is no JSON file`]);
});
