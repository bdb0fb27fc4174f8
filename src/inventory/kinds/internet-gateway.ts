import { has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'internet-gateway',
  plural: 'internet gateways',
  call: 'aws ec2 describe-internet-gateways',
  keys: ['InternetGateways'],
  prefix: 'igw-',
  question: 'which VPCs reach the internet',
  id: (item) => textOf(item, 'InternetGatewayId'),
  looksLike: (item) => has(item, 'InternetGatewayId', 'Attachments'),
};
