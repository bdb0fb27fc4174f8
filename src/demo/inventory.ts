import { logFormat } from './formats.ts';
import { elasticAddress, loadBalancerPart, networkInterface, ownerTags, reservation } from './inventory-interfaces.ts';
import { type Json, securityAnswers, tags } from './inventory-security.ts';
import type { DemoNetwork, DemoSubnet } from './network.ts';
import type { DemoRun } from './options.ts';

const created = '2025-03-11T08:02:17+00:00';

/** File name and content of every answer: what the describe-* calls would print at the end of the run. */
export function inventoryOf(network: DemoNetwork, run: DemoRun): [string, Json][] {
  const { interfaces, vpcId, account, region } = network;
  const instances = interfaces.filter((it) => it.instanceId !== null);
  const elastic = interfaces.filter((it) => it.publicAddress !== null && it.plan.kind !== 'alb');
  return [
    [
      'ec2-describe-network-interfaces.json',
      { NetworkInterfaces: interfaces.map((it) => networkInterface(it, network)) },
    ],
    ['ec2-describe-instances.json', { Reservations: instances.map((it) => reservation(it, network)) }],
    ['ec2-describe-addresses.json', { Addresses: elastic.map((it) => elasticAddress(it, network)) }],
    ['ec2-describe-subnets.json', { Subnets: network.subnets.map((s) => subnet(s, network)) }],
    ['ec2-describe-vpcs.json', { Vpcs: [vpc(network)] }],
    ...securityAnswers(network, run.incidents),
    ['ec2-describe-route-tables.json', { RouteTables: routeTables(network) }],
    ['ec2-describe-nat-gateways.json', { NatGateways: natGateways(network) }],
    [
      'ec2-describe-internet-gateways.json',
      {
        InternetGateways: [
          {
            Attachments: [{ State: 'available', VpcId: vpcId }],
            InternetGatewayId: network.id('igw', 'main'),
            OwnerId: account,
            Tags: tags('main'),
          },
        ],
      },
    ],
    [
      'ec2-describe-egress-only-internet-gateways.json',
      {
        EgressOnlyInternetGateways: [
          {
            Attachments: [{ State: 'attached', VpcId: vpcId }],
            EgressOnlyInternetGatewayId: network.id('eigw', 'main'),
            Tags: tags('main'),
          },
        ],
      },
    ],
    ['ec2-describe-vpc-endpoints.json', { VpcEndpoints: endpoints(network) }],
    [
      'ec2-describe-availability-zones.json',
      {
        AvailabilityZones: network.zones.map((zone) => ({
          State: 'available',
          OptInStatus: 'opt-in-not-required',
          Messages: [],
          RegionName: region,
          ZoneName: zone.name,
          ZoneId: zone.id,
          GroupName: `${region}-zg-1`,
          NetworkBorderGroup: region,
          ZoneType: 'availability-zone',
        })),
      },
    ],
    ['ec2-describe-flow-logs.json', { FlowLogs: [flowLog(network, run)] }],
    [
      'ec2-describe-prefix-lists.json',
      {
        PrefixLists: [
          {
            Cidrs: ['52.218.0.0/17', '52.92.0.0/17', '3.5.64.0/21', '3.5.72.0/23'],
            PrefixListId: s3PrefixList,
            PrefixListName: `com.amazonaws.${region}.s3`,
          },
        ],
      },
    ],
    [
      'elbv2-describe-load-balancers.json',
      { LoadBalancers: ['shop', 'api'].map((part) => loadBalancer(part, network)) },
    ],
  ];
}

/** The same in every account of eu-west-1. */
const s3PrefixList = 'pl-6da54004';

