import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { inNetworks, networkArgument } from '../network-sql.ts';

export const fn = defineFunction({
  name: 'isIpInSubnet',
  group: 'addresses',
  origin: 'insights',
  summary: 'True where an address lies in a network.',
  remark: 'False for a missing address and for one of the other family. srcAddr in 10.0.0.0/8 says the same.',
  parameters: [
    { name: 'address', takes: 'address' },
    { name: 'network', takes: 'cidr' },
  ],
  returns: 'true or false',
  examples: [
    { expression: 'isIpInSubnet("10.1.2.3", "10.0.0.0/8")', gives: 1 },
    { expression: 'isIpInSubnet("2001:db8::1", "2001:db8::/32")', gives: 1 },
    { expression: 'isIpInSubnet("10.1.2.3", "::/0")', gives: 0 },
    { expression: 'isIpInSubnet("-", "10.0.0.0/8")', gives: 0 },
  ],
  compile(args, context) {
    const network = networkArgument(argument(args, 1), 1, context);
    return inNetworks(argument(args, 0), [network], context);
  },
});
