import {
  firstTime,
  has,
  held,
  interfaceAddresses,
  isItem,
  itemOf,
  itemsOf,
  type Kind,
  textOf,
} from '../define-kind.ts';

export const kind: Kind = {
  name: 'instance',
  plural: 'instances',
  call: 'aws ec2 describe-instances',
  keys: ['Reservations', 'Instances'],
  prefix: 'i-',
  question: 'which instance an interface belongs to',
  ownOnly: true,
  // The owner stands at the reservation.
  open: (entry) => {
    const inside = entry['Instances'];
    if (!Array.isArray(inside)) return [entry];
    const owner = textOf(entry, 'OwnerId');
    return inside.map((one: unknown) => (isItem(one) && owner !== undefined ? { OwnerId: owner, ...one } : one));
  },
  id: (item) => textOf(item, 'InstanceId'),
  looksLike: (item) =>
    has(item, 'InstanceId', 'InstanceType') || (has(item, 'ReservationId') && Array.isArray(item['Instances'])),
  addresses: (item) => {
    const nested = itemsOf(item, 'NetworkInterfaces').flatMap((one) => interfaceAddresses(one));
    if (nested.length > 0) return nested;
    const owner = { vpc: textOf(item, 'VpcId') };
    return [
      ...held(textOf(item, 'PrivateIpAddress'), 'private', owner),
      ...held(textOf(item, 'PublicIpAddress'), 'public', owner),
    ];
  },
  since: (item) => firstTime(item, 'LaunchTime'),
  state: (item) => textOf(itemOf(item, 'State'), 'Name'),
};
