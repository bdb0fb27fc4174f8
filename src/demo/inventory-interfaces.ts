import { type Json, tags } from './inventory-security.ts';
import type { DemoInterface, DemoNetwork } from './network.ts';

const launched = '2025-03-11T08:14:52+00:00';

const dnsName = (address: string, region: string): string =>
  `ip-${address.replaceAll('.', '-')}.${region}.compute.internal`;
const publicDns = (address: string, region: string): string =>
  `ec2-${address.replaceAll('.', '-')}.${region}.compute.amazonaws.com`;

const groupsOf = (it: DemoInterface, network: DemoNetwork): Json =>
  it.plan.group === 'none' ? [] : [{ GroupId: network.id('sg', it.plan.group), GroupName: it.plan.group }];

export const ownerTags = (it: DemoInterface): Json =>
  tags(it.name, { tier: it.tier, owner: it.owner, environment: 'production' });

/** The ELB resource name of a load balancer, which AWS also puts into the description of its interfaces. */
export const loadBalancerPart = (part: string, network: DemoNetwork): string =>
  `app/${part}/${network.id('x', part).slice(2, 18)}`;

function ownership(it: DemoInterface, network: DemoNetwork): { text: string; type: string; managed: string | null } {
  const { plan } = it;
  const part = plan.part ?? '';
  switch (plan.kind) {
    case 'alb':
      return { text: `ELB ${loadBalancerPart(part, network)}`, type: 'interface', managed: 'amazon-elb' };
    case 'nat':
      return {
        text: `Interface for NAT Gateway ${network.id('nat', it.name)}`,
        type: 'nat_gateway',
        managed: network.account,
      };
    case 'cache':
      return { text: `ElastiCache ${part}`, type: 'interface', managed: 'amazon-elasticache' };
    case 'endpoint':
      return {
        text: `VPC Endpoint Interface ${network.id('vpce', part)}`,
        type: 'vpc_endpoint',
        managed: network.account,
      };
    case 'spare':
      return { text: 'Kept for a failover', type: 'interface', managed: null };
    case 'instance':
      return { text: '', type: 'interface', managed: null };
  }
}

function attachment(it: DemoInterface, network: DemoNetwork): { readonly [key: string]: Json } {
  const { kind } = it.plan;
  if (kind === 'spare') return {};
  const common = { AttachmentId: it.attachmentId, DeviceIndex: kind === 'instance' ? 0 : 1, Status: 'attached' };
  if (it.instanceId === null) {
    const owner = {
      alb: 'amazon-elb',
      nat: 'amazon-aws',
      cache: 'amazon-elasticache',
      endpoint: 'amazon-aws',
      instance: '',
      spare: '',
    };
    return { Attachment: { ...common, DeleteOnTermination: false, InstanceOwnerId: owner[kind] } };
  }
  const owned = { InstanceId: it.instanceId, InstanceOwnerId: network.account, NetworkCardIndex: 0 };
  return { Attachment: { AttachTime: launched, ...common, DeleteOnTermination: true, ...owned } };
}

/** As describe-instances says it: without the instance, which stands around it. */
function attachmentOfInstance(it: DemoInterface): { readonly [key: string]: Json } {
  const device = { DeviceIndex: 0, NetworkCardIndex: 0, DeleteOnTermination: true };
  return { Attachment: { AttachTime: launched, AttachmentId: it.attachmentId, Status: 'attached', ...device } };
}

function association(it: DemoInterface, network: DemoNetwork): { readonly [key: string]: Json } {
  if (it.publicAddress === null) return {};
  const elastic = it.plan.kind === 'alb' ? {} : elasticIds(it, network);
  const owner = it.plan.kind === 'alb' ? 'amazon-elb' : network.account;
  const named = { PublicDnsName: publicDns(it.publicAddress, network.region), PublicIp: it.publicAddress };
  return { Association: { ...elastic, IpOwnerId: owner, ...named } };
}

/** describe-instances says less of it: not the identifiers of an elastic address. */
function associationOfInstance(it: DemoInterface, network: DemoNetwork): { readonly [key: string]: Json } {
  if (it.publicAddress === null) return {};
  const named = { PublicDnsName: publicDns(it.publicAddress, network.region), PublicIp: it.publicAddress };
  return { Association: { IpOwnerId: network.account, ...named } };
}

