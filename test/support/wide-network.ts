import type { FlowClient } from '../../src/store/index.ts';

/** 2026-12-01T00:00:00Z: behind the records of `fillStore`. */
export const wideStart = 1_796_083_200;
export const wideHours = 24;

/**
 * Fills a store with a made-up network of many hosts: subnets of the same size, tiers and owners in the inventory, every
 * host logged by its own interface, most traffic within few services. The same for every run.
 */
export async function fillWideNetwork(
  client: FlowClient,
  { groups, hosts, records }: { readonly groups: number; readonly hosts: number; readonly records: number },
): Promise<void> {
  const pick = (salt: number, n: number) => `(cityHash64(number, ${salt}) % ${n})`;
  // Few hosts are much asked for.
  const often = (salt: number) =>
    `toUInt32(floor(pow((cityHash64(number, ${salt}) % 1000003) / 1000003, 3) * ${hosts}))`;
  const address = (host: string) =>
    `toIPv6(concat('10.', toString(100 + ${host} % ${groups}), '.', toString(intDiv(intDiv(${host}, ${groups}), 250)), '.', toString(intDiv(${host}, ${groups}) % 250 + 1)))`;
  const tiers = "['web', 'app', 'data', 'infra']";
  await client.command(
    `INSERT INTO weir.inventory_addresses (vpc, address, role, interface, resource, resource_kind, name, owner, tier, instance, subnet, zone, account, region, groups, valid_from, valid_to, alone) SELECT concat('vpc-', leftPad(toString(number % 2), 8, '0')), ${address('number')}, 'private', concat('eni-', leftPad(toString(number), 8, '0')), concat('i-', leftPad(toString(number), 8, '0')), 'instance', concat(${tiers}[1 + number % 4], '-', toString(number)), concat('team-', toString(number % 7)), ${tiers}[1 + number % 4], concat('i-', leftPad(toString(number), 8, '0')), concat('subnet-', leftPad(toString(number % ${groups}), 8, '0')), concat('euw1-az', toString(1 + number % 3)), '111111111111', 'eu-west-1', ['sg-00000001'], toDateTime(0, 'UTC'), toDateTime(4294967295, 'UTC'), 1 FROM numbers(${hosts})`,
  );
  const select = [
    `multiIf(${pick(1, 10)} < 7, ${often(2)}, ${pick(3, hosts)}) AS host`,
    `${pick(4, hosts)} AS other`,
    `${pick(5, 10)} < 2 AS out`,
    "concat('eni-', leftPad(toString(host), 8, '0')) AS interface_id",
    "concat('vpc-', leftPad(toString(host % 2), 8, '0')) AS vpc_id",
    `${address('host')} AS srcaddr`,
    `if(out, toIPv6(concat('52.1.2.', toString(${pick(6, 200)}))), ${address('other')}) AS dstaddr`,
    `toUInt16(40000 + ${pick(7, 20000)}) AS srcport`,
    `toUInt16([443, 443, 5432, 6379, 22][1 + ${pick(8, 5)}]) AS dstport`,
    'toUInt8(6) AS protocol',
    `toUInt64(1 + ${pick(9, 90)}) AS packets`,
    `toUInt64(40 + ${pick(10, 100000)}) AS bytes`,
    `toDateTime(${wideStart} + ${pick(11, wideHours * 3600)}, 'UTC') AS start`,
    'toInt32(60) AS duration',
    `if(${pick(12, 50)} = 0, 'REJECT', 'ACCEPT') AS action`,
    "'OK' AS log_status",
    "'egress' AS flow_direction",
    "'111111111111' AS account_id",
    'toUInt64(1) AS object_id',
    '1 AS ok',
  ];
  const names = select
    .map((s) => s.slice(s.lastIndexOf(' AS ') + 4))
    .filter((n) => !['host', 'other', 'out'].includes(n));
  await client.command(
    `INSERT INTO weir.parsed (${names.join(', ')}) SELECT ${names.join(', ')} FROM (SELECT ${select.join(', ')} FROM numbers(${records}))`,
  );
}
