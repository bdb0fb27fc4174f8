import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { inNetworks, readAddress } from '../network-sql.ts';

export const fn = defineFunction({
  name: 'isValidIpV6',
  group: 'addresses',
  origin: 'insights',
  summary: 'True for an IPv6 address, and for text that is one.',
  parameters: [{ name: 'address', takes: ['address', 'text'] }],
  returns: 'true or false',
  examples: [
    { expression: 'isValidIpV6("2001:db8::1")', gives: 1 },
    { expression: 'isValidIpV6("10.0.0.1")', gives: 0 },
  ],
  compile: (args, context) => inNetworks(readAddress(argument(args, 0)), ['::/0'], context),
});
