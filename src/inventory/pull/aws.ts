import type { Item } from '../define-kind.ts';
import type { AwsService } from './calls.ts';

/** Whose account is asked, and as whom. */
export interface AwsIdentity {
  readonly profile: string | undefined;
  readonly roleArn: string | undefined;
  readonly externalId: string | undefined;
  /** Where STS is asked when neither profile nor environment name a region. */
  readonly region: string | undefined;
}

export interface AwsRequest {
  readonly service: AwsService;
  readonly operation: string;
  readonly region: string;
  readonly parameters: Item;
  readonly signal: AbortSignal;
}

/** One identity at AWS. Answers come as the AWS CLI prints them; every failure is a WeirError with a code of `aws-faults.ts`. */
export interface AwsSession {
  /** The region of the profile or the environment, else the one that was proposed, else the first of its partition. */
  readonly region: string;
  send(request: AwsRequest): Promise<Item>;
  /** How far the clock of AWS is before that of this machine, in milliseconds; 0 where they agree to some seconds. */
  clockOffset(): number;
}

/** All that Weir needs of AWS. The SDK stands behind it. */
export interface Aws {
  open(identity: AwsIdentity): Promise<AwsSession>;
  /** Requests that AWS throttled so far; each was sent again. */
  throttled(): number;
  close(): void;
}

/** Makes the connection; it tells of every request that AWS throttles. */
export type ConnectAws = (onThrottle: (operation: string, region: string) => void) => Aws;
