import { firstTime, has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'classic-load-balancer',
  plural: 'classic load balancers',
  call: 'aws elb describe-load-balancers',
  live: [{ call: 'aws elb describe-load-balancers', page: 400 }],
  keys: ['LoadBalancerDescriptions'],
  question: 'which classic load balancer an interface belongs to',
  ownOnly: true,
  id: (item) => textOf(item, 'LoadBalancerName'),
  looksLike: (item) => has(item, 'LoadBalancerName', 'ListenerDescriptions') && !has(item, 'LoadBalancerArn'),
  since: (item) => firstTime(item, 'CreatedTime'),
};
