import { firstTime, has, held, itemOf, itemsOf, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'load-balancer',
  plural: 'load balancers',
  call: 'aws elbv2 describe-load-balancers',
  live: [{ call: 'aws elbv2 describe-load-balancers', page: 400 }],
  keys: ['LoadBalancers'],
  question: 'which load balancer an interface belongs to',
  ownOnly: true,
  id: (item) => textOf(item, 'LoadBalancerArn'),
  looksLike: (item) => has(item, 'LoadBalancerArn', 'LoadBalancerName'),
  addresses: (item) =>
    itemsOf(item, 'AvailabilityZones').flatMap((zone) =>
      itemsOf(zone, 'LoadBalancerAddresses').flatMap((one) =>
        ['IpAddress', 'PrivateIPv4Address', 'IPv6Address'].flatMap((field) =>
          held(textOf(one, field), 'load-balancer', { vpc: textOf(item, 'VpcId') }),
        ),
      ),
    ),
  since: (item) => firstTime(item, 'CreatedTime'),
  state: (item) => textOf(itemOf(item, 'State'), 'Code'),
};
