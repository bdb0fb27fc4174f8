import { has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'managed-prefix-list',
  plural: 'managed prefix lists',
  call: 'aws ec2 describe-managed-prefix-lists',
  live: [{ call: 'aws ec2 describe-managed-prefix-lists', page: 100 }],
  keys: ['ManagedPrefixLists', 'PrefixLists'],
  question: 'the names and versions of managed prefix lists',
  id: (item) => textOf(item, 'PrefixListId'),
  looksLike: (item) => has(item, 'PrefixListId') && (has(item, 'PrefixListArn') || has(item, 'MaxEntries')),
  state: (item) => textOf(item, 'State'),
};
