import { firstTime, has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'transit-gateway-attachment',
  plural: 'transit gateway attachments',
  call: 'aws ec2 describe-transit-gateway-attachments',
  keys: ['TransitGatewayAttachments'],
  prefix: 'tgw-attach-',
  question: 'what is attached to a transit gateway',
  sided: true,
  id: (item) => textOf(item, 'TransitGatewayAttachmentId'),
  looksLike: (item) => has(item, 'TransitGatewayAttachmentId', 'TransitGatewayId', 'ResourceType'),
  since: (item) => firstTime(item, 'CreationTime'),
  state: (item) => textOf(item, 'State'),
};
