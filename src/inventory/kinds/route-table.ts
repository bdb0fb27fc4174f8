import { has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'route-table',
  plural: 'route tables',
  call: 'aws ec2 describe-route-tables',
  live: [{ call: 'aws ec2 describe-route-tables', page: 100 }],
  keys: ['RouteTables'],
  prefix: 'rtb-',
  question: 'where a packet goes when it leaves a subnet',
  id: (item) => textOf(item, 'RouteTableId'),
  looksLike: (item) => has(item, 'RouteTableId', 'Routes'),
};
