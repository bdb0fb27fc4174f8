import { privateNetworks } from '../address-blocks.ts';
import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { inNetworks } from '../network-sql.ts';

export const fn = defineFunction({
  name: 'isPrivateIP',
  group: 'addresses',
  origin: 'insights',
  summary: 'True for an address for private use: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16.',
  remark: 'False for a missing address. isInternal also knows your own networks and those of IPv6.',
  parameters: [{ name: 'address', takes: 'address' }],
  returns: 'true or false',
  examples: [
    { expression: 'isPrivateIP("172.31.0.1")', gives: 1 },
    { expression: 'isPrivateIP("172.32.0.1")', gives: 0 },
  ],
  compile: (args, context) => inNetworks(argument(args, 0), privateNetworks, context),
});
