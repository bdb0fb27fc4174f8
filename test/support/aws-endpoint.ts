import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AwsModule, answerShape, type Shape } from './aws-schema.ts';

// AWS as far as `weir inventory pull` sees it, on this machine: the query protocols of EC2, of both generations of load
// balancers and of STS, with pages, refusals and throttling.

type Json = unknown;
export type Answers = Readonly<Record<string, Json>>;

interface AwsRequestSeen {
  /** `ec2 DescribeVpcs`; `elb` and `elbv2` for the two generations of load balancers. */
  readonly call: string;
  readonly account: string;
  readonly region: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A refusal: status and code as AWS gives them. */
export interface AwsRefusal {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
}

export interface AwsWorld {
  /** What is there, as the AWS CLI prints it: `ec2 DescribeVpcs` → answer. Absent is an empty answer. */
  answers(account: string, region: string): Answers;
  readonly regions: Readonly<Record<string, 'opt-in-not-required' | 'opted-in' | 'not-opted-in'>>;
  /** Objects on a page, however many were asked for. */
  readonly page: number;
  /** How far its clock is before that of this machine, in milliseconds. */
  clockOffset?(): number;
  /** Roles that may be assumed, and the external id that they ask for; empty for none. */
  readonly roles: Readonly<Record<string, string>>;
  refuse?(request: AwsRequestSeen): AwsRefusal | undefined;
}

/** The most objects of a page, as the service's reference says; 0 where it knows no pages. */
const mostObjects: Readonly<Record<string, number>> = {
  'ec2 DescribeAddresses': 0,
  'ec2 DescribeAvailabilityZones': 0,
  'ec2 DescribeRegions': 0,
  'ec2 DescribeRouteTables': 100,
  'ec2 DescribeEgressOnlyInternetGateways': 255,
  'ec2 DescribeManagedPrefixLists': 100,
  'ec2 GetManagedPrefixListEntries': 100,
  'elbv2 DescribeLoadBalancers': 400,
  'elbv2 DescribeTags': 0,
  'elb DescribeLoadBalancers': 400,
  'elb DescribeTags': 0,
};

/** Access keys: twelve digits behind `AKIA` are the account's own, `ASIA` those of an assumed role. */
const keyOf = /^A[KS]IA(\d{12})$/;

export async function startAwsEndpoint(world: AwsWorld) {
  const modules: Readonly<Record<string, AwsModule>> = {
    ec2: await import('@aws-sdk/client-ec2'),
    elbv2: await import('@aws-sdk/client-elastic-load-balancing-v2'),
    elb: await import('@aws-sdk/client-elastic-load-balancing'),
    sts: await import('@aws-sdk/client-sts'),
  };
  const seen: AwsRequestSeen[] = [];
  const server = createServer((request, response) => {
    const send = (status: number, xml: string) =>
      response
        .writeHead(status, {
          'content-type': 'text/xml',
          date: new Date(Date.now() + (world.clockOffset?.() ?? 0)).toUTCString(),
        })
        .end(`<?xml version="1.0" encoding="UTF-8"?>${xml}`);
    answer(world, modules, seen, request).then(
      ({ status, xml }) => send(status, xml),
      (error: unknown) =>
        send(
          400,
          `<Response><Errors><Error><Code>Broken</Code><Message>${escaped(String(error))}</Message></Error></Errors></Response>`,
        ),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    seen: seen as readonly AwsRequestSeen[],
    /** The environment in which the SDK asks here, as the owner of an account. */
    environment: (account: string): NodeJS.ProcessEnv => ({
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: `AKIA${account}`,
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      AWS_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/nowhere/config',
      AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
    }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  world: AwsWorld,
  modules: Readonly<Record<string, AwsModule>>,
  seen: AwsRequestSeen[],
  request: IncomingMessage,
): Promise<{ status: number; xml: string }> {
  const body: Buffer[] = [];
  for await (const chunk of request) body.push(chunk as Buffer);
  const parameters = Object.fromEntries(new URLSearchParams(Buffer.concat(body).toString()));
  const [, key = '', region = '', scope = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const service = scope !== 'elasticloadbalancing' ? scope : parameters['Version'] === '2012-06-01' ? 'elb' : 'elbv2';
  const operation = parameters['Action'] ?? '';
  const call = `${service} ${operation}`;
  const refusal = (status: number, code: string, message = code) => ({
    status,
    xml: refusalXml(service, code, message),
  });
  const account = keyOf.exec(key)?.[1];
  if (account === undefined)
    return key.includes('EXPIRED')
      ? refusal(
          403,
          service === 'ec2' ? 'RequestExpired' : 'ExpiredToken',
          'The security token included in the request is expired',
        )
      : refusal(
          service === 'ec2' ? 401 : 403,
          service === 'ec2' ? 'AuthFailure' : 'InvalidClientTokenId',
          'The security token included in the request is invalid.',
        );
  const now: AwsRequestSeen = { call, account, region, parameters };
  seen.push(now);
  const refused = world.refuse?.(now);
  if (refused !== undefined) return refusal(refused.status, refused.code, refused.message);
  const shape = answerShape(modules[service] ?? {}, operation);
  if (shape === undefined) return refusal(400, 'InvalidAction', `The action ${operation} is not valid`);
  const most = mostObjects[call] ?? 1000;
  const asked = parameters['MaxResults'] ?? parameters['PageSize'];
  if (asked !== undefined && (most === 0 || Number(asked) > most || Number(asked) < 5))
    return refusal(400, 'InvalidParameterValue', `${asked} objects a page`);
  const whole = contentOf(world, now);
  if (typeof whole === 'string') return refusal(403, 'AccessDenied', whole);
  const size = most === 0 || asked === undefined ? Number.POSITIVE_INFINITY : Math.min(world.page, Number(asked));
  return { status: 200, xml: answerXml(service, operation, shape, pageOf(whole, now, size)) };
}

/** The whole answer; a text is why it may not be given. */
function contentOf(world: AwsWorld, { call, account, region, parameters }: AwsRequestSeen): Answers | string {
  switch (call) {
    case 'sts GetCallerIdentity':
      return { Account: account, UserId: 'AIDA', Arn: `arn:aws:iam::${account}:user/somebody` };
    case 'sts AssumeRole': {
      const arn = parameters['RoleArn'] ?? '';
      const [wanted, given] = [world.roles[arn], parameters['ExternalId']];
      // A role that asks for no external id takes any.
      if (wanted === undefined || (wanted !== '' && wanted !== given))
        return `User: arn:aws:iam::${account}:user/somebody is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
      const Credentials = {
        AccessKeyId: `ASIA${arn.split(':')[4]}`,
        SecretAccessKey: 'not-a-secret',
        SessionToken: 'not-a-token',
        Expiration: new Date(Date.now() + 3_600_000).toISOString(),
      };
      return { Credentials };
    }
    case 'ec2 DescribeRegions':
      return {
        Regions: Object.entries(world.regions).map(([RegionName, OptInStatus]) => ({ RegionName, OptInStatus })),
      };
    case 'ec2 GetManagedPrefixListEntries':
      return (world.answers(account, region)[`${call} ${parameters['PrefixListId']}`] ?? {}) as Answers;
    case 'elbv2 DescribeTags':
    case 'elb DescribeTags': {
      const wanted = Object.entries(parameters).flatMap(([name, value]) => (name.includes('.member.') ? [value] : []));
      const all =
        (world.answers(account, region)[call] as { TagDescriptions?: Record<string, Json>[] } | undefined)
          ?.TagDescriptions ?? [];
      return {
        TagDescriptions: all.filter((one) => wanted.includes(String(one['ResourceArn'] ?? one['LoadBalancerName']))),
      };
    }
    default:
      return (world.answers(account, region)[call] ?? {}) as Answers;
  }
}

/** A part of the list that the answer holds, and the token of the next. */
function pageOf(whole: Answers, { call, parameters }: AwsRequestSeen, size: number): Answers {
  const found = Object.entries(whole).find(([, value]) => Array.isArray(value));
  if (found === undefined || !Array.isArray(found[1])) return whole;
  const token = parameters['NextToken'] ?? parameters['Marker'];
  const from = token === undefined ? 0 : Number(token.split('/')[1]);
  if (token !== undefined && !token.startsWith(`${call}/`)) throw new Error(`a token of another call: ${token}`);
  const [name, list] = found;
  const page = list.slice(from, from + size);
  const more = from + size < list.length ? `${call}/${from + size}` : undefined;
  return {
    ...whole,
    [name]: page,
    ...(more === undefined ? {} : { [call.startsWith('ec2') ? 'NextToken' : 'NextMarker']: more }),
  };
}

function answerXml(service: string, operation: string, shape: Shape, value: Json): string {
  const inside = valueXml(shape, value, service, operation);
  if (service === 'ec2') return `<${operation}Response><requestId>r-1</requestId>${inside}</${operation}Response>`;
  const result = `<${operation}Result>${inside}</${operation}Result>`;
  return `<${operation}Response>${result}<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></${operation}Response>`;
}

function valueXml(shape: Shape, value: Json, service: string, path: string): string {
  if (shape.is === 'list') {
    if (!Array.isArray(value)) throw new Error(`${path} is no list`);
    const item = shape.item ?? 'member';
    return value.map((one) => `<${item}>${valueXml(shape.of(), one, service, path)}</${item}>`).join('');
  }
  if (shape.is === 'structure') {
    if (typeof value !== 'object' || value === null) throw new Error(`${path} is no structure`);
    return Object.entries(value)
      .map(([name, inner]) => {
        const member = shape.members.get(name);
        if (member === undefined) throw new Error(`${path} has no field ${name}`);
        return `<${member.wire}>${valueXml(member.shape(), inner, service, `${path}.${name}`)}</${member.wire}>`;
      })
      .join('');
  }
  if (shape.is === 'time') return new Date(String(value)).toISOString();
  return escaped(String(value));
}

function refusalXml(service: string, code: string, message: string): string {
  const error = `<Code>${code}</Code><Message>${escaped(message)}</Message>`;
  return service === 'ec2'
    ? `<Response><Errors><Error>${error}</Error></Errors><RequestID>r-1</RequestID></Response>`
    : `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>r-1</RequestId></ErrorResponse>`;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Answers of a folder that `weir demo` wrote: `ec2-describe-vpcs.json` is `ec2 DescribeVpcs`. */
export function callOfFile(name: string): string {
  const [service = '', ...words] = name.replace(/\.json$/, '').split('-');
  return `${service} ${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
}
