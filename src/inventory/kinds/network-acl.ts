import { has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'network-acl',
  plural: 'network ACLs',
  call: 'aws ec2 describe-network-acls',
  keys: ['NetworkAcls'],
  prefix: 'acl-',
  question: 'what the ACL of a subnet allows',
  id: (item) => textOf(item, 'NetworkAclId'),
  looksLike: (item) => has(item, 'NetworkAclId', 'Entries'),
};
