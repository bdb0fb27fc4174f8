import { expect, test } from 'vitest';
import { WeirError } from '../../core/index.ts';
import { awsFault, endsEverything } from './aws-faults.ts';

const asked = {
  service: 'ec2',
  operation: 'DescribeVpcs',
  region: 'eu-west-1',
  identity: { profile: undefined, roleArn: undefined, externalId: undefined, region: undefined },
} as const;

const said = (name: string, message = '', code?: string) =>
  Object.assign(new Error(message), { name, ...(code === undefined ? {} : { code }) });

const user = 'User: arn:aws:iam::111122223333:user/x is not authorized to perform: ec2:DescribeVpcs';

test.each<[string, unknown, string, RegExp, RegExp, boolean]>([
  [
    'no policy allows it',
    said('UnauthorizedOperation', `${user} because no identity-based policy allows the ec2:DescribeVpcs action`),
    'AWS_DENIED',
    /^ec2:DescribeVpcs is not allowed$/,
    /weir inventory pull --policy/,
    false,
  ],
  [
    'an organisation forbids it',
    said(
      'UnauthorizedOperation',
      `${user} with an explicit deny in a service control policy: arn:aws:organizations::1:policy/p`,
    ),
    'AWS_DENIED',
    /^ec2:DescribeVpcs is not allowed$/,
    /^a service control policy forbids it/,
    false,
  ],
  [
    'a policy of the user forbids it',
    said('UnauthorizedOperation', `${user} with an explicit deny in an identity-based policy`),
    'AWS_DENIED',
    /not allowed$/,
    /^an identity-based policy forbids it/,
    false,
  ],
  [
    'a boundary does not let it through',
    said('UnauthorizedOperation', `${user} because no permissions boundary allows the ec2:DescribeVpcs action`),
    'AWS_DENIED',
    /not allowed$/,
    /^a permissions boundary forbids it/,
    false,
  ],
  [
    'a region that is off',
    said('OptInRequired'),
    'REGION_DISABLED',
    /eu-west-1 is not switched on/,
    /leave it out/,
    true,
  ],
  [
    'a region that knows no such keys',
    said('AuthFailure'),
    'CREDENTIALS_REFUSED',
    /in eu-west-1 \(AuthFailure\)/,
    /switched on/,
    true,
  ],
  ['an old token', said('RequestExpired'), 'CREDENTIALS_EXPIRED', /have expired/, /aws sso login/, true],
  ['a wrong clock', said('RequestTimeTooSkewed'), 'CLOCK_WRONG', /clock/, /five minutes/, true],
  [
    'a region without the service',
    said('InvalidAction'),
    'AWS_UNSUPPORTED',
    /does not offer ec2:DescribeVpcs/,
    /nothing to do/,
    false,
  ],
  [
    'no name server',
    said('Error', 'getaddrinfo ENOTFOUND ec2.eu-west-9.amazonaws.com', 'ENOTFOUND'),
    'AWS_UNREACHABLE',
    /^ec2\.eu-west-9\.amazonaws\.com cannot be reached \(ENOTFOUND\): there is no network, or there is no region/,
    /proxy/,
    true,
  ],
  [
    'several addresses, none of which answers',
    Object.assign(new AggregateError([said('Error', 'connect ECONNREFUSED 10.0.0.1:443', 'ECONNREFUSED')]), {
      code: 'ECONNREFUSED',
    }),
    'AWS_UNREACHABLE',
    /^10\.0\.0\.1:443 cannot be reached/,
    /network/,
    true,
  ],
  [
    'a proxy that opens TLS',
    said('Error', 'self-signed certificate in certificate chain', 'SELF_SIGNED_CERT_IN_CHAIN'),
    'AWS_UNREACHABLE',
    /certificate/,
    /NODE_EXTRA_CA_CERTS/,
    true,
  ],
  [
    'too slow',
    said('TimeoutError', 'Connection timed out'),
    'AWS_UNREACHABLE',
    /AWS in eu-west-1 cannot be reached \(TimeoutError\)/,
    /network/,
    true,
  ],
  [
    'an encoded reason',
    said('Odd', 'No. Encoded authorization failure message: 4fXq\n'),
    'AWS_FAILED',
    /^ec2:DescribeVpcs fails \(Odd: No\.\)$/,
    /pull again/,
    false,
  ],
  ['what is no error', 'broken', 'AWS_FAILED', /\(broken\)/, /pull again/, false],
])('%s', (_, error, code, message, hint, ends) => {
  const fault = awsFault(error, asked);
  expect(fault).toMatchObject({
    code,
    message: expect.stringMatching(message),
    hint: expect.stringMatching(hint),
    cause: error,
  });
  expect(endsEverything(fault)).toBe(ends);
});

test('an error of ours stays what it is', () => {
  const own = new WeirError('STOPPED', 'stopped');
  expect(awsFault(own, asked)).toBe(own);
});
