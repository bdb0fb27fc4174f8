import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress } from '../../src/core/index.ts';
import { writeDemo } from '../../src/demo/index.ts';
import {
  awsSdk,
  changesBetween,
  iamPolicy,
  importInventory,
  inventoryKinds,
  inventoryStatus,
  objectsAt,
  pullInventory,
} from '../../src/inventory/index.ts';
import { type Answers, type AwsWorld, callOfFile, startAwsEndpoint } from '../support/aws-endpoint.ts';
import { otherAnswers } from '../support/aws-fixture.ts';
import { openStore, type TestStore } from '../support/flow-store.ts';

// One account, imported from files and pulled through the real SDK over the real protocols: both must say the same.

const region = 'eu-west-1';
let store: TestStore;
let endpoint: Awaited<ReturnType<typeof startAwsEndpoint>>;
let folder: string;
let account: string;
let answers: Answers = {};
let refuse: AwsWorld['refuse'];
let clockOffset = 0;
const before = { ...process.env };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weir-inventory-pull-'));
  store = await openStore('inventory-pull');
  const end = Date.parse('2026-11-23T04:00:00Z') / 1000;
  const demo = await writeDemo({ folder: path.join(folder, 'demo'), seed: 1, hours: 1, rate: 1, end, incidents: true });
  account = (JSON.parse(await readFile(demo.truth, 'utf8')) as { account: string }).account;
  answers = Object.fromEntries(
    await Promise.all(
      (await readdir(demo.inventory)).map(async (name) => [
        callOfFile(name),
        JSON.parse(await readFile(path.join(demo.inventory, name), 'utf8')) as unknown,
      ]),
    ),
  ) as Answers;
  const merged = (call: string): unknown => {
    const [own, other] = [answers[call], otherAnswers[call]] as Record<string, unknown[]>[];
    const [key = ''] = Object.keys(other ?? {});
    return { ...own, [key]: [...(own?.[key] ?? []), ...(other?.[key] ?? [])] };
  };
  answers = { ...answers, ...Object.fromEntries(Object.keys(otherAnswers).map((call) => [call, merged(call)])) };
  const world: AwsWorld = {
    answers: (of, at) => (of === account && at === region ? answers : {}),
    regions: { [region]: 'opt-in-not-required' },
    page: 7,
    roles: {},
    refuse: (request) => refuse?.(request),
    clockOffset: () => clockOffset,
  };
  endpoint = await startAwsEndpoint(world);
  Object.assign(process.env, endpoint.environment(account));
});

