import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { readAddress } from '../network-sql.ts';
import { booleanType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'isValidIp',
  group: 'addresses',
  origin: 'insights',
  summary: 'True for an address of either family, and for text that is one.',
  parameters: [{ name: 'address', takes: ['address', 'text'] }],
  returns: 'true or false',
  examples: [
    { expression: 'isValidIp("10.0.0.1")', gives: 1 },
    { expression: 'isValidIp("2001:db8::1")', gives: 1 },
    { expression: 'isValidIp("10.0.0.256")', gives: 0 },
  ],
  compile(args) {
    const address = readAddress(argument(args, 0));
    return made(booleanType, `isNotNull(${address.sql})`, [address]);
  },
});
