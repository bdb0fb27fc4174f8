import { has, itemOf, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'vpc-peering-connection',
  plural: 'VPC peering connections',
  call: 'aws ec2 describe-vpc-peering-connections',
  keys: ['VpcPeeringConnections'],
  prefix: 'pcx-',
  question: 'which VPCs are peers',
  sided: true,
  id: (item) => textOf(item, 'VpcPeeringConnectionId'),
  looksLike: (item) => has(item, 'VpcPeeringConnectionId', 'RequesterVpcInfo'),
  state: (item) => textOf(itemOf(item, 'Status'), 'Code'),
};
