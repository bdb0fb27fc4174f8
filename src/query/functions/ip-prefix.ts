import { argument, wholeConstant } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { ipv4Bits, isIPv4 } from '../network-sql.ts';
import { once } from '../once.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'ipPrefix',
  group: 'addresses',
  origin: 'weir',
  summary: 'The network of so many bits in which an address lies, as text.',
  remark: 'The second number is for IPv4, the third for IPv6, where it is 64 unless it is said.',
  parameters: [
    { name: 'address', takes: 'address' },
    { name: 'bits4', takes: 'constant integer' },
    { name: 'bits6', takes: 'constant integer', optional: true },
  ],
  returns: 'text',
  examples: [
    { expression: 'ipPrefix("10.1.2.3", 24)', gives: '10.1.2.0/24' },
    { expression: 'ipPrefix("10.1.2.3", 12)', gives: '10.0.0.0/12' },
    { expression: 'ipPrefix("2001:db8:1:2::7", 24, 48)', gives: '2001:db8:1::/48' },
  ],
  compile(args, context) {
    const address = argument(args, 0);
    const bits4 = wholeConstant(args, 1, [0, 32], 'the length of an IPv4 prefix', context);
    const bits6 = args.length > 2 ? wholeConstant(args, 2, [0, 128], 'the length of an IPv6 prefix', context) : 64;
    const mask = (2 ** 32 - 2 ** (32 - bits4)).toString();
    const suffix = (bits: number) => context.param('String', `/${bits}`);
    const sql = once(address.sql, (a) => {
      const four = `IPv4NumToString(bitAnd(${ipv4Bits(a)}, ${mask}))`;
      const six = `toString(tupleElement(IPv6CIDRToRange(${a}, toUInt8(${bits6})), 1))`;
      const isFour = isIPv4({ ...address, sql: a }, context).sql;
      return `if(${isFour}, concat(${four}, ${suffix(bits4)}), concat(${six}, ${suffix(bits6)}))`;
    });
    return made(textType, sql, [address]);
  },
});