afterAll(async () => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  await endpoint.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const pull = (signal = new AbortController().signal) =>
  pullInventory(async () => store.client, awsSdk, {
    profiles: [],
    roleArns: [],
    externalId: undefined,
    regions: [region],
    ownerTags: ['owner'],
    progress: silentProgress,
    signal,
  });

/** The answers as files, one a call, as a person would save them. */
async function save(): Promise<string> {
  const files = path.join(folder, 'files');
  await mkdir(files);
  for (const [call, answer] of Object.entries(answers)) {
    const [, list] = /(pl-\w+)$/.exec(call) ?? [];
    await writeFile(path.join(files, `${list ?? call.replace(' ', '-')}.json`), JSON.stringify(answer));
  }
  return files;
}

test('a pull after an import of the same state changes nothing, and knows everything', async () => {
  const files = await save();
  const imported = await importInventory(store.client, [files], { now: Date.now(), account, region });
  expect(imported.notes).toEqual([]);
  const context = { client: store.client };
  const first = await objectsAt(context, undefined, new Date(Date.now() + 1000));
  expect(new Set(first.map(({ kind }) => kind)).size).toBe(inventoryKinds.length);
  const start = new Date();
  const pulled = await pull();
  expect(pulled).toMatchObject({ problems: [], notes: [], throttled: 0, accounts: expect.arrayContaining([account]) });
  // Tags of EC2 stand in the objects themselves; of what lists none, they are asked for.
  expect(pulled.objects).toEqual({ ...imported.objects, tags: 2 });
  expect(imported.objects['tags']).toBe(4);
  const later = new Date(Date.now() + 1000);
  expect(await changesBetween(context, start, undefined)).toEqual([]);
  // Not one byte of difference: each object was seen twice with one content.
  const twice = await store.client.rows<{ kind: string; id: string; sights: number; contents: number }>(
    "SELECT kind, id, uniqExact(snapshot) AS sights, uniqExact(hash) AS contents FROM weir.inventory_observations WHERE NOT (kind = 'tags' AND match(id, '^(vpc|vol)-')) GROUP BY kind, account, region, id HAVING sights != 2 OR contents != 1",
  );
  expect(twice).toEqual([]);
  const status = await inventoryStatus(context, later);
  expect(status.missing).toEqual([]);
  const own = status.known.filter((one) => one.account === account && one.region === region);
  const whole = own.filter(({ kind }) => kind !== 'tags');
  expect(whole.filter(({ last_complete }) => last_complete === null || new Date(last_complete) < start)).toEqual([]);
  expect(own).toHaveLength(inventoryKinds.length);
});

test('the policy names what was asked, and nothing else', () => {
  const asked = endpoint.seen.map(({ call }) =>
    call.replace(/^(\w+) /, (_, service: string) => `${service.startsWith('elb') ? 'elasticloadbalancing' : service}:`),
  );
  expect([...new Set(asked)].filter((action) => !action.startsWith('sts:')).sort()).toEqual(
    iamPolicy.Statement[0].Action,
  );
});

test('pages follow each other to the end, objects of objects are asked for by name', () => {
  const pages = endpoint.seen.filter(({ call }) => call === 'ec2 DescribeNetworkInterfaces');
  expect(pages.map(({ parameters }) => parameters['NextToken'])).toEqual([
    undefined,
    ...pages.slice(1).map((_, i) => `ec2 DescribeNetworkInterfaces/${(i + 1) * 7}`),
  ]);
  expect(pages.length).toBeGreaterThan(5);
  const lists = endpoint.seen.filter(({ call }) => call === 'ec2 GetManagedPrefixListEntries');
  expect(new Set(lists.map(({ parameters }) => parameters['PrefixListId']))).toEqual(
    new Set(['pl-0123456789abcdef0', 'pl-6da54004']),
  );
  const tags = endpoint.seen.filter(({ call }) => call === 'elbv2 DescribeTags');
  expect(Object.keys(tags[0]?.parameters ?? {}).filter((name) => name.startsWith('ResourceArns.'))).toHaveLength(3);
});

test('what is throttled is asked again; what does not come whole takes nothing away', async () => {
  let throttled = 0;
  refuse = ({ call, parameters }) => {
    if (call === 'ec2 DescribeSubnets' && throttled++ < 2)
      return { status: 503, code: 'RequestLimitExceeded', message: 'Request limit exceeded.' };
    // From its second page on.
    if (call === 'ec2 DescribeNetworkInterfaces' && parameters['NextToken'] !== undefined)
      return { status: 400, code: 'InvalidParameterValue', message: 'The token has expired' };
    if (call === 'ec2 DescribeManagedPrefixLists')
      return {
        status: 403,
        code: 'UnauthorizedOperation',
        message: `You are not authorized to perform this operation. User: arn:aws:iam::${account}:user/x is not authorized to perform: ec2:DescribeManagedPrefixLists with an explicit deny in a service control policy. Encoded authorization failure message: 4fXq`,
      };
    if (call === 'elb DescribeTags') return { status: 403, code: 'AccessDenied' };
    return undefined;
  };
  const seen = endpoint.seen.length;
  const start = new Date();
  const pulled = await pull();
  refuse = undefined;
  const context = { client: store.client };
  expect(pulled.throttled).toBe(2);
  expect(pulled.problems.map(({ message, hint, questions }) => [message, hint, questions])).toEqual(
    expect.arrayContaining([
      [
        `ec2:DescribeManagedPrefixLists is not allowed in account ${account}, ${region}`,
        'a service control policy forbids it: who keeps that policy can allow ec2:DescribeManagedPrefixLists',
        ['the names and versions of managed prefix lists', 'which networks a managed prefix list holds'],
      ],
      [
        `elasticloadbalancing:DescribeTags is not allowed in account ${account}, ${region}`,
        'allow it: `weir inventory pull --policy` prints the whole policy',
        ['names and owners of what is listed without its tags'],
      ],
      [
        `ec2:DescribeNetworkInterfaces fails (InvalidParameterValue: The token has expired) in account ${account}, ${region}`,
        expect.any(String),
        ['who has an address'],
      ],
    ]),
  );
  expect(pulled.problems).toHaveLength(3);
  expect(endpoint.seen.slice(seen).filter(({ call }) => call === 'ec2 GetManagedPrefixListEntries')).toEqual([]);
  // Of the interfaces the first page was seen; none of the others is taken as gone, and neither are lists and tags.
  expect(pulled.objects['network-interface']).toBe(7);
  expect(await changesBetween(context, start, undefined)).toEqual([]);
  const status = await inventoryStatus(context, new Date());
  const stale = status.known.filter((one) => one.account === account && new Date(one.last_complete ?? 0) < start);
  expect(stale.map(({ kind }) => kind).sort()).toEqual([
    'managed-prefix-list',
    'managed-prefix-list-entries',
    'network-interface',
    'tags',
  ]);
});

test('what is gone at AWS is gone in the next pull', async () => {
  const { NatGateways } = answers['ec2 DescribeNatGateways'] as { NatGateways: { NatGatewayId: string }[] };
  const gone = NatGateways[0]?.NatGatewayId;
  answers = {
    ...answers,
    'ec2 DescribeNatGateways': { NatGateways: NatGateways.slice(1) },
    'elb DescribeLoadBalancers': { LoadBalancerDescriptions: [] },
  };
  const start = new Date();
  expect((await pull()).problems).toEqual([]);
  const changes = await changesBetween({ client: store.client }, start, undefined);
  expect(changes.map(({ kind, id, change }) => `${kind} ${id} ${change}`).sort()).toEqual([
    'classic-load-balancer old-shop disappeared',
    `nat-gateway ${gone} disappeared`,
  ]);
});

test('what a region does not offer is a note', async () => {
  refuse = ({ call }) => (call === 'ec2 DescribeTransitGateways' ? { status: 400, code: 'InvalidAction' } : undefined);
  const pulled = await pull();
  refuse = undefined;
  expect(pulled.problems).toEqual([]);
  expect(pulled.notes).toEqual([
    {
      file: `account ${account}, ${region}`,
      message: 'AWS does not offer ec2:DescribeTransitGateways there',
      hint: 'nothing to do: there is nothing of the kind',
    },
  ]);
});

test('a pull that is stopped ends with the reason of the stop, and writes no half of a region', async () => {
  const snapshots = async () =>
    (await store.client.rows<{ n: number }>('SELECT toUInt32(count()) AS n FROM weir.inventory_snapshots'))[0]?.n;
  const before = await snapshots();
  const controller = new AbortController();
  const reason = new Error('stopped by hand');
  refuse = ({ call }) => {
    if (call === 'ec2 DescribeRouteTables') controller.abort(reason);
    return undefined;
  };
  await expect(pull(controller.signal)).rejects.toBe(reason);
  refuse = undefined;
  expect(before).toBeGreaterThan(50);
  expect(await snapshots()).toBe(before);
});

test('the time of a snapshot is that of AWS, and a clock that is wrong is told', async () => {
  const start = Date.now();
  clockOffset = -40 * 60_000;
  const pulled = await pull();
  clockOffset = 0;
  expect(Date.parse(pulled.taken_from ?? '') - start).toBeLessThan(-39 * 60_000);
  expect(Date.parse(pulled.taken_from ?? '') - start).toBeGreaterThan(-41 * 60_000);
  expect(pulled.notes.map(({ message }) => message)).toEqual([
    'the clock of this machine is 40 min before that of AWS, whose time the snapshot has',
  ]);
});

test.each([
  ['with an explicit deny in a service control policy', /^a service control policy forbids it: leave the region out/],
  ['because no identity-based policy allows it', /--policy/],
])('where nothing may be read, that is one line: %s', async (why, hint) => {
  refuse = ({ call }) =>
    call.startsWith('sts')
      ? undefined
      : { status: 403, code: call.startsWith('ec2') ? 'UnauthorizedOperation' : 'AccessDenied', message: `No ${why}` };
  const pulled = await pull();
  refuse = undefined;
  expect(pulled).toMatchObject({
    snapshots: 0,
    problems: [
      {
        code: 'AWS_CLOSED',
        message: `nothing at all may be read in account ${account}, ${region}`,
        hint: expect.stringMatching(hint),
      },
    ],
  });
  expect(pulled.problems).toHaveLength(1);
});
