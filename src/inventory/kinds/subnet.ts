import { has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'subnet',
  plural: 'subnets',
  call: 'aws ec2 describe-subnets',
  keys: ['Subnets'],
  prefix: 'subnet-',
  question: 'which zone and network an address lies in',
  id: (item) => textOf(item, 'SubnetId'),
  looksLike: (item) =>
    has(item, 'SubnetId', 'VpcId', 'AvailabilityZone') &&
    (has(item, 'CidrBlock') || has(item, 'Ipv6CidrBlockAssociationSet')) &&
    !has(item, 'NetworkInterfaceId'),
  state: (item) => textOf(item, 'State'),
};
