import { has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'prefix-list',
  plural: 'prefix lists',
  call: 'aws ec2 describe-prefix-lists',
  keys: ['PrefixLists'],
  prefix: 'pl-',
  question: 'which networks of AWS a route or rule means',
  id: (item) => textOf(item, 'PrefixListId'),
  looksLike: (item) => has(item, 'PrefixListId', 'PrefixListName', 'Cidrs'),
};
