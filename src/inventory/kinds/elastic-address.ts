import { has, held, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'elastic-address',
  plural: 'elastic addresses',
  call: 'aws ec2 describe-addresses',
  live: [{ call: 'aws ec2 describe-addresses', page: 0 }],
  keys: ['Addresses'],
  prefix: 'eipalloc-',
  question: 'which elastic addresses are yours',
  ownOnly: true,
  id: (item) => textOf(item, 'AllocationId') ?? textOf(item, 'PublicIp'),
  looksLike: (item) => has(item, 'PublicIp') && (has(item, 'AllocationId') || has(item, 'Domain')),
  addresses: (item) => {
    const owner = { interface: textOf(item, 'NetworkInterfaceId') };
    return [
      ...held(textOf(item, 'PublicIp'), 'elastic', owner),
      ...held(textOf(item, 'CarrierIp'), 'carrier', owner),
      ...held(textOf(item, 'CustomerOwnedIp'), 'elastic', owner),
    ];
  },
};
