import { has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'availability-zone',
  plural: 'availability zones',
  call: 'aws ec2 describe-availability-zones',
  live: [{ call: 'aws ec2 describe-availability-zones', page: 0 }],
  keys: ['AvailabilityZones'],
  question: 'which zone identifier a zone of the account has',
  id: (item) => textOf(item, 'ZoneName'),
  looksLike: (item) => has(item, 'ZoneName', 'RegionName'),
  state: (item) => textOf(item, 'State'),
};
