import type { Item } from '../define-kind.ts';
import type { AwsIdentity, AwsRequest, AwsSession, ConnectAws } from './aws.ts';
import { awsFault } from './aws-faults.ts';
import type { AwsService } from './calls.ts';
import { checkProfile } from './profiles.ts';

/** What all clients of the SDK share, as far as it is used here. */
interface SdkClient {
  send(command: unknown, options: { readonly abortSignal: AbortSignal }): Promise<object>;
  destroy(): void;
  readonly middlewareStack: { add(middleware: Middleware, options: object): void };
}

type Handler = (request: unknown) => Promise<unknown>;
type Middleware = (next: Handler, context: { readonly commandName?: string }) => Handler;
type MakeClient = new (settings: object) => SdkClient;
type MakeCommand = new (parameters: object) => unknown;
type Credentials = { readonly expiration?: Date | undefined };

/** Attempts of one request. Between them the SDK waits, longer each time, up to twenty seconds. */
const attempts = 12;
const renewBefore = 300_000;

/** AWS through its SDK, which is loaded when the first identity is opened. */
export const awsSdk: ConnectAws = (onThrottle) => {
  let throttled = 0;
  let offset = 0;
  const clients = new Map<string, SdkClient>();
  const open = async (identity: AwsIdentity): Promise<AwsSession> => {
    const profile = identity.profile ?? process.env['AWS_PROFILE'];
    if (profile !== undefined && profile !== '') await checkProfile(profile);
    const given = identity.region ?? firstRegion(identity.roleArn);
    const region = (await configuredRegion(identity.profile)) ?? given;
    const credentials = await credentialsOf(identity, region);
    const clientOf = async (service: AwsService, at: string): Promise<SdkClient> => {
      const key = JSON.stringify([identity, service, at]);
      const known = clients.get(key);
      if (known !== undefined) return known;
      const { Client } = await load(service);
      const client = new Client({
        region: at,
        ...(identity.profile === undefined ? {} : { profile: identity.profile }),
        credentials,
        retryMode: 'standard',
        // The first question shows whether there is a network at all: nobody waits minutes for that.
        maxAttempts: Number(process.env['AWS_MAX_ATTEMPTS'] ?? (service === 'sts' ? 3 : attempts)),
        requestHandler: { connectionTimeout: 10_000, requestTimeout: 120_000 },
        customUserAgent: 'weir',
      });
      client.middlewareStack.add(watch(at), { step: 'finalizeRequest', priority: 'low', name: 'throttling' });
      clients.set(key, client);
      return client;
    };
    return {
      region,
      clockOffset: () => offset,
      async send({ service, operation, region: at, parameters, signal }: AwsRequest): Promise<Item> {
        signal.throwIfAborted();
        const stopped = Promise.withResolvers<never>();
        const stop = () => stopped.reject(signal.reason);
        signal.addEventListener('abort', stop, { once: true });
        try {
          const { commands } = await load(service);
          const Command = commands[`${operation}Command`];
          if (typeof Command !== 'function') throw new Error(`the SDK has no ${operation}`);
          const client = await clientOf(service, at);
          const sent = client.send(new (Command as MakeCommand)(parameters), { abortSignal: signal });
          return asPrinted(await Promise.race([sent, stopped.promise])) as Item;
        } catch (error) {
          signal.throwIfAborted();
          throw awsFault(error, { service, operation, region: at, identity });
        } finally {
          signal.removeEventListener('abort', stop);
        }
      },
    };
  };
  /** Below the retries of the SDK: it sees every attempt. */
  const watch =
    (region: string) =>
    (next: Handler, context: { readonly commandName?: string }): Handler =>
    async (request) => {
      try {
        const answer = await next(request);
        offset = offsetOf(answer) ?? offset;
        return answer;
      } catch (error) {
        if (isThrottling(error)) {
          throttled += 1;
          onThrottle(context.commandName?.replace(/Command$/, '') ?? 'a call', region);
        }
        throw error;
      }
    };
  return {
    open,
    throttled: () => throttled,
    close: () => {
      for (const client of clients.values()) client.destroy();
      clients.clear();
    },
  };
};