const elasticIds = (it: DemoInterface, network: DemoNetwork): { readonly [key: string]: Json } => ({
  AllocationId: network.id('eipalloc', it.name),
  AssociationId: network.id('eipassoc', it.name),
});

export function networkInterface(it: DemoInterface, network: DemoNetwork): Json {
  const { text, type, managed } = ownership(it, network);
  const linked = association(it, network);
  const name = dnsName(it.address, network.region);
  return {
    ...linked,
    ...attachment(it, network),
    AvailabilityZone: it.subnet.zone.name,
    AvailabilityZoneId: it.subnet.zone.id,
    Description: text,
    Groups: groupsOf(it, network),
    InterfaceType: type,
    Ipv6Addresses: it.address6 === null ? [] : [{ Ipv6Address: it.address6, IsPrimaryIpv6: false }],
    MacAddress: it.mac,
    NetworkInterfaceId: it.id,
    OwnerId: network.account,
    PrivateDnsName: name,
    PrivateIpAddress: it.address,
    PrivateIpAddresses: [{ ...linked, Primary: true, PrivateDnsName: name, PrivateIpAddress: it.address }],
    ...(managed === null ? {} : { RequesterId: managed }),
    RequesterManaged: managed !== null,
    SourceDestCheck: it.plan.kind !== 'nat',
    Status: it.plan.kind === 'spare' ? 'available' : 'in-use',
    SubnetId: it.subnet.id,
    TagSet: ownerTags(it),
    VpcId: network.vpcId,
  };
}

/** One reservation per instance, as describe-instances groups them. */
export function reservation(it: DemoInterface, network: DemoNetwork): Json {
  const name = dnsName(it.address, network.region);
  const open =
    it.publicAddress === null
      ? {}
      : { PublicDnsName: publicDns(it.publicAddress, network.region), PublicIpAddress: it.publicAddress };
  const nic = {
    ...associationOfInstance(it, network),
    ...attachmentOfInstance(it),
    Description: '',
    Groups: groupsOf(it, network),
    InterfaceType: 'interface',
    Ipv6Addresses: it.address6 === null ? [] : [{ Ipv6Address: it.address6, IsPrimaryIpv6: false }],
    MacAddress: it.mac,
    NetworkInterfaceId: it.id,
    OwnerId: network.account,
    PrivateDnsName: name,
    PrivateIpAddress: it.address,
    PrivateIpAddresses: [
      { ...associationOfInstance(it, network), Primary: true, PrivateDnsName: name, PrivateIpAddress: it.address },
    ],
    SourceDestCheck: true,
    Status: 'in-use',
    SubnetId: it.subnet.id,
    VpcId: network.vpcId,
  };
  const instance = {
    AmiLaunchIndex: 0,
    Architecture: 'arm64',
    ImageId: network.id('ami', 'base'),
    InstanceId: it.instanceId,
    InstanceType: it.plan.instanceType,
    LaunchTime: launched,
    Monitoring: { State: 'enabled' },
    NetworkInterfaces: [nic],
    Placement: { AvailabilityZone: it.subnet.zone.name, GroupName: '', Tenancy: 'default' },
    PrivateDnsName: name,
    PrivateIpAddress: it.address,
    ...open,
    SecurityGroups: groupsOf(it, network),
    SourceDestCheck: true,
    State: { Code: 16, Name: 'running' },
    SubnetId: it.subnet.id,
    Tags: ownerTags(it),
    VpcId: network.vpcId,
  };
  return { ReservationId: network.id('r', it.name), OwnerId: network.account, Groups: [], Instances: [instance] };
}

export function elasticAddress(it: DemoInterface, network: DemoNetwork): Json {
  return {
    ...(it.instanceId === null ? {} : { InstanceId: it.instanceId }),
    PublicIp: it.publicAddress,
    ...elasticIds(it, network),
    Domain: 'vpc',
    NetworkInterfaceId: it.id,
    NetworkInterfaceOwnerId: network.account,
    PrivateIpAddress: it.address,
    Tags: ownerTags(it),
    PublicIpv4Pool: 'amazon',
    NetworkBorderGroup: network.region,
  };
}
