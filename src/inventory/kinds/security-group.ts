import { has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'security-group',
  plural: 'security groups',
  call: 'aws ec2 describe-security-groups',
  keys: ['SecurityGroups'],
  prefix: 'sg-',
  question: 'what a group allows',
  id: (item) => textOf(item, 'GroupId'),
  looksLike: (item) => has(item, 'GroupId', 'GroupName') && (has(item, 'IpPermissions') || has(item, 'Description')),
};