function vpc(network: DemoNetwork): Json {
  const state = { State: 'associated' };
  return {
    OwnerId: network.account,
    InstanceTenancy: 'default',
    Ipv6CidrBlockAssociationSet: [
      {
        AssociationId: network.id('vpc-cidr-assoc', 'v6'),
        Ipv6CidrBlock: network.cidr6,
        Ipv6CidrBlockState: state,
        NetworkBorderGroup: network.region,
        Ipv6Pool: 'Amazon',
      },
    ],
    CidrBlockAssociationSet: [
      { AssociationId: network.id('vpc-cidr-assoc', 'v4'), CidrBlock: network.cidr, CidrBlockState: state },
    ],
    IsDefault: false,
    Tags: tags('shop-production', { environment: 'production', owner: 'platform' }),
    VpcId: network.vpcId,
    State: 'available',
    CidrBlock: network.cidr,
    DhcpOptionsId: network.id('dopt', 'main'),
  };
}

function subnet(it: DemoSubnet, network: DemoNetwork): Json {
  const used = network.interfaces.filter((nic) => nic.subnet === it).length;
  return {
    AvailabilityZoneId: it.zone.id,
    MapCustomerOwnedIpOnLaunch: false,
    OwnerId: network.account,
    AssignIpv6AddressOnCreation: false,
    Ipv6CidrBlockAssociationSet: [
      {
        AssociationId: network.id('subnet-cidr-assoc', it.name),
        Ipv6CidrBlock: it.cidr6,
        Ipv6CidrBlockState: { State: 'associated' },
      },
    ],
    Tags: tags(it.name, { tier: it.kind }),
    SubnetArn: `arn:aws:ec2:${network.region}:${network.account}:subnet/${it.id}`,
    EnableDns64: false,
    Ipv6Native: false,
    SubnetId: it.id,
    State: 'available',
    VpcId: network.vpcId,
    CidrBlock: it.cidr,
    AvailableIpAddressCount: 2 ** (32 - Number(it.cidr.split('/')[1])) - 5 - used,
    AvailabilityZone: it.zone.name,
    DefaultForAz: false,
    MapPublicIpOnLaunch: it.kind === 'public',
  };
}

