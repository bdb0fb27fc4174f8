import type { Kind, KindCall } from '../define-kind.ts';
import { kinds } from '../kinds/index.ts';

export type AwsService = 'ec2' | 'elbv2' | 'elb' | 'sts';

/** One call of a pull. Command and action come from how the AWS CLI writes it: `aws ec2 describe-vpcs`. */
export interface PullCall {
  readonly kind: Kind;
  readonly call: string;
  readonly service: AwsService;
  /** `DescribeVpcs`. */
  readonly operation: string;
  /** `ec2:DescribeVpcs`. */
  readonly action: string;
  readonly page: number;
  readonly part: boolean;
  readonly of: KindCall['of'];
}

const usualPage = 1000;
const services: readonly AwsService[] = ['ec2', 'elbv2', 'elb', 'sts'];
/** Both kinds of load balancers share their actions. */
const actionPrefix: Readonly<Record<AwsService, string>> = {
  ec2: 'ec2',
  elbv2: 'elasticloadbalancing',
  elb: 'elasticloadbalancing',
  sts: 'sts',
};

export const pullCalls: readonly PullCall[] = kinds.flatMap((kind) =>
  (kind.live ?? [{ call: kind.call }]).map((one) => pullCall(kind, one)),
);

function pullCall(kind: Kind, { call, page = usualPage, part = false, of }: KindCall): PullCall {
  const [, named, command = ''] = call.split(' ');
  const service = services.find((one) => one === named);
  if (service === undefined || command === '') throw new Error(`${kind.name}: "${call}" is no call of the AWS CLI`);
  const operation = command.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return { kind, call, service, operation, action: actionOf(service, operation), page, part, of };
}

export function actionOf(service: AwsService, operation: string): string {
  return `${actionPrefix[service]}:${operation}`;
}

/** Lists the regions of an account, for `--regions all` and to tell a region that is not there from a broken network. */
export const regionsCall = { service: 'ec2', operation: 'DescribeRegions' } as const;

/** Every IAM action that a pull uses; sts:GetCallerIdentity, which it uses, too, needs no permission. */
export const iamActions: readonly string[] = [
  ...new Set([actionOf(regionsCall.service, regionsCall.operation), ...pullCalls.map(({ action }) => action)]),
].sort();

/** The smallest IAM policy with which everything is pulled. */
export const iamPolicy = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'WeirReadsTheInventory', Effect: 'Allow', Action: iamActions, Resource: '*' }],
} as const;
