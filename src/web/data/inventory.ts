import { keepPreviousData, type UseQueryResult, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import {
  type AddressAnswer,
  addressAnswer,
  type InventoryObject,
  type InventoryObjectAnswer,
  type InventoryStatusAnswer,
  inventoryChangesAnswer,
  inventoryObjectAnswer,
  inventoryObjectsAnswer,
  inventoryStatusAnswer,
} from '../../contract/index.ts';
import { apiUrl, readApi } from './api.ts';
import { formatInstant } from './format.ts';
import { useAnswer } from './queries.ts';

export function useInventoryStatus(): UseQueryResult<InventoryStatusAnswer> {
  return useAnswer('inventory/status', inventoryStatusAnswer, {});
}

export interface ObjectsAsk {
  readonly kind?: string | undefined;
  readonly search?: string | undefined;
  readonly naming?: string | undefined;
  readonly at?: string | undefined;
}

/** Objects of the inventory, page after page. */
export function useInventoryObjects(ask: ObjectsAsk, limit = 100) {
  return useInfiniteQuery({
    queryKey: ['inventory', 'objects', ask, limit],
    queryFn: ({ pageParam, signal }) =>
      readApi(
        apiUrl('inventory/objects', { ...ask, limit, cursor: pageParam ?? undefined }),
        inventoryObjectsAnswer,
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (answer) => answer.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** What happened to objects, newest first, page after page. */
export function useInventoryChanges(limit = 30) {
  return useInfiniteQuery({
    queryKey: ['inventory', 'changes', limit],
    queryFn: ({ pageParam, signal }) =>
      readApi(apiUrl('inventory/changes', { limit, cursor: pageParam ?? undefined }), inventoryChangesAnswer, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (answer) => answer.next_cursor,
    staleTime: 60_000,
  });
}

/** One object at a time, with what belongs to it. Identifiers may be ARNs. */
export function useThing(id: string, at: string, enabled: boolean): UseQueryResult<InventoryObjectAnswer> {
  const url = apiUrl(`inventory/objects/${encodeURIComponent(id)}`, { at });
  return useQuery({
    queryKey: [url],
    queryFn: ({ signal }) => readApi(url, inventoryObjectAnswer, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    enabled,
  });
}

export function useAddress(address: string): UseQueryResult<AddressAnswer> {
  return useAnswer(`addresses/${encodeURIComponent(address)}`, addressAnswer, {});
}

/** What a kind of object is called in a sentence about one of them. */
const singular: Readonly<Record<string, string>> = {
  'network-interface': 'network interface',
  instance: 'instance',
  subnet: 'subnet',
  vpc: 'VPC',
  'security-group': 'security group',
  'security-group-rule': 'security group rule',
  'network-acl': 'network ACL',
  'route-table': 'route table',
  'nat-gateway': 'NAT gateway',
  'internet-gateway': 'internet gateway',
  'egress-only-internet-gateway': 'egress-only internet gateway',
  'transit-gateway': 'transit gateway',
  'transit-gateway-attachment': 'transit gateway attachment',
  'transit-gateway-vpc-attachment': 'transit gateway VPC attachment',
  'vpc-peering-connection': 'VPC peering connection',
  'vpc-endpoint': 'VPC endpoint',
  'load-balancer': 'load balancer',
  'classic-load-balancer': 'classic load balancer',
  'prefix-list': 'prefix list',
  'managed-prefix-list': 'managed prefix list',
  'managed-prefix-list-entries': 'entries of a managed prefix list',
  'elastic-address': 'elastic address',
  'flow-log': 'flow log',
  'availability-zone': 'Availability Zone',
};

export function kindName(kind: string | null): string {
  return kind === null ? 'thing' : (singular[kind] ?? kind.replaceAll('-', ' '));
}

/** Kinds that have interfaces, so that records of flow logs are theirs. */
const withTraffic: ReadonlySet<string> = new Set([
  'network-interface',
  'instance',
  'subnet',
  'vpc',
  'security-group',
  'nat-gateway',
  'load-balancer',
  'classic-load-balancer',
  'vpc-endpoint',
  'transit-gateway-attachment',
  'transit-gateway-vpc-attachment',
]);

export function hasTraffic(kind: string): boolean {
  return withTraffic.has(kind);
}

type Content = InventoryObject['content'];

/** Fields of a thing that people look for, in this order, with the words for them. */
const shownFacts: readonly (readonly [field: string, words: string])[] = [
  ['Description', 'description'],
  ['PrivateIpAddress', 'private address'],
  ['PublicIp', 'public address'],
  ['PublicIpAddress', 'public address'],
  ['MacAddress', 'MAC address'],
  ['InterfaceType', 'type'],
  ['InstanceType', 'type'],
  ['Type', 'type'],
  ['CidrBlock', 'range'],
  ['AvailabilityZone', 'zone'],
  ['AvailabilityZoneId', 'zone id'],
  ['Scheme', 'scheme'],
  ['DNSName', 'DNS name'],
  ['PrivateDnsName', 'private DNS name'],
  ['PublicDnsName', 'public DNS name'],
  ['ConnectivityType', 'connectivity'],
  ['ServiceName', 'service'],
  ['ServiceRegion', 'service region'],
  ['VpcEndpointType', 'type'],
  ['PrefixListName', 'prefix list'],
  ['LogDestination', 'destination'],
  ['LogFormat', 'format'],
  ['TrafficType', 'traffic'],
  ['GroupName', 'group name'],
  ['ImageId', 'image'],
  ['LaunchTime', 'launched'],
  ['CreateTime', 'created'],
  ['CreatedTime', 'created'],
  ['SourceDestCheck', 'source/destination check'],
  ['RequesterManaged', 'managed by AWS'],
];

/** What AWS says of a thing, in words; what is not there is left out. */
export function factsOf(content: Content): [words: string, value: string][] {
  return shownFacts.flatMap(([field, words]): [string, string][] => {
    const value = content[field];
    if (typeof value === 'boolean') return [[words, value ? 'yes' : 'no']];
    if (typeof value !== 'string' || value === '') return [];
    const isTime = field.endsWith('Time') && !Number.isNaN(Date.parse(value));
    return [[words, isTime ? `${formatInstant(value)} UTC` : value]];
  });
}

/** The objects in a list of a content. */
function itemsOf(content: Content, field: string): Record<string, unknown>[] {
  const value = content[field];
  return Array.isArray(value)
    ? value.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
    : [];
}

export interface Route {
  readonly destination: string;
  readonly target: string;
  readonly state: string;
  readonly origin: string;
}

/** The routes of a route table, the narrowest destinations last as AWS lists them. */
export function routesOf(content: Content): Route[] {
  return itemsOf(content, 'Routes').map((route) => {
    const entries = Object.entries(route).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    const destination = entries.find(([name]) => name.startsWith('Destination'))?.[1] ?? '';
    const target = entries
      .filter(([name]) => /(?:Id|Arn)$/.test(name) && !name.startsWith('Destination') && name !== 'InstanceOwnerId')
      .map(([, value]) => value)
      .join(' ');
    return { destination, target, state: String(route['State'] ?? ''), origin: String(route['Origin'] ?? '') };
  });
}

export interface AclEntry {
  readonly direction: 'in' | 'out';
  readonly number: string;
  readonly action: string;
  readonly protocol: string;
  readonly ports: string;
  readonly range: string;
}

/** The entries of a network ACL in the order in which they are tried. */
export function aclEntriesOf(content: Content): AclEntry[] {
  const place = (entry: Record<string, unknown>) =>
    Number(entry['Egress'] === true) * 100_000 + Number(entry['RuleNumber'] ?? 0);
  return itemsOf(content, 'Entries')
    .sort((a, b) => place(a) - place(b))
    .map((entry) => {
      const number = Number(entry['RuleNumber'] ?? 0);
      const range = (entry['PortRange'] ?? undefined) as { From?: unknown; To?: unknown } | undefined;
      return {
        direction: entry['Egress'] === true ? 'out' : 'in',
        // AWS shows the last rule, which refuses the rest, as a star.
        number: number >= 32_767 ? '*' : String(number),
        action: String(entry['RuleAction'] ?? ''),
        protocol: String(entry['Protocol'] ?? '-1'),
        ports: range === undefined ? 'all' : portsText(Number(range.From), Number(range.To)),
        range: String(entry['CidrBlock'] ?? entry['Ipv6CidrBlock'] ?? ''),
      };
    });
}

/** `443`, `1024–65535`, `all`. */
export function portsText(from: number | null, to: number | null): string {
  if (from === null || (from === 0 && to === 65_535)) return 'all';
  return to === null || to === from ? String(from) : `${from}–${to}`;
}

/** A value before or after a change as people read it. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
