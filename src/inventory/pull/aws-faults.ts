import { WeirError } from '../../core/index.ts';
import type { AwsIdentity } from './aws.ts';
import { type AwsService, actionOf } from './calls.ts';

/** What was asked when it failed. */
interface Asked {
  readonly service: AwsService;
  readonly operation: string;
  readonly region: string;
  readonly identity: AwsIdentity;
}

/** After one of these no other call of the same account and region can work. */
const ending = new Set([
  'CREDENTIALS_MISSING',
  'CREDENTIALS_EXPIRED',
  'CREDENTIALS_REFUSED',
  'ROLE_REFUSED',
  'REGION_DISABLED',
  'AWS_UNREACHABLE',
  'CLOCK_WRONG',
]);

export const endsEverything = (error: WeirError): boolean => ending.has(error.code);

const denied = /^(UnauthorizedOperation|AccessDenied(Exception)?|UnauthorizedException|NotAuthorized)$/;
const expired = /^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired)$/;
const refused =
  /^(InvalidClientTokenId|UnrecognizedClientException|AuthFailure|InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken)$/;
const throttled =
  /^(RequestLimitExceeded|Throttl\w*|RequestThrottled\w*|TooManyRequests\w*|SlowDown|EC2ThrottledException)$/;
const notThere = /^(UnsupportedOperation|InvalidAction|UnknownOperationException|Unsupported)$/;
const network =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENETUNREACH|EHOSTUNREACH|TimeoutError|NetworkingError)$/;
/** What the SDK throws when it has no credentials to ask with. */
const isLocal = /^(CredentialsProviderError|TokenProviderError|ProviderError)$/;
const certificate = /^(CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS)/;

