import { has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'security-group-rule',
  plural: 'security group rules',
  call: 'aws ec2 describe-security-group-rules',
  keys: ['SecurityGroupRules'],
  prefix: 'sgr-',
  question: 'the identifiers and tags of the rules of a group',
  id: (item) => textOf(item, 'SecurityGroupRuleId'),
  looksLike: (item) => has(item, 'SecurityGroupRuleId', 'GroupId'),
};
