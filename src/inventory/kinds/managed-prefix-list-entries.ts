import { has, type Kind, textOf } from '../define-kind.ts';

/** An answer holds the entries of one list, and does not say of which. */
export const kind: Kind = {
  name: 'managed-prefix-list-entries',
  plural: 'entries of managed prefix lists',
  call: 'aws ec2 get-managed-prefix-list-entries',
  live: [
    {
      call: 'aws ec2 get-managed-prefix-list-entries',
      page: 100,
      of: { kind: 'managed-prefix-list', parameter: 'PrefixListId', most: 1 },
    },
  ],
  keys: ['Entries'],
  partKeys: ['Entries'],
  question: 'which networks a managed prefix list holds',
  gather: (entries, hint) =>
    hint === undefined && entries.length > 0 ? entries : [{ PrefixListId: hint, Entries: entries }],
  id: (item) => textOf(item, 'PrefixListId'),
  looksLike: (item) => has(item, 'Cidr'),
};
