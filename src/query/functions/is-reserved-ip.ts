import { reservedNetworks } from '../address-blocks.ts';
import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { inNetworks } from '../network-sql.ts';

export const fn = defineFunction({
  name: 'isReservedIP',
  group: 'addresses',
  origin: 'insights',
  summary:
    'True for an address of special use: loopback, link-local, multicast, documentation, carriers’ NAT and the like.',
  remark: 'False for a missing address. Unique local addresses of IPv6 (fc00::/7) count as reserved.',
  parameters: [{ name: 'address', takes: 'address' }],
  returns: 'true or false',
  examples: [
    { expression: 'isReservedIP("169.254.169.254")', gives: 1 },
    { expression: 'isReservedIP("10.0.0.1")', gives: 0 },
  ],
  compile: (args, context) => inNetworks(argument(args, 0), reservedNetworks, context),
});
