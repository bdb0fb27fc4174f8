import { firstTime, has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'transit-gateway',
  plural: 'transit gateways',
  call: 'aws ec2 describe-transit-gateways',
  keys: ['TransitGateways'],
  prefix: 'tgw-',
  question: 'which transit gateways there are',
  id: (item) => textOf(item, 'TransitGatewayId'),
  looksLike: (item) => has(item, 'TransitGatewayId', 'TransitGatewayArn'),
  since: (item) => firstTime(item, 'CreationTime'),
  state: (item) => textOf(item, 'State'),
};
