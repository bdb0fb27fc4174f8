import type { Answers } from './aws-endpoint.ts';

const account = '111122223333';
const region = 'eu-west-1';
const arn = (rest: string): string => `arn:aws:ec2:${region}:${account}:${rest}`;
const balancer = `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/net/edge/0123456789abcdef`;
const tag = (Key: string, Value: string) => ({ Key, Value });

/** Entries of a list that fill more than one page of a hundred. */
const networks = Array.from({ length: 130 }, (_, i) => ({ Cidr: `10.9.${i}.0/24`, Description: `office ${i}` }));

/**
 * What the demo's network does not have, as the AWS CLI prints it: lists of prefixes, transit, peers, load balancers of
 * both generations with their tags. With the spellings that may differ on the way: empty text, `&`, letters of other
 * alphabets, blanks at the ends, parts of seconds, lists in another order.
 */
export const otherAnswers: Answers = {
  'ec2 DescribeManagedPrefixLists': {
    PrefixLists: [
      {
        PrefixListId: 'pl-0123456789abcdef0',
        AddressFamily: 'IPv4',
        State: 'create-complete',
        PrefixListArn: arn('prefix-list/pl-0123456789abcdef0'),
        PrefixListName: 'offices',
        MaxEntries: 200,
        Version: 3,
        Tags: [tag('Name', 'Büros & <Lager>'), tag('owner', ' netz ')],
        OwnerId: account,
      },
      {
        PrefixListId: 'pl-6da54004',
        AddressFamily: 'IPv4',
        State: 'create-complete',
        PrefixListArn: `arn:aws:ec2:${region}:aws:prefix-list/pl-6da54004`,
        PrefixListName: `com.amazonaws.${region}.s3`,
        Tags: [],
        OwnerId: 'AWS',
      },
    ],
  },
  'ec2 GetManagedPrefixListEntries pl-0123456789abcdef0': { Entries: networks },
  'ec2 GetManagedPrefixListEntries pl-6da54004': { Entries: [{ Cidr: '52.218.0.0/17' }, { Cidr: '3.5.64.0/21' }] },
  'ec2 DescribeTransitGateways': {
    TransitGateways: [
      {
        TransitGatewayId: 'tgw-0aaaaaaaaaaaaaaaa',
        TransitGatewayArn: arn('transit-gateway/tgw-0aaaaaaaaaaaaaaaa'),
        State: 'available',
        OwnerId: account,
        Description: '',
        CreationTime: '2025-03-11T08:02:17.250000+00:00',
        Options: {
          AmazonSideAsn: 64512,
          AutoAcceptSharedAttachments: 'disable',
          TransitGatewayCidrBlocks: [],
          MulticastSupport: 'disable',
        },
        Tags: [tag('Name', 'core')],
      },
    ],
  },
  'ec2 DescribeTransitGatewayAttachments': {
    TransitGatewayAttachments: [
      {
        TransitGatewayAttachmentId: 'tgw-attach-0aaaaaaaaaaaaaaaa',
        TransitGatewayId: 'tgw-0aaaaaaaaaaaaaaaa',
        TransitGatewayOwnerId: account,
        ResourceOwnerId: '444455556666',
        ResourceType: 'vpc',
        ResourceId: 'vpc-0aaaaaaaaaaaaaaaa',
        State: 'available',
        Association: { TransitGatewayRouteTableId: 'tgw-rtb-0aaaaaaaaaaaaaaaa', State: 'associated' },
        CreationTime: '2025-03-11T08:02:17+00:00',
        Tags: [],
      },
    ],
  },
  'ec2 DescribeTransitGatewayVpcAttachments': {
    TransitGatewayVpcAttachments: [
      {
        TransitGatewayAttachmentId: 'tgw-attach-0aaaaaaaaaaaaaaaa',
        TransitGatewayId: 'tgw-0aaaaaaaaaaaaaaaa',
        VpcId: 'vpc-0aaaaaaaaaaaaaaaa',
        VpcOwnerId: '444455556666',
        State: 'available',
        SubnetIds: ['subnet-0bbbbbbbbbbbbbbbb', 'subnet-0aaaaaaaaaaaaaaaa'],
        CreationTime: '2025-03-11T08:02:17+00:00',
        Options: { DnsSupport: 'enable', Ipv6Support: 'disable', ApplianceModeSupport: 'disable' },
        Tags: [],
      },
    ],
  },
  'ec2 DescribeVpcPeeringConnections': {
    VpcPeeringConnections: [
      {
        AccepterVpcInfo: {
          CidrBlock: '10.30.0.0/16',
          CidrBlockSet: [{ CidrBlock: '10.30.0.0/16' }],
          OwnerId: '444455556666',
          VpcId: 'vpc-0bbbbbbbbbbbbbbbb',
          Region: 'us-east-1',
        },
        RequesterVpcInfo: {
          CidrBlock: '10.20.0.0/16',
          OwnerId: account,
          PeeringOptions: { AllowDnsResolutionFromRemoteVpc: false },
          VpcId: 'vpc-0aaaaaaaaaaaaaaaa',
          Region: region,
        },
        ExpirationTime: '2025-03-18T08:02:17+00:00',
        Status: { Code: 'pending-acceptance', Message: 'Pending Acceptance by 444455556666' },
        Tags: [],
        VpcPeeringConnectionId: 'pcx-0aaaaaaaaaaaaaaaa',
      },
    ],
  },
  'elbv2 DescribeLoadBalancers': {
    LoadBalancers: [
      {
        LoadBalancerArn: balancer,
        DNSName: `edge-0123456789abcdef.elb.${region}.amazonaws.com`,
        CanonicalHostedZoneId: 'Z2IFOLAFXWLO4F',
        CreatedTime: '2025-03-11T08:02:17.123000+00:00',
        LoadBalancerName: 'edge',
        Scheme: 'internet-facing',
        VpcId: 'vpc-0aaaaaaaaaaaaaaaa',
        State: { Code: 'active' },
        Type: 'network',
        AvailabilityZones: [
          {
            ZoneName: 'eu-west-1b',
            SubnetId: 'subnet-0bbbbbbbbbbbbbbbb',
            LoadBalancerAddresses: [{ IpAddress: '198.51.100.9', AllocationId: 'eipalloc-0aaaaaaaaaaaaaaaa' }],
          },
          { ZoneName: 'eu-west-1a', SubnetId: 'subnet-0aaaaaaaaaaaaaaaa', LoadBalancerAddresses: [] },
        ],
        IpAddressType: 'ipv4',
      },
    ],
  },
  'elbv2 DescribeTags': {
    TagDescriptions: [{ ResourceArn: balancer, Tags: [tag('Name', 'edge'), tag('owner', 'net')] }],
  },
  'elb DescribeLoadBalancers': {
    LoadBalancerDescriptions: [
      {
        LoadBalancerName: 'old-shop',
        DNSName: `old-shop-1.${region}.elb.amazonaws.com`,
        ListenerDescriptions: [
          {
            Listener: { Protocol: 'HTTP', LoadBalancerPort: 80, InstanceProtocol: 'HTTP', InstancePort: 8080 },
            PolicyNames: [],
          },
        ],
        AvailabilityZones: ['eu-west-1b', 'eu-west-1a'],
        Subnets: ['subnet-0aaaaaaaaaaaaaaaa'],
        VPCId: 'vpc-0aaaaaaaaaaaaaaaa',
        Instances: [{ InstanceId: 'i-0aaaaaaaaaaaaaaaa' }],
        SecurityGroups: ['sg-0aaaaaaaaaaaaaaaa'],
        CreatedTime: '2019-03-11T08:02:17.520000+00:00',
        Scheme: 'internal',
      },
    ],
  },
  'elb DescribeTags': { TagDescriptions: [{ LoadBalancerName: 'old-shop', Tags: [tag('owner', 'shop')] }] },
  'ec2 DescribeTags': {
    Tags: [
      { Key: 'Name', ResourceId: 'vpc-0aaaaaaaaaaaaaaaa', ResourceType: 'vpc', Value: 'first' },
      { Key: 'owner', ResourceId: 'vol-0aaaaaaaaaaaaaaaa', ResourceType: 'volume', Value: '' },
      { Key: 'owner', ResourceId: 'vpc-0aaaaaaaaaaaaaaaa', ResourceType: 'vpc', Value: 'net' },
    ],
  },
};
