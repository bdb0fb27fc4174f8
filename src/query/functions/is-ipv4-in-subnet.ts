import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { familyNetwork } from '../network-sql.ts';

export const fn = defineFunction({
  name: 'isIpv4InSubnet',
  group: 'addresses',
  origin: 'insights',
  summary: 'True where an IPv4 address lies in an IPv4 network.',
  remark: 'False for a missing address and for one of IPv6.',
  parameters: [
    { name: 'address', takes: 'address' },
    { name: 'network', takes: 'cidr' },
  ],
  returns: 'true or false',
  examples: [
    { expression: 'isIpv4InSubnet("192.0.2.7", "192.0.2.0/24")', gives: 1 },
    { expression: 'isIpv4InSubnet("192.0.3.7", "192.0.2.0/24")', gives: 0 },
  ],
  compile: (args, context) => familyNetwork(4, argument(args, 0), argument(args, 1), context),
});
