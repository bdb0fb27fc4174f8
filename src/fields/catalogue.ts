/**
 * Every field that AWS can write into a VPC or transit gateway flow log record, once. Names are AWS's own with `_` for
 * `-`. Parser, table, query language, reference page and grid read this list; a new AWS field is one entry here.
 */

/** What a value is; decides how its text is checked and which column holds it. */
export type FieldKind =
  | 'address' // IPv4 or IPv6 literal
  | 'time' // Unix seconds (milliseconds are recognised)
  | 'port' // 0-65535
  | 'protocol' // IANA number, 0-255
  | 'count' // unsigned 64-bit
  | 'code' // small unsigned number with a meaning of its own
  | 'word' // one of a short, open-ended list of words
  | 'text'; // identifier or name

export interface Field {
  readonly name: string;
  /** The flow log version that introduced the field. */
  readonly since: number;
  /** Which kind of flow log can carry it. */
  readonly logs: 'vpc' | 'tgw' | 'both';
  readonly kind: FieldKind;
  /** A closed list: any other word makes the line bad. */
  readonly values?: readonly string[];
  /** The value is percent-encoded UTF-8 in the log and stored decoded. */
  readonly percentEncoded?: true;
  readonly meaning: string;
}

export const fields = [
  {
    name: 'version',
    since: 2,
    logs: 'both',
    kind: 'code',
    meaning:
      'Format version of the record: the highest version number among the fields chosen for the flow log. 2 for the VPC default format, 6 for the transit gateway default format.',
  },
  {
    name: 'account_id',
    since: 2,
    logs: 'both',
    kind: 'text',
    meaning:
      '12-digit account that owns the source network interface (VPC) or the source transit gateway (TGW). VPC logs may print the word "unknown" for interfaces created by an AWS service.',
  },
  {
    name: 'interface_id',
    since: 2,
    logs: 'vpc',
    kind: 'text',
    meaning:
      'Network interface (eni-...) on which the flow was seen. "-" for regional NAT gateway flows, which are identified by resource-id instead.',
  },
  {
    name: 'srcaddr',
    since: 2,
    logs: 'both',
    kind: 'address',
    meaning:
      'Source address as seen by the interface. Ingress: the sender. Egress: the primary private IPv4, or the IPv6, of the local interface even if the packet carried another source; compare with pkt-srcaddr.',
  },
  {
    name: 'dstaddr',
    since: 2,
    logs: 'both',
    kind: 'address',
    meaning:
      'Destination address as seen by the interface. Egress: the receiver. Ingress: the primary private IPv4, or the IPv6, of the local interface even if the packet was addressed elsewhere; compare with pkt-dstaddr.',
  },
  {
    name: 'srcport',
    since: 2,
    logs: 'both',
    kind: 'port',
    meaning: 'Source port, 0-65535. 0 for protocols that have no ports, such as ICMP.',
  },
  {
    name: 'dstport',
    since: 2,
    logs: 'both',
    kind: 'port',
    meaning:
      'Destination port, 0-65535. 0 for protocols that have no ports, such as ICMP; ICMP type and code are not recorded.',
  },
  {
    name: 'protocol',
    since: 2,
    logs: 'both',
    kind: 'protocol',
    meaning: 'IANA IP protocol number: 1 ICMP, 6 TCP, 17 UDP, 47 GRE, 50 ESP, 58 ICMPv6 and so on.',
  },
  {
    name: 'packets',
    since: 2,
    logs: 'both',
    kind: 'count',
    meaning: 'Packets counted for the flow in the aggregation interval.',
  },
  {
    name: 'bytes',
    since: 2,
    logs: 'both',
    kind: 'count',
    meaning:
      'Bytes counted for the flow in the aggregation interval. "-" on records produced by VPC Block Public Access.',
  },
  {
    name: 'start',
    since: 2,
    logs: 'both',
    kind: 'time',
    meaning:
      'Unix seconds of the first packet of the flow in the interval; can be off by up to 60 s in either direction.',
  },
  {
    name: 'end',
    since: 2,
    logs: 'both',
    kind: 'time',
    meaning: 'Unix seconds of the last packet of the flow in the interval; can be up to 60 s late.',
  },
  {
    name: 'action',
    since: 2,
    logs: 'vpc',
    kind: 'word',
    values: ['ACCEPT', 'REJECT'],
    meaning:
      'ACCEPT or REJECT. REJECT covers security group and network ACL denials as well as packets that arrive after the connection was closed.',
  },
  {
    name: 'log_status',
    since: 2,
    logs: 'both',
    kind: 'word',
    values: ['OK', 'NODATA', 'SKIPDATA'],
    meaning:
      'OK, NODATA (no traffic in the interval) or SKIPDATA (records lost to a capacity limit or an internal error).',
  },
  { name: 'vpc_id', since: 3, logs: 'vpc', kind: 'text', meaning: 'VPC of the interface.' },
  {
    name: 'subnet_id',
    since: 3,
    logs: 'vpc',
    kind: 'text',
    meaning: 'Subnet of the interface; "-" for regional NAT gateway flows.',
  },
  {
    name: 'instance_id',
    since: 3,
    logs: 'vpc',
    kind: 'text',
    meaning:
      'EC2 instance attached to the interface, when the account owns it; "-" for requester-managed interfaces such as a NAT gateway.',
  },
  {
    name: 'tcp_flags',
    since: 3,
    logs: 'both',
    kind: 'code',
    meaning:
      'Bitwise OR of the TCP flags seen in one direction during the interval. VPC: FIN 1, SYN 2, RST 4, SYN-ACK 18. TGW adds PSH 8, ACK 16, URG 32. 0 when only unreported flags were seen.',
  },
  { name: 'type', since: 3, logs: 'both', kind: 'word', meaning: 'IPv4, IPv6 or EFA.' },
  {
    name: 'pkt_srcaddr',
    since: 3,
    logs: 'vpc',
    kind: 'address',
    meaning: 'Source address carried in the packet itself, before the interface address is substituted in srcaddr.',
  },
  {
    name: 'pkt_dstaddr',
    since: 3,
    logs: 'vpc',
    kind: 'address',
    meaning:
      'Destination address carried in the packet itself, before the interface address is substituted in dstaddr.',
  },
  {
    name: 'region',
    since: 4,
    logs: 'both',
    kind: 'text',
    meaning: 'Region of the interface (VPC) or of the transit gateway (TGW).',
  },
  {
    name: 'az_id',
    since: 4,
    logs: 'vpc',
    kind: 'text',
    meaning: 'Availability Zone ID such as use1-az2 of the interface; "-" when the traffic comes from a sublocation.',
  },
  {
    name: 'sublocation_type',
    since: 4,
    logs: 'vpc',
    kind: 'word',
    meaning: 'wavelength, outpost or localzone; "-" when the traffic is not from a sublocation.',
  },
  {
    name: 'sublocation_id',
    since: 4,
    logs: 'vpc',
    kind: 'text',
    meaning: 'Identifier of the sublocation of the interface; "-" when there is none.',
  },
  {
    name: 'pkt_src_aws_service',
    since: 5,
    logs: 'both',
    kind: 'text',
    meaning:
      'AWS IP-range service code that contains the packet source address, for example S3 or CLOUDFRONT; "-" when the address is not in a published AWS range. Open-ended list.',
  },
  {
    name: 'pkt_dst_aws_service',
    since: 5,
    logs: 'both',
    kind: 'text',
    meaning:
      'AWS IP-range service code that contains the packet destination address; "-" when the address is not in a published AWS range. Open-ended list.',
  },
  {
    name: 'flow_direction',
    since: 5,
    logs: 'both',
    kind: 'word',
    values: ['ingress', 'egress'],
    meaning: 'ingress or egress, relative to the logging interface (VPC) or to the transit gateway (TGW).',
  },
  {
    name: 'traffic_path',
    since: 5,
    logs: 'vpc',
    kind: 'code',
    meaning: 'Path code 1-8 taken by egress traffic; "-" for ingress or when no code fits.',
  },
  {
    name: 'resource_type',
    since: 6,
    logs: 'tgw',
    kind: 'word',
    meaning:
      'Kind of resource the flow log is attached to: TransitGateway (TransitGatewayAttachment is expected for attachment-level logs).',
  },
  { name: 'tgw_id', since: 6, logs: 'tgw', kind: 'text', meaning: 'Transit gateway for which the flow is recorded.' },
  {
    name: 'tgw_attachment_id',
    since: 6,
    logs: 'tgw',
    kind: 'text',
    meaning: 'Transit gateway attachment for which the flow is recorded.',
  },
  {
    name: 'tgw_src_vpc_account_id',
    since: 6,
    logs: 'tgw',
    kind: 'text',
    meaning: 'Account of the VPC the traffic came from; "-" when the source is not a VPC.',
  },
  {
    name: 'tgw_dst_vpc_account_id',
    since: 6,
    logs: 'tgw',
    kind: 'text',
    meaning: 'Account of the VPC the traffic goes to; "-" when the destination is not a VPC.',
  },
  { name: 'tgw_src_vpc_id', since: 6, logs: 'tgw', kind: 'text', meaning: 'VPC the traffic came from.' },
  { name: 'tgw_dst_vpc_id', since: 6, logs: 'tgw', kind: 'text', meaning: 'VPC the traffic goes to.' },
  {
    name: 'tgw_src_subnet_id',
    since: 6,
    logs: 'tgw',
    kind: 'text',
    meaning: 'Subnet on the source side of the transit gateway.',
  },
  {
    name: 'tgw_dst_subnet_id',
    since: 6,
    logs: 'tgw',
    kind: 'text',
    meaning: 'Subnet on the destination side of the transit gateway.',
  },
  { name: 'tgw_src_eni', since: 6, logs: 'tgw', kind: 'text', meaning: 'Network interface of the source attachment.' },
  {
    name: 'tgw_dst_eni',
    since: 6,
    logs: 'tgw',
    kind: 'text',
    meaning: 'Network interface of the destination attachment.',
  },
  {
    name: 'tgw_src_az_id',
    since: 6,
    logs: 'tgw',
    kind: 'text',
    meaning: 'Availability Zone ID on the source side; "-" when the traffic comes from a sublocation.',
  },
  {
    name: 'tgw_dst_az_id',
    since: 6,
    logs: 'tgw',
    kind: 'text',
    meaning: 'Availability Zone ID on the destination side.',
  },
  {
    name: 'tgw_pair_attachment_id',
    since: 6,
    logs: 'tgw',
    kind: 'text',
    meaning:
      'Attachment on the other side of the flow: the egress attachment on an ingress record and the ingress attachment on an egress record.',
  },
  {
    name: 'packets_lost_no_route',
    since: 6,
    logs: 'tgw',
    kind: 'count',
    meaning: 'Packets dropped because no route matched.',
  },
  {
    name: 'packets_lost_blackhole',
    since: 6,
    logs: 'tgw',
    kind: 'count',
    meaning: 'Packets dropped by a blackhole route.',
  },
  {
    name: 'packets_lost_mtu_exceeded',
    since: 6,
    logs: 'tgw',
    kind: 'count',
    meaning: 'Packets dropped because they were larger than the MTU.',
  },
  {
    name: 'packets_lost_ttl_expired',
    since: 6,
    logs: 'tgw',
    kind: 'count',
    meaning: 'Packets dropped because the time-to-live ran out.',
  },
  {
    name: 'ecs_cluster_arn',
    since: 7,
    logs: 'vpc',
    kind: 'text',
    meaning:
      'ARN of the ECS cluster of the task that uses the interface; "-" for traffic that is not from an awsvpc-mode ECS task.',
  },
  { name: 'ecs_cluster_name', since: 7, logs: 'vpc', kind: 'text', meaning: 'Name of the ECS cluster.' },
  {
    name: 'ecs_container_instance_arn',
    since: 7,
    logs: 'vpc',
    kind: 'text',
    meaning: 'ARN of the ECS container instance when the task runs on EC2; "-" on Fargate.',
  },
  {
    name: 'ecs_container_instance_id',
    since: 7,
    logs: 'vpc',
    kind: 'text',
    meaning: 'ID of the ECS container instance when the task runs on EC2; "-" on Fargate.',
  },
  {
    name: 'ecs_container_id',
    since: 7,
    logs: 'vpc',
    kind: 'text',
    meaning: 'Docker runtime ID of the first container of the task; order is not guaranteed to match the ECS API.',
  },
  {
    name: 'ecs_second_container_id',
    since: 7,
    logs: 'vpc',
    kind: 'text',
    meaning: 'Docker runtime ID of the second container of the task; "-" when the task has one container.',
  },
  {
    name: 'ecs_service_name',
    since: 7,
    logs: 'vpc',
    kind: 'text',
    meaning: 'ECS service that started the task; "-" for stand-alone tasks.',
  },
  {
    name: 'ecs_task_definition_arn',
    since: 7,
    logs: 'vpc',
    kind: 'text',
    meaning: 'ARN of the task definition revision.',
  },
  { name: 'ecs_task_arn', since: 7, logs: 'vpc', kind: 'text', meaning: 'ARN of the task.' },
  { name: 'ecs_task_id', since: 7, logs: 'vpc', kind: 'text', meaning: 'ID of the task.' },
  {
    name: 'reject_reason',
    since: 8,
    logs: 'vpc',
    kind: 'word',
    meaning:
      'BPA (VPC Block Public Access) or EC (VPC endpoint refused it because of encryption controls); "-" for every other reason, including security groups and network ACLs.',
  },
  {
    name: 'resource_id',
    since: 9,
    logs: 'vpc',
    kind: 'text',
    meaning: 'ID (nat-...) of the regional NAT gateway the flow belongs to; "-" for all other traffic.',
  },
  {
    name: 'encryption_status',
    since: 10,
    logs: 'vpc',
    kind: 'code',
    meaning:
      '0 not encrypted, 1 encrypted by Nitro hardware, 2 encrypted by the application, 3 both; "-" when VPC Encryption Controls is off or the status is unknown.',
  },
  {
    name: 'instance_tag',
    since: 11,
    logs: 'vpc',
    kind: 'text',
    percentEncoded: true,
    meaning:
      'Percent-encoded (UTF-8) value of the first tag key configured for resource type instance; "-" when the resource has no such tag or another account owns the tag.',
  },
  {
    name: 'instance_tag_2',
    since: 11,
    logs: 'vpc',
    kind: 'text',
    percentEncoded: true,
    meaning:
      'Percent-encoded (UTF-8) value of the second tag key configured for resource type instance; "-" when the resource has no such tag or another account owns the tag.',
  },
  {
    name: 'interface_tag',
    since: 11,
    logs: 'vpc',
    kind: 'text',
    percentEncoded: true,
    meaning:
      'Percent-encoded (UTF-8) value of the first tag key configured for resource type network-interface; "-" when the resource has no such tag or another account owns the tag.',
  },
  {
    name: 'interface_tag_2',
    since: 11,
    logs: 'vpc',
    kind: 'text',
    percentEncoded: true,
    meaning:
      'Percent-encoded (UTF-8) value of the second tag key configured for resource type network-interface; "-" when the resource has no such tag or another account owns the tag.',
  },
  {
    name: 'asg_tag',
    since: 11,
    logs: 'vpc',
    kind: 'text',
    percentEncoded: true,
    meaning:
      'Percent-encoded (UTF-8) value of the first tag key configured for resource type auto-scaling-group; "-" when the resource has no such tag or another account owns the tag.',
  },
  {
    name: 'asg_tag_2',
    since: 11,
    logs: 'vpc',
    kind: 'text',
    percentEncoded: true,
    meaning:
      'Percent-encoded (UTF-8) value of the second tag key configured for resource type auto-scaling-group; "-" when the resource has no such tag or another account owns the tag.',
  },
  {
    name: 'interface_type',
    since: 11,
    logs: 'vpc',
    kind: 'word',
    meaning:
      'Type of the logging interface: nat_gateway, network_load_balancer, regional_nat_gateway, transit_gateway or vpc_endpoint; "-" for anything else.',
  },
  {
    name: 'next_hop_interface_id',
    since: 11,
    logs: 'vpc',
    kind: 'text',
    meaning:
      'Interface on the other end of the local hop: the receiver for egress, the sender for ingress. A middlebox interface is reported in place of the final destination.',
  },
  { name: 'next_hop_subnet_id', since: 11, logs: 'vpc', kind: 'text', meaning: 'Subnet of the next-hop interface.' },
  {
    name: 'next_hop_az_id',
    since: 11,
    logs: 'vpc',
    kind: 'text',
    meaning:
      'Availability Zone ID of the next-hop interface; the only next-hop field filled when another account owns that interface.',
  },
  { name: 'next_hop_vpc_id', since: 11, logs: 'vpc', kind: 'text', meaning: 'VPC of the next-hop interface.' },
  {
    name: 'next_hop_interface_type',
    since: 11,
    logs: 'vpc',
    kind: 'word',
    meaning: 'Type of the next-hop interface; same values as interface-type.',
  },
] as const satisfies readonly Field[];

