import { firstTime, has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'vpc-endpoint',
  plural: 'VPC endpoints',
  call: 'aws ec2 describe-vpc-endpoints',
  keys: ['VpcEndpoints'],
  prefix: 'vpce-',
  question: 'which services are reached without the internet',
  id: (item) => textOf(item, 'VpcEndpointId'),
  looksLike: (item) => has(item, 'VpcEndpointId', 'ServiceName'),
  since: (item) => firstTime(item, 'CreationTimestamp'),
  state: (item) => textOf(item, 'State'),
};
