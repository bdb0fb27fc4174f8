import { firstTime, has, held, itemsOf, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'nat-gateway',
  plural: 'NAT gateways',
  call: 'aws ec2 describe-nat-gateways',
  keys: ['NatGateways'],
  prefix: 'nat-',
  question: 'through which NAT gateway traffic leaves',
  ownOnly: true,
  id: (item) => textOf(item, 'NatGatewayId'),
  looksLike: (item) =>
    has(item, 'NatGatewayId') &&
    (has(item, 'NatGatewayAddresses') || has(item, 'State')) &&
    !has(item, 'RouteTableId', 'Routes'),
  // A regional gateway has addresses in several zones, and no subnet or interface that could be seen.
  addresses: (item) =>
    itemsOf(item, 'NatGatewayAddresses').flatMap((one) => {
      const owner = { interface: textOf(one, 'NetworkInterfaceId'), vpc: textOf(item, 'VpcId') };
      return [
        ...held(textOf(one, 'PrivateIp'), 'nat-gateway', owner),
        ...held(textOf(one, 'PublicIp'), 'nat-gateway', owner),
      ];
    }),
  since: (item) => firstTime(item, 'CreateTime'),
  state: (item) => textOf(item, 'State'),
};