/** What the SDK says of a failure, in the form of its errors. */
interface SdkWords {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

/** A failure of the SDK or of AWS as one clear error, with what to do. */
export function awsFault(error: unknown, asked: Asked): WeirError {
  if (error instanceof WeirError) return error;
  const said = wordsOf(error);
  const make = (code: string, message: string, hint: string) => new WeirError(code, message, { hint, cause: error });
  const local = localFault(said, asked, make);
  if (local !== undefined) return local;
  const { name, message } = said;
  const action = actionOf(asked.service, asked.operation);
  const as =
    asked.identity.roleArn ?? (asked.identity.profile === undefined ? '' : `profile ${asked.identity.profile}`);
  const whose = as === '' ? '' : ` of ${as}`;
  if (expired.test(name)) return make('CREDENTIALS_EXPIRED', `the AWS credentials${whose} have expired`, renew(asked));
  if (/Signature (?:expired|not yet current)/.test(message) || name === 'RequestTimeTooSkewed')
    return make(
      'CLOCK_WRONG',
      'AWS refuses the requests because the clock of this machine is wrong',
      'set it right: it must not be five minutes off',
    );
  if (name === 'OptInRequired')
    return make('REGION_DISABLED', `the region ${asked.region} is not switched on in the account`, regionHint);
  if (refused.test(name))
    return make(
      'CREDENTIALS_REFUSED',
      `AWS does not accept the credentials${whose} in ${asked.region} (${name})`,
      `check them with \`aws sts get-caller-identity${profileFlag(asked)}\`, and whether the region is switched on`,
    );
  if (denied.test(name)) {
    if (asked.service === 'sts' || /sts:AssumeRole/.test(message))
      return make(
        'ROLE_REFUSED',
        `${asked.identity.roleArn ?? 'the identity'} may not be assumed: ${plain(message)}`,
        'the caller needs sts:AssumeRole on it, and its trust policy must name the caller (and the external id, if it has one)',
      );
    return make('AWS_DENIED', `${action} is not allowed`, deniedHint(action, message));
  }
  if (throttled.test(name))
    return make('AWS_THROTTLED', `AWS keeps throttling ${action}`, 'pull again later, or fewer regions at a time');
  if (notThere.test(name))
    return make('AWS_UNSUPPORTED', `AWS does not offer ${action} there`, 'nothing to do: there is nothing of the kind');
  return make(
    'AWS_FAILED',
    `${action} fails (${name === 'Error' ? '' : `${name}: `}${plain(message)})`,
    'pull again later',
  );
}

type Make = (code: string, message: string, hint: string) => WeirError;

/** What goes wrong before AWS is asked, or on the way. */
function localFault({ name, code, message }: SdkWords, asked: Asked, make: Make): WeirError | undefined {
  const { profile } = asked.identity;
  if (isLocal.test(name)) {
    // It may be the source profile of the one that was named.
    const lacking = /using profile: \[([^\]]+)\]/.exec(message)?.[1];
    if (lacking !== undefined)
      return make(
        'CREDENTIALS_MISSING',
        `the AWS profile "${lacking}" has no credentials`,
        `run \`aws configure --profile ${lacking}\`, or \`aws sso login --profile ${lacking}\``,
      );
    if (/SSO|aws sso login|aws login|[Tt]oken/.test(message))
      return make(
        'CREDENTIALS_EXPIRED',
        `nobody is signed on, or no longer: ${plain(message)}`,
        `run \`aws sso login${profileFlag(asked)}\``,
      );
    return make(
      'CREDENTIALS_MISSING',
      profile === undefined
        ? 'there are no AWS credentials'
        : `the AWS profile "${profile}" gives no credentials: ${plain(message)}`,
      'run `aws configure` or `aws sso login`, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile',
    );
  }
  const reason = [code, name].find((word) => network.test(word) || certificate.test(word));
  if (reason === undefined) return undefined;
  if (certificate.test(reason))
    return make(
      'AWS_UNREACHABLE',
      `the certificate of AWS in ${asked.region} is not trusted (${reason})`,
      'behind a proxy that opens TLS, set NODE_EXTRA_CA_CERTS to its certificate',
    );
  const host = /(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED) (\S+)/.exec(message)?.[1];
  const where = host === undefined ? `AWS in ${asked.region}` : host;
  const missing = reason === 'ENOTFOUND' ? `, or there is no region ${asked.region}` : '';
  return make(
    'AWS_UNREACHABLE',
    `${where} cannot be reached (${reason}): there is no network${missing}`,
    'check the network and the proxy, and the spelling of the region',
  );
}

export const regionHint = 'switch it on in the account, or leave it out of --regions';

const profileFlag = ({ identity: { profile } }: Asked): string =>
  profile === undefined ? '' : ` --profile ${profile}`;

function renew(asked: Asked): string {
  return `run \`aws sso login${profileFlag(asked)}\`, or fetch new temporary credentials`;
}

function deniedHint(action: string, message: string): string {
  const by =
    /explicit deny in an? ([\w -]*polic\w+)/.exec(message)?.[1] ??
    /no (service control policy|permissions boundary|session policy|resource control policy) allows/.exec(message)?.[1];
  if (by !== undefined)
    return `${/^[aeiou]/.test(by) ? 'an' : 'a'} ${by} forbids it: who keeps that policy can allow ${action}`;
  return 'allow it: `weir inventory pull --policy` prints the whole policy';
}

/** AWS puts a long encoded text behind some messages. */
const plain = (message: string): string =>
  message
    .replace(/\s*Encoded authorization failure message: \S+/, '')
    .replaceAll('\n', ' ')
    .trim();

function wordsOf(error: unknown): SdkWords {
  if (typeof error !== 'object' || error === null) return { name: 'Error', code: '', message: String(error) };
  const text = (field: string): string => {
    const value: unknown = Reflect.get(error, field);
    return typeof value === 'string' ? value : '';
  };
  // The connection tries several addresses: the first failure says enough.
  const inner: unknown = Reflect.get(error, 'errors');
  if (Array.isArray(inner) && inner.length > 0 && text('message') === '') return wordsOf(inner[0]);
  return { name: text('name') || 'Error', code: text('code') || text('Code'), message: text('message') };
}
