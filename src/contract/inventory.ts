import { z } from 'zod';
import { count } from './scope.ts';

/** ISO 8601 in UTC, with thousandths of a second. */
const moment = z.iso.datetime();
const time = z.iso.datetime({ offset: true });
const list = <T extends z.ZodType>(of: T) => z.array(of).readonly();
const key = z.object({
  /** Empty text where it is not known. */
  account: z.string(),
  region: z.string(),
  kind: z.string(),
  /** Identifier or ARN. */
  id: z.string(),
});

/** GET /api/v1/inventory/status → what is known of the account, how old it is, and what is missing for which question. */
export const inventoryStatusAnswer = z.object({
  known: list(
    z.object({
      kind: z.string(),
      account: z.string(),
      region: z.string(),
      /** Objects that are there as far as is known. */
      objects: count,
      snapshots: count,
      first: moment,
      last: moment,
      /** When everything of the kind was last listed; null where only parts of it were ever seen. */
      last_complete: moment.nullable(),
    }),
  ),
  missing: list(z.object({ kind: z.string(), call: z.string(), question: z.string() })),
  /** Identifiers that objects name and no snapshot has. */
  missing_objects: list(
    z.object({
      kind: z.string(),
      ids: count,
      examples: list(z.object({ id: z.string(), named_by: z.string() })),
    }),
  ),
  /** The tags that name owners, by account. */
  owner_tags: z.record(z.string(), list(z.string())),
  kinds: list(z.object({ name: z.string(), plural: z.string(), call: z.string() })),
});
export type InventoryStatusAnswer = z.infer<typeof inventoryStatusAnswer>;

export const listedObject = key.extend({
  name: z.string().nullable(),
  owner: z.string().nullable(),
  state: z.string().nullable(),
  vpc: z.string().nullable(),
  /** The first eight. */
  addresses: list(z.string()),
  /** Behind the time asked for where nothing is known of that time and the first snapshot is assumed to hold. */
  valid_from: moment,
  valid_to: moment.nullable(),
  last_seen: moment,
});
export type ListedObject = z.infer<typeof listedObject>;

/** GET /api/v1/inventory/objects → objects at a time (default: now), by kind, name and identifier. */
export const inventoryObjectsQuery = z.object({
  kind: z.string().max(60).optional(),
  at: time.optional(),
  /** Words that must all stand in identifier, name, owner, account, address or tag (`key=value`). */
  search: z.string().max(200).optional(),
  /** Only objects that name this one. */
  naming: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(2000).optional(),
});
export const inventoryObjectsAnswer = z.object({
  rows: list(listedObject),
  /** How many fit in all. */
  total: count,
  next_cursor: z.string().nullable(),
});
export type InventoryObjectsAnswer = z.infer<typeof inventoryObjectsAnswer>;

const inventoryObject = listedObject.extend({
  addresses: list(z.string()),
  tags: z.record(z.string(), z.string()),
  uncertain_from: moment.nullable(),
  first_seen: moment,
  /** As AWS describes it; lists in one order. */
  content: z.record(z.string(), z.unknown()),
});
export type InventoryObject = z.infer<typeof inventoryObject>;

const groupRule = z.object({
  group: z.string(),
  direction: z.enum(['ingress', 'egress']),
  protocol: z.string(),
  from_port: z.int().nullable(),
  to_port: z.int().nullable(),
  peer_kind: z.enum(['cidr', 'group', 'prefix-list']),
  peer: z.string(),
  description: z.string().nullable(),
  rule: z.string().nullable(),
});
export type GroupRule = z.infer<typeof groupRule>;

