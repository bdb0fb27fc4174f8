import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentProgress, WeirError } from '../../src/core/index.ts';
import { awsSdk, pullInventory } from '../../src/inventory/index.ts';
import { type AwsRefusal, startAwsEndpoint } from '../support/aws-endpoint.ts';

// Every way in which AWS is not there for somebody is one clear error, which says what to do. The SDK is the real one.

let endpoint: Awaited<ReturnType<typeof startAwsEndpoint>>;
let folder: string;
let closedPort: number;
let refusal: AwsRefusal | undefined;
let refused = '';
const before = { ...process.env };

const keys = (name: string, id: string) => `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = none\n`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weir-inventory-pull-refused-'));
  endpoint = await startAwsEndpoint({
    answers: () => ({}),
    regions: { 'eu-west-1': 'opt-in-not-required', 'us-east-1': 'opt-in-not-required', 'ap-east-1': 'not-opted-in' },
    page: 50,
    roles: { 'arn:aws:iam::777788889999:role/locked': 'nobody-knows' },
    refuse: ({ call }) => (call === refused ? refusal : undefined),
  });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  closedPort = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
  const regions = ['default', 'profile audit', 'profile old', 'profile dead'].map(
    (name) => `[${name}]\nregion = eu-west-1\n`,
  );
  const single =
    '[profile single]\nregion = eu-west-1\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = weir\n' +
    '[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.example/start\n';
  const chained = '[profile chained]\nsource_profile = default\nrole_arn = arn:aws:iam::777788889999:role/locked\n';
  await mkdir(path.join(folder, 'home'));
  await writeFile(path.join(folder, 'config'), [...regions, single, chained].join(''));
  await writeFile(
    path.join(folder, 'credentials'),
    [keys('audit', 'AKIA999900001111'), keys('old', 'AKIAEXPIRED'), keys('dead', 'AKIADEAD')].join(''),
  );
});

afterAll(async () => {
  setEnvironment({});
  await endpoint.close();
  await rm(folder, { recursive: true, force: true });
});

/** The environment of the test run with these in it, and none of a person's own for AWS. */
function setEnvironment(added: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env))
    if (!(name in before) || name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, before, added);
}

interface Wanted {
  readonly profile?: string;
  readonly regions?: readonly string[];
  readonly roleArn?: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

async function failure({ profile, regions = [], roleArn, environment = {}, signal }: Wanted): Promise<WeirError> {
  setEnvironment({
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: path.join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'credentials'),
    AWS_MAX_ATTEMPTS: '2',
    HOME: path.join(folder, 'home'),
    ...environment,
  });
  const noStore = () => Promise.reject(new Error('nothing is to be written'));
  const error = await pullInventory(noStore, awsSdk, {
    profiles: profile === undefined ? [] : [profile],
    roleArns: roleArn === undefined ? [] : [roleArn],
    externalId: undefined,
    regions,
    ownerTags: [],
    progress: silentProgress,
    signal: signal ?? new AbortController().signal,
  }).catch((caught: unknown) => caught);
  if (!(error instanceof WeirError)) throw error;
  return error;
}

