import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { isIPv4 } from '../network-sql.ts';
import { integerType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'ipVersion',
  group: 'addresses',
  origin: 'weir',
  summary: '4 or 6, the family of an address.',
  parameters: [{ name: 'address', takes: 'address' }],
  returns: 'number',
  examples: [
    { expression: 'ipVersion("10.0.0.1")', gives: 4 },
    { expression: 'ipVersion("2001:db8::1")', gives: 6 },
    { expression: 'ipVersion("-")', gives: null },
  ],
  compile(args, context) {
    const address = argument(args, 0);
    const sql = `multiIf(isNull(${address.sql}), NULL, ${isIPv4(address, context).sql}, 4, 6)`;
    return made(integerType(4, 6), sql, [address]);
  },
});
