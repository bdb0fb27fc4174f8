import { type Item, isItem, itemOf, itemsOf, type Kind, textOf, textsOf } from './define-kind.ts';

const arn = /^arn:aws[a-z-]*:[a-z0-9-]+:([a-z0-9-]*):(\d*):/;
const regionStart = /^([a-z]{2}(?:-[a-z]+)+-\d+)/;
const serviceRegion = /^(?:cn\.)?com\.amazonaws\.(?:vpce\.)?([a-z]{2}(?:-[a-z]+)+-\d+)\./;

/** The account that an object itself names as its owner. */
export function accountOf(kind: Kind, item: Item): string | undefined {
  if (kind.sided === true) return undefined;
  const owner = textOf(item, 'OwnerId') ?? textOf(item, 'GroupOwnerId');
  // A list that belongs to AWS is the same for everybody.
  if (owner !== undefined && /^\d+$/.test(owner)) return owner;
  return arnOf(item)?.account;
}

/** The region that an object itself names, in an ARN, a zone or the name of a list. */
export function regionOf(kind: Kind, item: Item): string | undefined {
  if (kind.sided === true) return undefined;
  const zone =
    textOf(item, 'RegionName') ??
    textOf(item, 'AvailabilityZone') ??
    textOf(itemOf(item, 'Placement'), 'AvailabilityZone') ??
    textOf(itemsOf(item, 'AvailabilityZones')[0] ?? {}, 'ZoneName') ??
    textsOf(item, 'AvailabilityZones')[0] ??
    textOf(item, 'NetworkBorderGroup');
  const named = zone === undefined ? undefined : regionStart.exec(zone)?.[1];
  // An endpoint may lead to a service of another region, a prefix list holds those of its own.
  const service = serviceRegion.exec(textOf(item, 'PrefixListName') ?? '')?.[1];
  return arnOf(item)?.region ?? named ?? service;
}

/** The VPC and the subnets that an object is, or lies in: what has no place of its own is where they are. */
export function networksOf(kind: Kind, item: Item): readonly string[] {
  if (kind.sided === true) return [];
  const ids = [
    ...['VpcId', 'VPCId', 'SubnetId'].flatMap((name) => textOf(item, name) ?? []),
    ...['SubnetIds', 'NetworkInterfaceIds'].flatMap((name) => textsOf(item, name)),
  ];
  return kind.name === 'network-interface'
    ? [...ids, ...(kind.id(item) === undefined ? [] : [kind.id(item) ?? ''])]
    : ids;
}

function arnOf(item: Item): { account: string | undefined; region: string | undefined } | undefined {
  for (const [name, value] of Object.entries(item)) {
    const match = /Arn$/.test(name) && typeof value === 'string' ? arn.exec(value) : null;
    // A flow log's role or destination may lie elsewhere; an endpoint's resource, too; an object's own name ends in its kind.
    if (match !== null && !/Role|Deliver|Destination|ResourceConfiguration|ServiceNetwork/.test(name))
      return { region: match[1] || undefined, account: match[2] || undefined };
  }
  return undefined;
}

const known =
  /^(?:eni-(?!attach-)|i-|subnet-(?!cidr-)|vpc-(?!cidr-)|sg-|acl-|rtb-|nat-|igw-|eigw-|tgw-(?!rtb-)|pcx-|vpce-(?!svc-)|pl-|eipalloc-|fl-)[0-9A-Za-z][0-9A-Za-z-]*$/;

/** Whether a text is an identifier of EC2. */
export const isIdentifier = (text: string): boolean => known.test(text) || text.startsWith('sgr-');

/** The identifiers of other objects that stand in an object, wherever. */
export function idsIn(value: unknown, own: string | undefined, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') {
    if (value !== own && known.test(value)) found.add(value);
  } else if (Array.isArray(value)) {
    for (const one of value) idsIn(one, own, found);
  } else if (isItem(value)) {
    // Tags and descriptions are words of people.
    for (const [name, one] of Object.entries(value))
      if (name !== 'Tags' && name !== 'TagSet' && name !== 'Description' && !name.endsWith('Name'))
        idsIn(one, own, found);
  }
  return found;
}
