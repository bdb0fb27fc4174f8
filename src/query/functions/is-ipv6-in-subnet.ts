import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { familyNetwork } from '../network-sql.ts';

export const fn = defineFunction({
  name: 'isIpv6InSubnet',
  group: 'addresses',
  origin: 'insights',
  summary: 'True where an IPv6 address lies in an IPv6 network.',
  remark: 'False for a missing address and for one of IPv4.',
  parameters: [
    { name: 'address', takes: 'address' },
    { name: 'network', takes: 'cidr' },
  ],
  returns: 'true or false',
  examples: [
    { expression: 'isIpv6InSubnet("fd00::1", "fd00::/8")', gives: 1 },
    { expression: 'isIpv6InSubnet("10.0.0.1", "::/0")', gives: 0 },
  ],
  compile: (args, context) => familyNetwork(6, argument(args, 0), argument(args, 1), context),
});