export const inventoryChange = key.extend({
  name: z.string().nullable(),
  at: moment,
  /** Until when it certainly had not happened. */
  not_before: moment.nullable(),
  change: z.enum(['appeared', 'changed', 'disappeared']),
  fields: list(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
});
export type InventoryChange = z.infer<typeof inventoryChange>;

/** GET /api/v1/inventory/objects/{id} → one object at a time (default: now), what belongs to it, and its history. */
export const inventoryObjectQuery = z.object({ at: time.optional() });
export const inventoryObjectAnswer = z.object({
  id: z.string(),
  /** Some snapshot has it. Otherwise every list is empty but `named_by`. */
  known: z.boolean(),
  at: moment,
  /** One, but where accounts give one name to things of their own. Empty where it was not there. */
  objects: list(
    z.object({
      object: inventoryObject,
      /** Objects that it names. */
      related: list(listedObject),
      /** Identifiers that it names and no snapshot knows at that time. */
      missing: list(z.string()),
      rules: list(groupRule),
      route_tables: list(inventoryObject),
      network_acls: list(inventoryObject),
    }),
  ),
  /** Objects that name it, by kind: how many, and the first of them. */
  named_by: list(z.object({ kind: z.string(), total: count, objects: list(listedObject) })),
  /** What the things are called that it, its rules and its routes name. */
  names: z.record(z.string(), z.string()),
  versions: list(inventoryObject.omit({ content: true, tags: true })),
  changes: list(inventoryChange),
});
export type InventoryObjectAnswer = z.infer<typeof inventoryObjectAnswer>;

/** Fields of filters whose values are words of the inventory, or of loaded data about networks. */
export const inventoryWordFields = ['owner', 'tier', 'zone', 'tag'] as const;
export const networkWordFields = ['network', 'asn', 'aws_service', 'label', 'threat'] as const;

/**
 * GET /api/v1/inventory/words?field=… → what addresses have in a field, those of most addresses or networks first. With
 * `search` only words that hold it, where there may be very many: those of networks.
 */
export const inventoryWordsQuery = z.object({
  field: z.enum([...inventoryWordFields, ...networkWordFields]),
  search: z.string().max(200).default(''),
  limit: z.coerce.number().int().min(1).max(1000).default(300),
});
export const inventoryWordsAnswer = z.object({
  words: list(z.string()),
  /** What a word stands for, where it does not say so itself: the name behind the number of a network. */
  about: z.record(z.string(), z.string()),
});

/** GET /api/v1/inventory/changes → what happened to objects, newest first. */
export const inventoryChangesQuery = z.object({
  from: time.optional(),
  to: time.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(2000).optional(),
});
export const inventoryChangesAnswer = z.object({
  rows: list(inventoryChange),
  total: count,
  next_cursor: z.string().nullable(),
});
export type InventoryChangesAnswer = z.infer<typeof inventoryChangesAnswer>;

const addressHolder = z.object({
  role: z.string(),
  account: z.string(),
  region: z.string(),
  vpc: z.string().nullable(),
  interface: z.string().nullable(),
  /** What the interface belongs to, where that is known; else what the address was found at. */
  resource: z.object({ kind: z.string().nullable(), id: z.string() }),
  name: z.string().nullable(),
  owner: z.string().nullable(),
  valid_from: moment,
  valid_to: moment.nullable(),
  uncertain_from: moment.nullable(),
  last_seen: moment,
});
export type AddressHolder = z.infer<typeof addressHolder>;

/** Values of the network that holds an address, by column; null where none does. */
const about = z.record(z.string(), z.string()).nullable().optional();

/** GET /api/v1/addresses/{address} → who held it and when, what is known of its network, what happened to its holders. */
export const addressAnswer = z.object({
  address: z.string(),
  /** Oldest first; several at once where VPCs share a range. */
  holders: list(addressHolder),
  country: z.string().nullable(),
  /** Operator of the network, published cloud ranges, own networks, threat lists, place. */
  asn: about,
  cloud: about,
  networks: about,
  threats: about,
  geo: about,
  /** Data that is not loaded. */
  not_loaded: list(z.enum(['countries', 'asn', 'cloud', 'threats', 'networks', 'geo', 'inventory'])),
  changes: list(inventoryChange),
});
export type AddressAnswer = z.infer<typeof addressAnswer>;

/** POST /api/v1/names → what addresses and things are called at a time (default: now). */
export const namesBody = z.object({
  addresses: z.array(z.string().max(45)).max(1000).default([]),
  /** Identifiers of things. */
  ids: z.array(z.string().max(400)).max(1000).default([]),
  at: time.optional(),
  vpc: z.string().max(60).optional(),
});
export const addressName = z.object({
  name: z.string().nullable(),
  owner: z.string().nullable(),
  /** Of what the address belongs to: instance, nat-gateway, load-balancer … */
  kind: z.string().nullable(),
  /** What the address belongs to. */
  resource: z.string().nullable(),
  interface: z.string().nullable(),
  instance: z.string().nullable(),
  vpc: z.string().nullable(),
  /** Several VPCs have the address at that time: this is one of them. */
  ambiguous: z.boolean(),
  /** What the network around it is known for: an own network, a service of AWS, an operator. */
  about: z.string().nullable(),
});
export type AddressName = z.infer<typeof addressName>;
/** What nothing is known of is absent. */
export const namesAnswer = z.object({
  names: z.record(z.string(), addressName),
  /** Names by identifier. */
  things: z.record(z.string(), z.string()),
});
export type NamesAnswer = z.infer<typeof namesAnswer>;
