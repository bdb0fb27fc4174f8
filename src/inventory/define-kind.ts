import { formatAddress, parseAddress, parseNetwork } from '../core/index.ts';
import { timeOf } from './canonical.ts';

/** An object of an answer. Nothing is known of its fields before they are looked at. */
export type Item = Readonly<Record<string, unknown>>;

export type AddressRole =
  | 'private'
  | 'secondary'
  | 'ipv6'
  | 'public'
  | 'elastic'
  | 'carrier'
  | 'nat-gateway'
  | 'load-balancer';

/** An address that an object holds, in its usual spelling. */
export interface HeldAddress {
  readonly address: string;
  readonly role: AddressRole;
  readonly interface: string | null;
  readonly vpc: string | null;
}

/** A call through which `weir inventory pull` lists objects. */
export interface KindCall {
  /** As the AWS CLI writes it: the command of the SDK and the IAM action come from it. */
  readonly call: string;
  /** The most objects of a page, where it is not the usual number; 0 where the call knows no pages. */
  readonly page?: number;
  /** There may be objects of the kind that it does not list. */
  readonly part?: boolean;
  /** It is asked for so many objects of another kind at a time, by their identifiers. */
  readonly of?: { readonly kind: string; readonly parameter: string; readonly most: number };
}

/** A kind of object of an account: how it is found in answers, and what it says. One file each in `kinds/`. */
export interface Kind {
  readonly name: string;
  readonly plural: string;
  /** The AWS CLI call that lists these objects. */
  readonly call: string;
  /** How all of them are listed live, where that takes more than `call` with pages of the usual size. */
  readonly live?: readonly KindCall[];
  /** Keys of an answer under which a list of them lies. */
  readonly keys: readonly string[];
  /** How their identifiers begin, where these are enough to know the kind. */
  readonly prefix?: string;
  /** What cannot be answered without them. */
  readonly question: string;
  /** Those of the keys whose answers never hold everything: what was asked for by name, or one of several calls. */
  readonly partKeys?: readonly string[];
  /** Only objects of the account itself are listed, so that their owner is the one who asked. */
  readonly ownOnly?: boolean;
  /** The owner that an object names may be the other side: it belongs to the account that asked. */
  readonly sided?: boolean;
  /** The objects in an entry of the list, where these are not the entries themselves. */
  open?(entry: Item): readonly unknown[];
  /** Whether a whole answer would hold what has this identifier; without it, it would. */
  isListed?(id: string): boolean;
  /** The objects of a whole list, where several entries make one. `hint` is what the file or the request says. */
  gather?(entries: readonly Item[], hint: string | undefined): readonly Item[];
  id(item: Item): string | undefined;
  /** Whether an object without its key is one of these. */
  looksLike(item: Item): boolean;
  addresses?(item: Item): readonly HeldAddress[];
  /** Identifiers that it names in a way of its own, beside those that stand in its fields. */
  names?(item: Item, place: { readonly account: string; readonly region: string }): readonly string[];
  /** Since when it is there for certain, in milliseconds. */
  since?(item: Item): number | undefined;
  state?(item: Item): string | undefined;
}

export function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(item: Item, field: string): string | undefined {
  const value = item[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function itemOf(item: Item, field: string): Item {
  const value = item[field];
  return isItem(value) ? value : {};
}

export function itemsOf(item: Item, field: string): readonly Item[] {
  const value = item[field];
  return Array.isArray(value) ? value.filter(isItem) : [];
}

export function textsOf(item: Item, field: string): readonly string[] {
  const value = item[field];
  return Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : [];
}

/** The first of these fields that holds a time. */
export function firstTime(item: Item, ...fields: readonly string[]): number | undefined {
  for (const field of fields) {
    const at = timeOf(item[field]);
    if (at !== undefined) return at;
  }
  return undefined;
}

export function has(item: Item, ...fields: readonly string[]): boolean {
  return fields.every((field) => item[field] !== undefined && item[field] !== null);
}

/** Tags of an object, by key. */
export function tagsOf(item: Item): Record<string, string> {
  const tags = [...itemsOf(item, 'Tags'), ...itemsOf(item, 'TagSet')];
  const pairs = tags.flatMap((tag): [string, string][] => {
    const key = textOf(tag, 'Key');
    return key === undefined ? [] : [[key, textOf(tag, 'Value') ?? '']];
  });
  return Object.fromEntries(pairs);
}

/** Whether an object says which tags it has, be it none: not every answer does. */
export function saysTags(item: Item): boolean {
  return Array.isArray(item['Tags']) || Array.isArray(item['TagSet']);
}

/** An address of an object; none where the field is absent or holds no address. */
export function held(
  text: string | undefined,
  role: AddressRole,
  owner: { readonly interface?: string | undefined; readonly vpc?: string | undefined },
): HeldAddress[] {
  const parsed = text === undefined ? undefined : parseAddress(text);
  if (parsed === undefined) return [];
  return [{ address: formatAddress(parsed), role, interface: owner.interface ?? null, vpc: owner.vpc ?? null }];
}

/** Addresses of a network interface, as describe-network-interfaces and describe-instances print it. */
export function interfaceAddresses(item: Item): HeldAddress[] {
  const owner = { interface: textOf(item, 'NetworkInterfaceId'), vpc: textOf(item, 'VpcId') };
  const listed = itemsOf(item, 'PrivateIpAddresses');
  const own = listed.flatMap((one) => [
    ...held(textOf(one, 'PrivateIpAddress'), one['Primary'] === false ? 'secondary' : 'private', owner),
    ...associated(itemOf(one, 'Association'), owner),
  ]);
  const all = [
    ...own,
    ...held(textOf(item, 'PrivateIpAddress'), 'private', owner),
    ...associated(itemOf(item, 'Association'), owner),
    ...itemsOf(item, 'Ipv4Prefixes').flatMap((one) => delegated(textOf(one, 'Ipv4Prefix'), owner)),
    ...itemsOf(item, 'Ipv6Addresses').flatMap((one) => held(textOf(one, 'Ipv6Address'), 'ipv6', owner)),
  ];
  return all.filter((one, i) => all.findIndex((other) => other.address === one.address) === i);
}

/** A prefix that an interface hands out, to pods for one: sixteen addresses. */
function delegated(text: string | undefined, owner: Parameters<typeof held>[2]): HeldAddress[] {
  const block = text?.endsWith('/28') ? parseNetwork(text) : undefined;
  const first = block && parseAddress(block.first);
  if (first === undefined) return [];
  return Array.from({ length: 16 }, (_, i) =>
    held(formatAddress({ family: first.family, value: first.value + BigInt(i) }), 'secondary', owner),
  ).flat();
}

function associated(association: Item, owner: { interface?: string | undefined; vpc?: string | undefined }) {
  const role = textOf(association, 'AllocationId') === undefined ? 'public' : 'elastic';
  return [
    ...held(textOf(association, 'PublicIp'), role, owner),
    ...held(textOf(association, 'CarrierIp'), 'carrier', owner),
    ...held(textOf(association, 'CustomerOwnedIp'), 'public', owner),
  ];
}
