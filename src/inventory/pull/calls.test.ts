import { expect, test } from 'vitest';
import { type AwsModule, answerShape, type Shape } from '../../../test/support/aws-schema.ts';
import { filesBelow, linesMatching } from '../../../test/support/source-tree.ts';
import { canonical } from '../canonical.ts';
import { kinds } from '../kinds/index.ts';
import { iamActions, iamPolicy, pullCalls } from './calls.ts';

const load: Readonly<Record<string, () => Promise<AwsModule>>> = {
  ec2: () => import('@aws-sdk/client-ec2'),
  elbv2: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  elb: () => import('@aws-sdk/client-elastic-load-balancing'),
};

async function shapeOf(service: string, operation: string): Promise<Shape | undefined> {
  return answerShape((await load[service]?.()) ?? {}, operation);
}

test('every kind is pulled, each call is one of the SDK, and its answer has the list under a key of the kind', async () => {
  expect(new Set(pullCalls.map(({ kind }) => kind))).toEqual(new Set(kinds));
  for (const { kind, call, service, operation, page } of pullCalls) {
    const shape = await shapeOf(service, operation);
    if (shape?.is !== 'structure') throw new Error(`${call}: the SDK has no ${operation}`);
    expect(
      kind.keys.filter((key) => shape.members.get(key)?.shape().is === 'list'),
      call,
    ).toHaveLength(1);
    // Pages are asked for exactly where the answer can name a next one.
    expect(shape.members.has('NextToken') || shape.members.has('NextMarker'), call).toBe(page > 0);
  }
});

test('what a call asks for by name is listed by another call', () => {
  const asked = pullCalls.flatMap(({ of }) => (of === undefined ? [] : [of.kind]));
  expect(asked).toHaveLength(3);
  for (const name of asked) expect(pullCalls.some(({ kind, of }) => kind.name === name && of === undefined)).toBe(true);
});

test('the policy: reading actions only, each once, in order', () => {
  expect(iamPolicy.Statement[0].Action).toBe(iamActions);
  expect(iamActions).toContain('ec2:DescribeNetworkInterfaces');
  expect(iamActions).toContain('elasticloadbalancing:DescribeTags');
  expect(iamActions.filter((action) => !/^(ec2|elasticloadbalancing):(Describe|Get)[A-Z]\w+$/.test(action))).toEqual(
    [],
  );
  expect([...new Set(iamActions)].sort()).toEqual(iamActions);
});

test('every time in an answer becomes the same, as the CLI prints it and as the SDK gives it', async () => {
  const times = new Set<string>();
  const seen = new Set<string>();
  const walk = (shape: Shape, path: string) => {
    if (shape.is === 'time') times.add(path.split('.').at(-1) ?? '');
    else if (shape.is === 'list') walk(shape.of(), path);
    else if (shape.is === 'structure')
      for (const [name, { shape: inner }] of shape.members) {
        // A structure may hold itself.
        const key = `${[...shape.members.keys()].join()} ${name}`;
        if (seen.has(key)) continue;
        seen.add(key);
        walk(inner(), `${path}.${name}`);
      }
  };
  for (const { service, operation } of pullCalls) {
    const shape = await shapeOf(service, operation);
    if (shape !== undefined) walk(shape, operation);
  }
  expect(times.size).toBeGreaterThan(8);
  for (const name of times) {
    const printed = canonical({ [name]: '2025-03-11T08:14:52.250000+00:00' });
    expect(canonical({ [name]: new Date('2025-03-11T08:14:52.250Z').toISOString() }), name).toEqual(printed);
    expect(canonical({ [name]: '2025-03-11T10:14:52.250+02:00' }), name).toEqual(printed);
  }
});

test('nothing loads the SDK before it is needed', () => {
  const files = filesBelow(['src'], /\.ts$/).filter(({ path }) => !path.endsWith('.test.ts'));
  const named = files.flatMap((file) => linesMatching(file, /'@aws-sdk\//));
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((line) => !line.includes('await import('))).toEqual([]);
});
