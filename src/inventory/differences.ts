import type { Json } from './canonical.ts';

/** One field that changed. Absent is null. */
export interface FieldChange {
  readonly field: string;
  readonly before: Json;
  readonly after: Json;
}

/** By which fields the elements of a list are told apart, where the name of the list is enough to know. */
const identities: Readonly<Record<string, readonly string[]>> = {
  Tags: ['Key'],
  TagSet: ['Key'],
  IpPermissions: ['IpProtocol', 'FromPort', 'ToPort'],
  IpPermissionsEgress: ['IpProtocol', 'FromPort', 'ToPort'],
  IpRanges: ['CidrIp'],
  Ipv6Ranges: ['CidrIpv6'],
  PrefixListIds: ['PrefixListId'],
  UserIdGroupPairs: ['UserId', 'GroupId'],
  Groups: ['GroupId'],
  SecurityGroups: ['GroupId'],
  PrivateIpAddresses: ['PrivateIpAddress'],
  Ipv6Addresses: ['Ipv6Address'],
  NetworkInterfaces: ['NetworkInterfaceId'],
  Attachments: ['VpcId'],
  NatGatewayAddresses: ['PublicIp', 'PrivateIp'],
  AvailabilityZones: ['ZoneName'],
  CidrBlockAssociationSet: ['CidrBlock'],
  Ipv6CidrBlockAssociationSet: ['Ipv6CidrBlock'],
  Associations: ['NetworkAclAssociationId', 'RouteTableAssociationId'],
  Routes: ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId', 'CarrierGatewayId'],
  Entries: ['Egress', 'RuleNumber', 'Cidr'],
};

/** Tags read as fields: what changed is their value. */
const pairs = new Set(['Tags', 'TagSet']);

/** What differs between two contents, field by field: `IpPermissions[tcp 3306 3306].IpRanges[0.0.0.0/0]`. */
export function differences(before: Json, after: Json): FieldChange[] {
  const changes: FieldChange[] = [];
  compare(before, after, '', '', changes);
  return changes;
}

function compare(before: Json, after: Json, field: string, name: string, changes: FieldChange[]): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const [left, right] = [parts(before, name), parts(after, name)];
  if (left === undefined || right === undefined) {
    changes.push({ field, before, after });
    return;
  }
  for (const key of [...new Set([...left.keys(), ...right.keys()])]) {
    const isElement = Array.isArray(before) || Array.isArray(after);
    const inner = isElement ? `${field}[${key}]` : field === '' ? key : `${field}.${key}`;
    compare(left.get(key) ?? null, right.get(key) ?? null, inner, isElement ? '' : key, changes);
  }
}

/** The parts of a value by name; undefined where it has none. A list that is absent is an empty one. */
function parts(value: Json, name: string): Map<string, Json> | undefined {
  const keys = identities[name];
  if (Array.isArray(value) || (value === null && keys !== undefined)) {
    if (keys === undefined) return undefined;
    const list: readonly Json[] = Array.isArray(value) ? value : [];
    const named = list.map((one) => [identity(one, keys), one] as const);
    if (named.some(([key]) => key === '') || new Set(named.map(([key]) => key)).size < named.length) return undefined;
    return new Map(named.map(([key, one]) => [key, pairs.has(name) ? valueOfTag(one) : one]));
  }
  return isObject(value) ? new Map(Object.entries(value)) : undefined;
}

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const valueOfTag = (tag: Json): Json => (isObject(tag) ? (tag['Value'] ?? '') : tag);

function identity(value: Json, keys: readonly string[]): string {
  if (!isObject(value)) return '';
  return keys
    .flatMap((key) => {
      const one = value[key];
      if (key === 'Egress') return one === true ? ['egress'] : one === false ? ['ingress'] : [];
      return typeof one === 'string' || typeof one === 'number' ? [String(one)] : [];
    })
    .join(' ');
}
