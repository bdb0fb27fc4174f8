import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AwsWorld, startAwsEndpoint } from '../support/aws-endpoint.ts';
import { otherAnswers } from '../support/aws-fixture.ts';
import { runWeir, temporaryFolder } from '../support/weir.ts';

// `weir inventory pull` as a person types it, against services on this machine that speak as those of AWS do.

const roles = {
  'arn:aws:iam::111122223333:role/weir': '',
  'arn:aws:iam::444455556666:role/weir': 'with-an-id',
  'arn:aws:iam::777788889999:role/locked': 'nobody-knows',
};
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let endpoint: Awaited<ReturnType<typeof startAwsEndpoint>>;
let refuse: AwsWorld['refuse'];

beforeAll(async () => {
  folder = await temporaryFolder('inventory-pull-command');
  endpoint = await startAwsEndpoint({
    answers: (account, region) => {
      if (region === 'eu-west-1' && account === '111122223333') return otherAnswers;
      const id = `vpc-${account}${region === 'us-east-1' ? 1 : 0}`;
      const Vpcs = [
        { VpcId: id, CidrBlock: '10.0.0.0/16', DhcpOptionsId: 'dopt-1', OwnerId: account, State: 'available' },
      ];
      return { 'ec2 DescribeVpcs': { Vpcs } };
    },
    regions: { 'eu-west-1': 'opt-in-not-required', 'us-east-1': 'opt-in-not-required', 'ap-east-1': 'not-opted-in' },
    page: 50,
    roles,
    refuse: (request) => refuse?.(request),
  });
  const home = path.join(folder.path, 'aws');
  await mkdir(home);
  await writeFile(path.join(home, 'config'), '[profile audit]\nregion = us-east-1\n');
  await writeFile(
    path.join(home, 'credentials'),
    '[audit]\naws_access_key_id = AKIA999900001111\naws_secret_access_key = none\n',
  );
});

afterAll(async () => {
  await endpoint.close();
  await folder.remove();
});

function weir(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const home = path.join(folder.path, 'aws');
  return runWeir(['inventory', ...args, '--data', path.join(folder.path, 'data')], {
    env: {
      AWS_ENDPOINT_URL: endpoint.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: path.join(home, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(home, 'credentials'),
      AWS_MAX_ATTEMPTS: '2',
      HOME: folder.path,
      ...env,
    },
  });
}

test('two accounts by their roles, in every region that is switched on; what may not be read is told once', async () => {
  refuse = ({ call, account, region }) =>
    account === '444455556666' &&
    (call === 'ec2 DescribeFlowLogs' || (call === 'elbv2 DescribeLoadBalancers' && region === 'us-east-1'))
      ? { status: 403, code: call.startsWith('ec2') ? 'UnauthorizedOperation' : 'AccessDenied' }
      : undefined;
  const { code, stdout, stderr } = await weir([
    'pull',
    ...['--profile', 'audit', '--regions', 'all'],
    ...['--role-arn', 'arn:aws:iam::111122223333:role/weir'],
    ...['--role-arn', 'arn:aws:iam::777788889999:role/locked'],
    ...['--role-arn', 'arn:aws:iam::444455556666:role/weir'],
    ...['--external-id', 'with-an-id'],
  ]);
  refuse = undefined;
  expect(stderr).toBe('');
  expect(code).toBe(1);
  const lines = stdout.split('\n');
  expect(lines[0]).toMatch(/^\d+ new snapshots of 2 accounts in 2 regions$/);
  expect(stdout).toContain('\n  account 111122223333, 444455556666 · region eu-west-1, us-east-1\n');
  expect(lines.filter((line) => line.startsWith('  missing: '))).toEqual([
    expect.stringContaining('missing: arn:aws:iam::777788889999:role/locked may not be assumed: User: arn'),
    '  missing: ec2:DescribeFlowLogs is not allowed in account 444455556666, eu-west-1, us-east-1; not known without it: what is being logged, and in which format',
    '  missing: elasticloadbalancing:DescribeLoadBalancers is not allowed in account 444455556666, us-east-1; not known without it: which load balancer an interface belongs to; names and owners of what is listed without its tags',
  ]);
  const assumed = endpoint.seen.filter(({ call }) => call === 'sts AssumeRole');
  expect(assumed.map(({ account, parameters }) => [account, parameters['RoleArn'], parameters['ExternalId']])).toEqual(
    Object.keys(roles)
      .toSorted((a, b) => Number(a.includes('4444')) - Number(b.includes('4444')))
      .map((arn) => ['999900001111', arn, 'with-an-id']),
  );
});

test('the JSON of a script, with keys of the environment; what was pulled is listed', async () => {
  const { code, stdout } = await weir(['pull', '--regions', 'eu-west-1', '--json'], {
    AWS_ACCESS_KEY_ID: 'AKIA111122223333',
    AWS_SECRET_ACCESS_KEY: 'none',
  });
  expect({ code, summary: JSON.parse(stdout) as unknown }).toMatchObject({
    code: 0,
    summary: {
      places: [{ account: '111122223333', region: 'eu-west-1' }],
      objects: { 'transit-gateway': 1, 'managed-prefix-list-entries': 2 },
      problems: [],
    },
  });
  const listed = JSON.parse((await weir(['list', 'load-balancer', '--json'])).stdout) as unknown;
  expect(listed).toMatchObject([{ name: 'edge', account: '111122223333', region: 'eu-west-1', state: 'active' }]);
  const status = await weir(['status']);
  expect(status.stdout).toMatch(/vpc +444455556666 +us-east-1 +1 +1 /);
});

test('a throttled call that never gets through is one line, the rest comes', async () => {
  refuse = ({ call }) => (call === 'ec2 DescribeInstances' ? { status: 503, code: 'RequestLimitExceeded' } : undefined);
  const { code, stdout } = await weir(['pull', '--profile', 'audit']);
  refuse = undefined;
  expect(code).toBe(1);
  expect(stdout).toContain('23 new snapshots of 1 account in 1 region\n  1 VPC\n');
  expect(stdout).toContain(
    '\n  account 999900001111 · region us-east-1\n  AWS throttled 2 requests, which were sent again\n',
  );
  expect(stdout).toContain(
    '  missing: AWS keeps throttling ec2:DescribeInstances in account 999900001111, us-east-1; not known without it: which instance an interface belongs to\n    pull again later',
  );
});

test.each<[readonly string[], number, readonly string[]]>([
  [['--profile', 'audits'], 1, ['there is no AWS profile "audits" in', 'did you mean audit?']],
  [['--regions', 'Ireland'], 2, ['expected regions such as eu-west-1,us-east-1, or all']],
  [['--policy', '--profile', 'audit'], 2, ['takes no other option']],
])('%j ends with %i', async (args, code, words) => {
  const outcome = await weir(['pull', ...args]);
  expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code, stdout: '' });
  for (const word of words) expect(outcome.stderr).toContain(word);
  expect(outcome.stderr.trim().split('\n')).toHaveLength(2);
});
