import type { DerivedColumn } from './derived.ts';

/**
 * Columns that say more about an end than the record does: computed when they are read, over dictionaries. The names of
 * dictionaries stand here bare; statements put the database before them.
 */
const words = 'LowCardinality(Nullable(String))';

type Side = 'src' | 'dst';
const sideName = { src: 'source', dst: 'destination' } as const;

/** The packet's own address. */
const address = (side: Side) => `ifNull(ifNull(pkt_${side}addr, ${side}addr), toIPv6('::'))`;
const at = "ifNull(start, toDateTime(0, 'UTC'))";
/** The VPC of the interface that gave the record. */
export const recordVpc =
  "ifNull(toString(vpc_id), dictGetOrDefault('interface_of', 'vpc', tuple(ifNull(toString(interface_id), '')), ''))";

/**
 * What the inventory knows of the holder of an address at the time of the record: in the VPC of the record, else the only
 * one that has the address anywhere.
 */
function holderOf(attribute: string, of: string, vpc: string = recordVpc): string {
  const found = (where: string) => `dictGetOrDefault('address_of', '${attribute}', (${where}, ${of}), ${at}, '')`;
  return `nullIf(coalesce(nullIf(${found(vpc)}, ''), ${found("''")}), '')`;
}

const holder = {
  name: 'Name of what has the %s address: of its instance, gateway or load balancer, else of its interface.',
  owner: 'Owner of what has the %s address, from the tags that name owners.',
  tier: 'Tier of what has the %s address, from its tag tier.',
  interface: 'Interface that has the %s address.',
  instance: 'Instance that has the %s address.',
  subnet: 'Subnet of the %s address.',
  vpc: 'VPC of the %s address.',
  zone: 'Availability Zone of the %s address.',
} as const;

/**
 * What is known of a holder, in two pieces: columns of `flows` that nobody is shown. A query names columns of `flows`,
 * and the engine then reads the rules of all of them: a long rule in many columns would cost every query its time.
 */
const pieces = { who: ['name', 'owner', 'tier'], where: ['interface', 'instance', 'subnet', 'vpc', 'zone'] } as const;

