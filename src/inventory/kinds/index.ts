import type { Kind } from '../define-kind.ts';
import { kind as availabilityZone } from './availability-zone.ts';
import { kind as classicLoadBalancer } from './classic-load-balancer.ts';
import { kind as egressOnlyInternetGateway } from './egress-only-internet-gateway.ts';
import { kind as elasticAddress } from './elastic-address.ts';
import { kind as flowLog } from './flow-log.ts';
import { kind as instance } from './instance.ts';
import { kind as internetGateway } from './internet-gateway.ts';
import { kind as loadBalancer } from './load-balancer.ts';
import { kind as managedPrefixList } from './managed-prefix-list.ts';
import { kind as managedPrefixListEntries } from './managed-prefix-list-entries.ts';
import { kind as natGateway } from './nat-gateway.ts';
import { kind as networkAcl } from './network-acl.ts';
import { kind as networkInterface } from './network-interface.ts';
import { kind as prefixList } from './prefix-list.ts';
import { kind as routeTable } from './route-table.ts';
import { kind as securityGroup } from './security-group.ts';
import { kind as securityGroupRule } from './security-group-rule.ts';
import { kind as subnet } from './subnet.ts';
import { kind as tags } from './tags.ts';
import { kind as transitGateway } from './transit-gateway.ts';
import { kind as transitGatewayAttachment } from './transit-gateway-attachment.ts';
import { kind as transitGatewayVpcAttachment } from './transit-gateway-vpc-attachment.ts';
import { kind as vpc } from './vpc.ts';
import { kind as vpcEndpoint } from './vpc-endpoint.ts';
import { kind as vpcPeeringConnection } from './vpc-peering-connection.ts';

/** Every kind, in the order in which people read them. */
export const kinds: readonly Kind[] = [
  networkInterface,
  instance,
  subnet,
  vpc,
  securityGroup,
  securityGroupRule,
  networkAcl,
  routeTable,
  natGateway,
  internetGateway,
  egressOnlyInternetGateway,
  transitGateway,
  transitGatewayAttachment,
  transitGatewayVpcAttachment,
  vpcPeeringConnection,
  vpcEndpoint,
  loadBalancer,
  classicLoadBalancer,
  prefixList,
  managedPrefixList,
  managedPrefixListEntries,
  elasticAddress,
  flowLog,
  availabilityZone,
  tags,
];

export function kindNamed(name: string): Kind | undefined {
  return kinds.find((kind) => kind.name === name);
}