async function load(service: AwsService): Promise<{ Client: MakeClient; commands: Readonly<Record<string, unknown>> }> {
  switch (service) {
    case 'ec2': {
      const commands = await import('@aws-sdk/client-ec2');
      return { Client: commands.EC2Client as unknown as MakeClient, commands };
    }
    case 'elbv2': {
      const commands = await import('@aws-sdk/client-elastic-load-balancing-v2');
      return { Client: commands.ElasticLoadBalancingV2Client as unknown as MakeClient, commands };
    }
    case 'elb': {
      const commands = await import('@aws-sdk/client-elastic-load-balancing');
      return { Client: commands.ElasticLoadBalancingClient as unknown as MakeClient, commands };
    }
    case 'sts': {
      const commands = await import('@aws-sdk/client-sts');
      return { Client: commands.STSClient as unknown as MakeClient, commands };
    }
  }
}

/** The region of the environment or of the profile. */
async function configuredRegion(profile: string | undefined): Promise<string | undefined> {
  const named = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  if (named !== undefined && named !== '') return named;
  const { STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch (error) {
    if (error instanceof Error && error.message.includes('Region is missing')) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

const firstRegions: readonly [RegExp, string][] = [
  [/^arn:aws-cn:/, 'cn-north-1'],
  [/^arn:aws-us-gov:/, 'us-gov-west-1'],
];

function firstRegion(roleArn: string | undefined): string {
  return firstRegions.find(([start]) => start.test(roleArn ?? ''))?.[1] ?? 'us-east-1';
}

async function credentialsOf(identity: AwsIdentity, region: string): Promise<() => Promise<Credentials>> {
  const { fromIni, fromNodeProviderChain, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  const { profile, roleArn, externalId } = identity;
  const clientConfig = { region };
  // A profile that is named is used, or the pull fails: never other credentials that happen to be there.
  const own = profile === undefined ? fromNodeProviderChain({ clientConfig }) : fromIni({ profile, clientConfig });
  if (roleArn === undefined) return own;
  const assumed = fromTemporaryCredentials({
    masterCredentials: own,
    clientConfig,
    params: {
      RoleArn: roleArn,
      RoleSessionName: 'weir',
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
    },
  });
  // Every client of the identity uses them: the role is assumed once.
  let current: { readonly made: Promise<Credentials>; until: number } | undefined;
  return () => {
    if (current !== undefined && Date.now() < current.until) return current.made;
    const made = assumed();
    const mine = { made, until: Number.POSITIVE_INFINITY };
    current = mine;
    made.then(
      ({ expiration }) => {
        if (expiration !== undefined) mine.until = expiration.getTime() - renewBefore;
      },
      () => {
        mine.until = 0;
      },
    );
    return made;
  };
}

/** The date of an answer counts in seconds, and the answer was on its way. */
const usualOffset = 5_000;

function offsetOf(answer: unknown): number | undefined {
  const { response } = answer as { readonly response?: { readonly headers?: Readonly<Record<string, string>> } };
  const at = Date.parse(response?.headers?.['date'] ?? '');
  if (Number.isNaN(at)) return undefined;
  const found = at - Date.now();
  return Math.abs(found) < usualOffset ? 0 : found;
}

function isThrottling(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(RequestLimitExceeded|Throttl|RequestThrottled|TooManyRequests|SlowDown)/.test(error.name)
  );
}

/** An answer of the SDK as the AWS CLI prints it: times as text, nothing that is not there. */
function asPrinted(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(asPrinted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([field, inner]) => inner !== undefined && field !== '$metadata')
      .map(([field, inner]) => [field, asPrinted(inner)]),
  );
}
