import { has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'vpc',
  plural: 'VPCs',
  call: 'aws ec2 describe-vpcs',
  keys: ['Vpcs'],
  prefix: 'vpc-',
  question: 'which addresses are inside',
  id: (item) => textOf(item, 'VpcId'),
  looksLike: (item) => has(item, 'VpcId', 'DhcpOptionsId') || has(item, 'VpcId', 'InstanceTenancy'),
  state: (item) => textOf(item, 'State'),
};
