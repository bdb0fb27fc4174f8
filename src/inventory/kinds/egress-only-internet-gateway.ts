import { has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'egress-only-internet-gateway',
  plural: 'egress-only internet gateways',
  call: 'aws ec2 describe-egress-only-internet-gateways',
  live: [{ call: 'aws ec2 describe-egress-only-internet-gateways', page: 255 }],
  keys: ['EgressOnlyInternetGateways'],
  prefix: 'eigw-',
  question: 'which VPCs reach the internet over IPv6 without being reached',
  ownOnly: true,
  id: (item) => textOf(item, 'EgressOnlyInternetGatewayId'),
  looksLike: (item) => has(item, 'EgressOnlyInternetGatewayId', 'Attachments'),
};