/** Private zones 1 and 2 reach S3 through the gateway endpoint; somebody forgot zone 3, which shares the NAT gateway of zone 2. */
function routeTables(network: DemoNetwork): Json[] {
  const local = [
    { DestinationCidrBlock: network.cidr, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
    { DestinationIpv6CidrBlock: network.cidr6, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
  ];
  const added = { Origin: 'CreateRoute', State: 'active' };
  const igw = network.id('igw', 'main');
  const table = (name: string, subnets: readonly DemoSubnet[], routes: readonly Json[], main: boolean): Json => {
    const id = network.id('rtb', name);
    const associated = { AssociationState: { State: 'associated' }, RouteTableId: id };
    return {
      Associations: [
        ...(main ? [{ Main: true, RouteTableAssociationId: network.id('rtbassoc', 'main'), ...associated }] : []),
        ...subnets.map((s) => ({
          Main: false,
          RouteTableAssociationId: network.id('rtbassoc', s.name),
          SubnetId: s.id,
          ...associated,
        })),
      ],
      PropagatingVgws: [],
      RouteTableId: id,
      Routes: [...local, ...routes],
      Tags: tags(name),
      VpcId: network.vpcId,
      OwnerId: network.account,
    };
  };
  const open = network.subnets.filter((s) => s.kind === 'public');
  const outward = [
    { DestinationCidrBlock: '0.0.0.0/0', GatewayId: igw, ...added },
    { DestinationIpv6CidrBlock: '::/0', GatewayId: igw, ...added },
  ];
  return [
    table('main', [], [], true),
    table('public', open, outward, false),
    ...network.zones.map((zone, i) => {
      const own = network.subnets.filter((s) => s.kind !== 'public' && s.zone === zone);
      const routes: Json[] = [
        { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: network.id('nat', i === 0 ? 'nat-1' : 'nat-2'), ...added },
        { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: network.id('eigw', 'main'), ...added },
      ];
      if (i < 2) routes.push({ DestinationPrefixListId: s3PrefixList, GatewayId: network.id('vpce', 's3'), ...added });
      return table(`private-${i + 1}`, own, routes, false);
    }),
  ];
}

function natGateways(network: DemoNetwork): Json[] {
  return network.interfaces
    .filter((it) => it.plan.kind === 'nat')
    .map((it) => ({
      CreateTime: created,
      NatGatewayAddresses: [
        {
          AllocationId: network.id('eipalloc', it.name),
          NetworkInterfaceId: it.id,
          PrivateIp: it.address,
          PublicIp: it.publicAddress,
          AssociationId: network.id('eipassoc', it.name),
          IsPrimary: true,
          Status: 'succeeded',
        },
      ],
      NatGatewayId: network.id('nat', it.name),
      State: 'available',
      SubnetId: it.subnet.id,
      VpcId: network.vpcId,
      Tags: ownerTags(it),
      ConnectivityType: 'public',
    }));
}

function endpoints(network: DemoNetwork): Json[] {
  const nics = network.interfaces.filter((it) => it.plan.kind === 'endpoint');
  const common = {
    VpcId: network.vpcId,
    State: 'available',
    RequesterManaged: false,
    CreationTimestamp: created,
    OwnerId: network.account,
  };
  return [
    {
      VpcEndpointId: network.id('vpce', 's3'),
      VpcEndpointType: 'Gateway',
      ServiceName: `com.amazonaws.${network.region}.s3`,
      RouteTableIds: [network.id('rtb', 'private-1'), network.id('rtb', 'private-2')],
      SubnetIds: [],
      Groups: [],
      PrivateDnsEnabled: false,
      NetworkInterfaceIds: [],
      DnsEntries: [],
      Tags: tags('s3'),
      ...common,
    },
    {
      VpcEndpointId: network.id('vpce', 'logs'),
      VpcEndpointType: 'Interface',
      ServiceName: `com.amazonaws.${network.region}.logs`,
      RouteTableIds: [],
      SubnetIds: nics.map((it) => it.subnet.id),
      Groups: [{ GroupId: network.id('sg', 'vpce'), GroupName: 'vpce' }],
      IpAddressType: 'ipv4',
      PrivateDnsEnabled: true,
      NetworkInterfaceIds: nics.map((it) => it.id),
      DnsEntries: [{ DnsName: `logs.${network.region}.amazonaws.com`, HostedZoneId: network.id('Z', 'logs') }],
      Tags: tags('logs'),
      ...common,
    },
  ];
}

function flowLog(network: DemoNetwork, run: DemoRun): Json {
  return {
    CreationTime: created,
    DeliverLogsStatus: 'SUCCESS',
    FlowLogId: network.flowLogId,
    FlowLogStatus: 'ACTIVE',
    ResourceId: network.vpcId,
    TrafficType: 'ALL',
    LogDestinationType: 's3',
    LogDestination: `arn:aws:s3:::${network.bucket}`,
    LogFormat: logFormat(run.format),
    Tags: tags('everything'),
    MaxAggregationInterval: 60,
    DestinationOptions: { FileFormat: 'plain-text', HiveCompatiblePartitions: false, PerHourPartition: false },
  };
}

function loadBalancer(part: string, network: DemoNetwork): Json {
  const nics = network.interfaces.filter((it) => it.plan.kind === 'alb' && it.plan.part === part);
  return {
    LoadBalancerArn: `arn:aws:elasticloadbalancing:${network.region}:${network.account}:loadbalancer/${loadBalancerPart(part, network)}`,
    DNSName: `${part}-${String(Number.parseInt(network.id('x', part).slice(3, 10), 16))}.${network.region}.elb.amazonaws.com`,
    CanonicalHostedZoneId: 'Z32O12XQLNTSW2',
    CreatedTime: created,
    LoadBalancerName: part,
    Scheme: 'internet-facing',
    VpcId: network.vpcId,
    State: { Code: 'active' },
    Type: 'application',
    AvailabilityZones: nics.map((it) => ({
      ZoneName: it.subnet.zone.name,
      SubnetId: it.subnet.id,
      LoadBalancerAddresses: [],
    })),
    SecurityGroups: [network.id('sg', 'alb')],
    IpAddressType: part === 'shop' ? 'dualstack' : 'ipv4',
  };
}