export type FieldName = (typeof fields)[number]['name'];

const byName = new Map<string, Field>(fields.map((field) => [field.name, field]));

/** The field with this name, spelt as AWS writes it (`pkt-srcaddr`) or as a column (`pkt_srcaddr`). */
export function fieldNamed(name: string): Field | undefined {
  return byName.get(name.replaceAll('-', '_'));
}

/** How AWS spells a field in headers and format strings: `pkt_srcaddr` → `pkt-srcaddr`. */
export function awsSpelling(name: string): string {
  return name.replaceAll('_', '-');
}

/** The order of the default VPC format (version 2). */
export const defaultFormat: readonly FieldName[] = fields.filter((f) => f.since === 2).map((f) => f.name);

/** The order of the default transit gateway format (version 6). */
export const transitGatewayFormat: readonly FieldName[] = [
  'version',
  'resource_type',
  'account_id',
  'tgw_id',
  'tgw_attachment_id',
  'tgw_src_vpc_account_id',
  'tgw_dst_vpc_account_id',
  'tgw_src_vpc_id',
  'tgw_dst_vpc_id',
  'tgw_src_subnet_id',
  'tgw_dst_subnet_id',
  'tgw_src_eni',
  'tgw_dst_eni',
  'tgw_src_az_id',
  'tgw_dst_az_id',
  'tgw_pair_attachment_id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'log_status',
  'type',
  'packets_lost_no_route',
  'packets_lost_blackhole',
  'packets_lost_mtu_exceeded',
  'packets_lost_ttl_expired',
  'tcp_flags',
  'region',
  'flow_direction',
  'pkt_src_aws_service',
  'pkt_dst_aws_service',
];
