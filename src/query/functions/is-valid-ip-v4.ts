import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { isIPv4, readAddress } from '../network-sql.ts';

export const fn = defineFunction({
  name: 'isValidIpV4',
  group: 'addresses',
  origin: 'insights',
  summary: 'True for an IPv4 address, and for text that is one.',
  remark: 'An IPv4 address written in IPv6, ::ffff:10.0.0.1, is the IPv4 address.',
  parameters: [{ name: 'address', takes: ['address', 'text'] }],
  returns: 'true or false',
  examples: [
    { expression: 'isValidIpV4("10.0.0.1")', gives: 1 },
    { expression: 'isValidIpV4("2001:db8::1")', gives: 0 },
  ],
  compile: (args, context) => isIPv4(readAddress(argument(args, 0)), context),
});
