import { firstTime, has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'transit-gateway-vpc-attachment',
  plural: 'transit gateway VPC attachments',
  call: 'aws ec2 describe-transit-gateway-vpc-attachments',
  keys: ['TransitGatewayVpcAttachments'],
  question: 'which subnets a transit gateway uses',
  sided: true,
  id: (item) => textOf(item, 'TransitGatewayAttachmentId'),
  looksLike: (item) => has(item, 'TransitGatewayAttachmentId', 'TransitGatewayId', 'VpcId'),
  since: (item) => firstTime(item, 'CreationTime'),
  state: (item) => textOf(item, 'State'),
};
