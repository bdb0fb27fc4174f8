/** Tables that SQL may read, with their columns: what docs/reference/tables.md says; a test holds them together. */
export interface SqlTable {
  readonly name: string;
  readonly about: string;
  readonly columns: readonly string[];
}

const listed: readonly (readonly [name: string, about: string, columns: string])[] = [
  [
    'flows',
    'One row per flow log record, fields as AWS names them with _ for -, and the derived columns.',
    `version account_id interface_id srcaddr dstaddr srcport dstport protocol packets bytes start action
     log_status vpc_id subnet_id instance_id tcp_flags type pkt_srcaddr pkt_dstaddr region az_id sublocation_type
     sublocation_id pkt_src_aws_service pkt_dst_aws_service flow_direction traffic_path resource_type tgw_id
     tgw_attachment_id tgw_src_vpc_account_id tgw_dst_vpc_account_id tgw_src_vpc_id tgw_dst_vpc_id
     tgw_src_subnet_id tgw_dst_subnet_id tgw_src_eni tgw_dst_eni tgw_src_az_id tgw_dst_az_id
     tgw_pair_attachment_id packets_lost_no_route packets_lost_blackhole packets_lost_mtu_exceeded
     packets_lost_ttl_expired ecs_cluster_arn ecs_cluster_name ecs_container_instance_arn
     ecs_container_instance_id ecs_container_id ecs_second_container_id ecs_service_name ecs_task_definition_arn
     ecs_task_arn ecs_task_id reject_reason resource_id encryption_status instance_tag instance_tag_2
     interface_tag interface_tag_2 asg_tag asg_tag_2 interface_type next_hop_interface_id next_hop_subnet_id
     next_hop_az_id next_hop_vpc_id next_hop_interface_type duration end_only extra object_id end src_scope
     dst_scope direction boundary initiator initiator_basis service_port counted client server src_country
     dst_country`,
  ],
  [
    'flows_by_minute',
    'Sums per minute, account, VPC, region, action, log status, direction and boundary.',
    `minute account_id vpc_id region action log_status direction boundary records bytes packets uncounted_records
     uncounted_bytes uncounted_packets counted_records counted_bytes counted_packets`,
  ],
  [
    'flows_by_hour_address',
    'Sums per hour, address and the role it played (src or dst), with its country.',
    `hour address role action boundary country records bytes packets uncounted_records uncounted_bytes
     uncounted_packets counted_records counted_bytes counted_packets`,
  ],
  [
    'flows_by_hour_service',
    'Sums per hour, interface, service (port of the responder and protocol), action and boundary.',
    `hour account_id vpc_id interface_id action boundary service_port protocol records bytes packets
     uncounted_records uncounted_bytes uncounted_packets counted_records counted_bytes counted_packets`,
  ],
  [
    'coverage',
    'Per interface and ten minutes: how many records said OK, NODATA or SKIPDATA, and how many came late.',
    `interval account_id interface_id ok nodata skipdata late`,
  ],
  [
    'quarantine',
    'Lines that could not be read, with the reason; the line is cut at 4 KiB.',
    `object_id line_number reason text`,
  ],
  [
    'ingest_objects',
    'The ledger: every object that was loaded or refused, with its counts. An object is loaded when its row is here.',
    `object_id identity source path size format layout state note records quarantined ok nodata skipdata accepted
     rejected untimed first last started_at finished_at`,
  ],
];

export const sqlTables: readonly SqlTable[] = listed.map(([name, about, columns]) => ({
  name,
  about,
  columns: columns.split(/\s+/),
}));
