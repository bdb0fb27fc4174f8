import { internalNetworks } from '../address-blocks.ts';
import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { inNetworks } from '../network-sql.ts';

export const fn = defineFunction({
  name: 'isInternal',
  group: 'addresses',
  origin: 'weir',
  summary:
    'True for an address of your own: private ranges of both families, carriers’ NAT, and the networks that are known as yours.',
  remark: 'False for a missing address.',
  parameters: [{ name: 'address', takes: 'address' }],
  returns: 'true or false',
  examples: [
    { expression: 'isInternal("10.1.2.3")', gives: 1 },
    { expression: 'isInternal("fd00::1")', gives: 1 },
    { expression: 'isInternal("8.8.8.8")', gives: 0 },
  ],
  compile: (args, context) => inNetworks(argument(args, 0), [...internalNetworks, ...context.ownNetworks], context),
});
