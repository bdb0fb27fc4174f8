import { privateNetworks, reservedNetworks } from '../address-blocks.ts';
import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { inNetworks } from '../network-sql.ts';
import { booleanType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'isPublicIP',
  group: 'addresses',
  origin: 'insights',
  summary: 'True for an address that can be reached in the internet: neither private nor reserved.',
  remark: 'False for a missing address. Each address is one of private, reserved and public.',
  parameters: [{ name: 'address', takes: 'address' }],
  returns: 'true or false',
  examples: [
    { expression: 'isPublicIP("52.1.2.3")', gives: 1 },
    { expression: 'isPublicIP("2600::1")', gives: 1 },
    { expression: 'isPublicIP("203.0.113.9")', gives: 0 },
  ],
  compile(args, context) {
    const address = argument(args, 0);
    const other = inNetworks(address, [...privateNetworks, ...reservedNetworks], context);
    return made(booleanType, `(isNotNull(${address.sql}) AND NOT ${other.sql})`, [address]);
  },
});
