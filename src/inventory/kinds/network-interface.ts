import { firstTime, has, interfaceAddresses, itemOf, type Kind, textOf } from '../define-kind.ts';

const partitions: readonly [RegExp, string][] = [
  [/^cn-/, 'aws-cn'],
  [/^us-gov-/, 'aws-us-gov'],
];

export const kind: Kind = {
  name: 'network-interface',
  plural: 'network interfaces',
  call: 'aws ec2 describe-network-interfaces',
  keys: ['NetworkInterfaces'],
  prefix: 'eni-',
  question: 'who has an address',
  ownOnly: true,
  id: (item) => textOf(item, 'NetworkInterfaceId'),
  looksLike: (item) => has(item, 'NetworkInterfaceId', 'SubnetId', 'MacAddress'),
  addresses: interfaceAddresses,
  // What AWS makes an interface for stands only in its description.
  names: (item, { account, region }) => {
    const text = textOf(item, 'Description') ?? '';
    const ids = text.match(/\b(?:nat|vpce|tgw-attach)-[0-9a-f]{8,}\b/g) ?? [];
    const part = /^ELB (\S+)$/.exec(text)?.[1];
    if (part === undefined) return ids;
    const partition = partitions.find(([start]) => start.test(region))?.[1] ?? 'aws';
    const arn = `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/${part}`;
    return [...ids, part.includes('/') ? arn : part];
  },
  since: (item) => firstTime(itemOf(item, 'Attachment'), 'AttachTime'),
  state: (item) => textOf(item, 'Status'),
};