function pieceOf(side: Side, piece: keyof typeof pieces): HelperColumn {
  const names = pieces[piece].map((name) => `'${name}'`).join(', ');
  const none = pieces[piece].map(() => "''").join(', ');
  const found = (vpc: string, otherwise: string) =>
    `dictGetOrDefault('address_of', (${names}), (${vpc}, ${address(side)}), ${at}, ${otherwise})`;
  return {
    name: `_${side}_${piece}`,
    type: `Tuple(${pieces[piece].map((name) => `\`${name}\` String`).join(', ')})`,
    sql: found(recordVpc, found("''", `(${none})`)),
  };
}

/** A column of `flows` that others rest on. */
export interface HelperColumn {
  readonly name: string;
  readonly type: string;
  readonly sql: string;
}

/** What is known of the interface that gave the record; it never changes what it belongs to. */
const interfaceFacts = ['name', 'resource_kind', 'zone'] as const;
const interfacePiece: HelperColumn = {
  name: '_interface',
  type: `Tuple(${interfaceFacts.map((name) => `\`${name}\` String`).join(', ')})`,
  sql: `dictGetOrDefault('interface_of', (${interfaceFacts.map((name) => `'${name}'`).join(', ')}), tuple(ifNull(toString(interface_id), '')), (${interfaceFacts.map(() => "''").join(', ')}))`,
};

export const helperColumns: readonly HelperColumn[] = [
  ...(['src', 'dst'] as const).flatMap((side) => [pieceOf(side, 'who'), pieceOf(side, 'where')]),
  interfacePiece,
];

const ofInterface = (name: (typeof interfaceFacts)[number]) =>
  `nullIf(tupleElement(_interface, ${interfaceFacts.indexOf(name) + 1}), '')`;

function ofHolder(side: Side, name: keyof typeof holder): string {
  const piece = pieces.who.some((one) => one === name) ? 'who' : 'where';
  const place = (pieces[piece] as readonly string[]).indexOf(name) + 1;
  return `nullIf(tupleElement(_${side}_${piece}, ${place}), '')`;
}

const networkOf = (side: Side, dictionary: string, attribute: string) =>
  `nullIf(dictGetOrDefault('${dictionary}', '${attribute}', ${address(side)}, ''), '')`;

const byInventory =
  'As good as the inventory: by the record’s time and VPC; missing where two VPCs share the address and neither is the record’s.';
const byNetwork = 'As good as the data that was loaded; see weir enrich status.';

function columnsOf(side: Side): DerivedColumn[] {
  const column = (name: string, sql: string, meaning: string, confidence: string, type = words): DerivedColumn => ({
    name: `${side}_${name}`,
    type,
    stored: false,
    sql,
    meaning: meaning.replace('%s', sideName[side]),
    confidence,
  });
  const service = networkOf(side, 'cloud_of', 'service');
  return [
    column(
      'country',
      networkOf(side, 'country_of', 'country'),
      'Country of the %s address, ISO 3166-1 alpha-2.',
      'As good as the country data that was loaded; where a network is registered, not where its host stands.',
    ),
    ...Object.entries(holder).map(([name, meaning]) =>
      column(name, ofHolder(side, name as keyof typeof holder), meaning, byInventory),
    ),
    column(
      'asn',
      `toUInt32OrNull(dictGetOrDefault('asn_of', 'asn', ${address(side)}, ''))`,
      'Number of the network (autonomous system) that the %s address is in.',
      byNetwork,
      'Nullable(UInt32)',
    ),
    column(
      'network',
      networkOf(side, 'asn_of', 'name'),
      'Operator of the network that the %s address is in.',
      byNetwork,
    ),
    column(
      'service',
      `ifNull(pkt_${side}_aws_service, ${service})`,
      'AWS service that the %s address belongs to.',
      `AWS states it where the log has pkt_${side}_aws_service; otherwise from the ranges of AWS that were loaded.`,
    ),
    column(
      'service_region',
      networkOf(side, 'cloud_of', 'region'),
      'AWS Region that the %s address belongs to.',
      byNetwork,
    ),
    column(
      'label',
      networkOf(side, 'networks_of', 'label'),
      'Which of your own networks the %s address is in.',
      byNetwork,
    ),
    column('threat', networkOf(side, 'threats_of', 'list'), 'Threat lists that name the %s address.', byNetwork),
  ];
}

const shows = (side: Side) =>
  `ifNull(${holderOf('interface', `ifNull(${side}addr, toIPv6('::'))`)}, '') = ifNull(toString(interface_id), '-')`;

export const enrichedColumns: readonly DerivedColumn[] = [
  {
    name: 'direction_basis',
    type: words,
    stored: false,
    sql: `multiIf(isNull(direction), NULL, isNotNull(flow_direction), 'stated', ${shows('src')} OR ${shows('dst')}, 'inventory', 'guess')`,
    values: ['stated', 'inventory', 'guess'],
    meaning:
      'What direction rests on: stated (the log has flow_direction), inventory (the interface has one of the addresses) or guess (one end is inside, the other is not).',
    confidence: 'Certain.',
  },
  {
    name: 'interface_name',
    type: words,
    stored: false,
    sql: ofInterface('name'),
    meaning:
      'Name of what the interface that logged the record belongs to: of the second sights of a flow it names the gateways on its way.',
    confidence: 'As good as the inventory: the last name that it knows.',
  },
  {
    name: 'interface_kind',
    type: words,
    stored: false,
    sql: ofInterface('resource_kind'),
    meaning: 'What the interface that logged the record belongs to: instance, nat-gateway, load-balancer …',
    confidence: 'As good as the inventory.',
  },
  {
    name: 'interface_zone',
    type: words,
    stored: false,
    sql: `ifNull(az_id, ${ofInterface('zone')})`,
    meaning: 'Availability Zone of the interface that logged the record.',
    confidence: 'AWS states it where the log has az_id; otherwise as good as the inventory.',
  },
  ...columnsOf('src'),
  ...columnsOf('dst'),
];
