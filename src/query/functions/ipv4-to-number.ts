import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { ipv4Bits, isIPv4 } from '../network-sql.ts';
import { integerType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'ipv4ToNumber',
  group: 'addresses',
  origin: 'insights',
  summary: 'An IPv4 address as a number of 32 bits; missing for one of IPv6.',
  parameters: [{ name: 'address', takes: 'address' }],
  returns: 'number',
  examples: [
    { expression: 'ipv4ToNumber("10.0.0.1")', gives: 167772161 },
    { expression: 'ipv4ToNumber("2001:db8::1")', gives: null },
  ],
  compile(args, context) {
    const address = argument(args, 0);
    const sql = `if(${isIPv4(address, context).sql}, ${ipv4Bits(address.sql)}, NULL)`;
    return made(integerType(0, 2n ** 32n - 1n), sql, [address]);
  },
});