test.each<[string, Wanted, string, string, string]>([
  ['no credentials', {}, 'CREDENTIALS_MISSING', 'there are no AWS credentials', 'aws configure'],
  [
    'an unknown profile',
    { profile: 'audits' },
    'PROFILE_UNKNOWN',
    'there is no AWS profile "audits" in',
    'did you mean audit?',
  ],
  [
    'a profile of the environment that is not there',
    { environment: { AWS_PROFILE: 'nobody' } },
    'PROFILE_UNKNOWN',
    'no AWS profile "nobody"',
    'there are: audit, chained, dead, default, old, single',
  ],
  [
    'a profile without credentials',
    { profile: 'default' },
    'CREDENTIALS_MISSING',
    'the AWS profile "default" has no credentials',
    'aws configure --profile default',
  ],
  [
    'a profile whose source has none',
    { profile: 'chained' },
    'CREDENTIALS_MISSING',
    'the AWS profile "default" has no credentials',
    'aws configure --profile default',
  ],
  [
    'dead credentials',
    { profile: 'dead' },
    'CREDENTIALS_REFUSED',
    'AWS does not accept the credentials of profile dead in eu-west-1 (InvalidClientTokenId)',
    'get-caller-identity --profile dead',
  ],
  [
    'an expired token',
    { profile: 'old' },
    'CREDENTIALS_EXPIRED',
    'the AWS credentials of profile old have expired',
    'aws sso login --profile old',
  ],
  [
    'nobody signed on',
    { profile: 'single' },
    'CREDENTIALS_EXPIRED',
    'nobody is signed on',
    'aws sso login --profile single',
  ],
  [
    'an unknown region',
    { profile: 'audit', regions: ['us-east-3'] },
    'REGION_UNKNOWN',
    'AWS has no region us-east-3',
    'did you mean us-east-1?',
  ],
  [
    'a region that is off',
    { profile: 'audit', regions: ['ap-east-1'] },
    'REGION_DISABLED',
    'ap-east-1 is not switched on in account 999900001111',
    'leave it out of --regions',
  ],
  [
    'a role that is closed',
    { profile: 'audit', roleArn: 'arn:aws:iam::777788889999:role/locked' },
    'ROLE_REFUSED',
    'arn:aws:iam::777788889999:role/locked may not be assumed: User: arn:aws:iam::999900001111:user/somebody',
    'external id',
  ],
])('%s', async (_, wanted, code, message, hint) => {
  const error = await failure(wanted);
  expect(error).toMatchObject({
    code,
    message: expect.stringContaining(message),
    hint: expect.stringContaining(hint),
  });
  expect(error.message).not.toContain('\n');
});

test('nobody answers at the address', async () => {
  const environment = { AWS_ENDPOINT_URL: `http://127.0.0.1:${closedPort}` };
  expect(await failure({ profile: 'audit', environment })).toMatchObject({
    code: 'AWS_UNREACHABLE',
    message: `127.0.0.1:${closedPort} cannot be reached (ECONNREFUSED): there is no network`,
    hint: expect.stringContaining('proxy'),
  });
});

test('there is no such address: no network, or no such region', async () => {
  const environment = { AWS_ENDPOINT_URL: 'http://sts.eu-west-9.invalid' };
  expect(await failure({ profile: 'audit', environment })).toMatchObject({
    code: 'AWS_UNREACHABLE',
    message: expect.stringMatching(
      /^sts\.eu-west-9\.invalid cannot be reached \((ENOTFOUND|EAI_AGAIN)\): there is no network/,
    ),
  });
});

test.each<[string, string, AwsRefusal, string, string]>([
  [
    'a wrong clock',
    'sts GetCallerIdentity',
    {
      status: 403,
      code: 'SignatureDoesNotMatch',
      message: 'Signature expired: 20261123T000000Z is now earlier than 20261123T010000Z',
    },
    'CLOCK_WRONG',
    'the clock of this machine is wrong',
  ],
  [
    'regions that may not be listed, where all are wanted',
    'ec2 DescribeRegions',
    { status: 403, code: 'UnauthorizedOperation', message: 'You are not authorized to perform this operation.' },
    'REGIONS_UNKNOWN',
    'ec2:DescribeRegions is not allowed in account 999900001111',
  ],
  [
    'an account that is closed',
    'ec2 DescribeRegions',
    { status: 400, code: 'PendingVerification', message: 'Your account is being\nverified' },
    'AWS_FAILED',
    'ec2:DescribeRegions fails (PendingVerification: Your account is being verified)',
  ],
])('%s', async (_, call, how, code, message) => {
  [refused, refusal] = [call, how];
  const error = await failure({ profile: 'audit', regions: ['all'] });
  refused = '';
  expect(error).toMatchObject({ code, message: expect.stringContaining(message), hint: expect.any(String) });
});

test('who stops it gets the reason of the stop', async () => {
  const reason = new WeirError('STOPPED', 'stopped');
  expect(await failure({ profile: 'audit', signal: AbortSignal.abort(reason) })).toBe(reason);
});
