import { derivedColumns, derivedSteps, type Field, fields, helperColumns } from '../../fields/index.ts';
import { enrichTables } from './enrich/model.ts';
import { inventoryTables } from './inventory/model.ts';
import { lookupTables } from './lookup/model.ts';
import { addressRoles, addressSelect, coverageSelect, pairSelect, rollUpSelect } from './roll-ups.ts';
import { settleTables } from './settle/model.ts';

/** A table of the flow store. From this one model come the statements for the embedded engine and for a cluster. */
export interface Table {
  readonly name: string;
  readonly meaning: string;
  readonly columns: readonly Column[];
  readonly indexes?: readonly string[];
  readonly engine: 'MergeTree' | 'SummingMergeTree' | 'Null';
  readonly partitionBy?: string;
  readonly orderBy?: readonly string[];
  /** Column by which rows grow old, for retention. */
  readonly agesBy?: string;
  /** How rows are spread over the shards of a cluster. */
  readonly shardBy?: string;
  /** Readable through `weir sql`. */
  readonly open: boolean;
}

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly codec?: string;
  readonly default?: string;
  readonly alias?: string;
  /** Others rest on it; nobody is shown it. */
  readonly hidden?: boolean;
}

/** A materialized view: rows that enter `from` also go to `to`, shaped by `select`. */
export interface View {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly select: string;
}

const words = 'LowCardinality(Nullable(String))';

/** The column that holds a field. `end` is not stored as it stands: see `flows`. */
export function columnOf(field: Field): Column {
  const { name } = field;
  switch (field.kind) {
    case 'address':
      return { name, type: 'Nullable(IPv6)', codec: 'ZSTD(1)' };
    case 'time':
      return { name, type: "Nullable(DateTime('UTC'))", codec: 'T64, ZSTD(1)' };
    case 'port':
      return { name, type: 'Nullable(UInt16)', codec: 'ZSTD(1)' };
    case 'protocol':
      return { name, type: 'Nullable(UInt8)', codec: 'ZSTD(1)' };
    case 'count':
      return { name, type: 'Nullable(UInt64)', codec: 'T64, ZSTD(1)' };
    case 'code':
      return { name, type: 'Nullable(UInt16)', codec: 'ZSTD(1)' };
    case 'word':
    case 'text':
      return { name, type: words, codec: 'ZSTD(1)' };
  }
}

/** The fields as they are stored: all but `end`, which is `start` plus `duration`. */
const storedFields: readonly Column[] = fields.filter((f) => f.name !== 'end').map(columnOf);

const storedDerived = derivedColumns.filter((d) => d.stored);

const carried: readonly Column[] = [
  { name: 'duration', type: 'Nullable(Int32)', codec: 'T64, ZSTD(1)' },
  // The end of a record that has no start; nearly always missing, so it costs nothing.
  { name: 'end_only', type: "Nullable(DateTime('UTC'))", codec: 'ZSTD(1)' },
  // Not with LowCardinality keys: an empty map of those costs the load sixteen times as much.
  { name: 'extra', type: 'Map(String, String)' },
  { name: 'object_id', type: 'UInt64', codec: 'ZSTD(1)' },
];

/** Columns of `flows` that hold something. */
const storedColumns: readonly Column[] = [
  ...storedFields,
  ...carried,
  ...storedDerived.map(({ name, type }): Column => ({ name, type, codec: 'ZSTD(1)' })),
];

const measures = ['records', 'bytes', 'packets'] as const;
const sums: readonly Column[] = [
  ...measures.map((name): Column => ({ name, type: 'UInt64', codec: 'T64, ZSTD(1)' })),
  // Nearly every record counts, so what does not is nearly always 0: that is what is kept.
  ...measures.map((name): Column => ({ name: `uncounted_${name}`, type: 'UInt64', codec: 'T64, ZSTD(1)' })),
  // A sum over records none of which has a value is missing, not 0: these tell.
  ...(['no_bytes', 'no_packets'] as const).map((name): Column => ({ name, type: 'UInt64', codec: 'T64, ZSTD(1)' })),
  ...measures.map(
    (name): Column => ({ name: `counted_${name}`, type: 'UInt64', alias: `toUInt64(${name} - uncounted_${name})` }),
  ),
];
const dimension = (name: string): Column => ({ name, type: words, codec: 'ZSTD(1)' });
const keyed = (names: readonly string[]): Column[] => names.map(dimension);

const minuteDimensions = ['account_id', 'vpc_id', 'region', 'action', 'log_status', 'direction', 'boundary'] as const;
const addressDimensions = ['action', 'boundary'] as const;
const serviceDimensions = ['account_id', 'vpc_id', 'interface_id', 'action', 'boundary'] as const;
const pairTexts = ['account_id', 'vpc_id', 'interface_id'] as const;
const pairWords = ['initiator', 'action', 'boundary'] as const;
/** Facts of the interface, beside its name. */
const pairFacts = ['subnet_id', 'az_id'] as const;

export const tables: readonly Table[] = [
  {
    name: 'flows',
    meaning: 'One row per flow log record, fields as AWS names them with _ for -, and the derived columns.',
    columns: [
      ...storedColumns,
      { name: 'end', type: "Nullable(DateTime('UTC'))", alias: 'ifNull(start + toIntervalSecond(duration), end_only)' },
      ...helperColumns.map(({ name, type, sql }): Column => ({ name, type, alias: sql, hidden: true })),
      ...derivedColumns.filter((d) => !d.stored).map((d): Column => ({ name: d.name, type: d.type, alias: d.sql })),
    ],
    indexes: [
      'INDEX by_srcaddr srcaddr TYPE bloom_filter(0.01) GRANULARITY 1',
      'INDEX by_dstaddr dstaddr TYPE bloom_filter(0.01) GRANULARITY 1',
      'INDEX by_pkt_srcaddr pkt_srcaddr TYPE bloom_filter(0.01) GRANULARITY 1',
      'INDEX by_pkt_dstaddr pkt_dstaddr TYPE bloom_filter(0.01) GRANULARITY 1',
      'INDEX by_start start TYPE minmax GRANULARITY 1',
    ],
    engine: 'MergeTree',
    partitionBy: 'toDate(start)',
    // No raw `start` in the key: it would capture time conditions and the leading bucket would never be used.
    orderBy: ['toStartOfTenMinutes(start)', 'interface_id', 'srcaddr', 'dstaddr'],
    agesBy: 'start',
    shardBy: 'cityHash64(interface_id)',
    open: true,
  },
  {
    name: 'flows_by_minute',
    meaning: 'Sums per minute, account, VPC, region, action, log status, direction and boundary.',
    columns: [{ name: 'minute', type: "DateTime('UTC')" }, ...keyed(minuteDimensions), ...sums],
    engine: 'SummingMergeTree',
    partitionBy: 'toYYYYMM(minute)',
    orderBy: ['minute', ...minuteDimensions],
    agesBy: 'minute',
    shardBy: 'cityHash64(vpc_id)',
    open: true,
  },
  {
    name: 'flows_by_hour_address',
    meaning:
      'Sums per hour, address and the role it played (src or dst), with its country. Records in which it played both are in either role, and once more as self: either end is src + dst - self.',
    columns: [
      { name: 'hour', type: "DateTime('UTC')" },
      { name: 'address', type: 'IPv6', codec: 'ZSTD(1)' },
      { name: 'role', type: `Enum8(${addressRoles.map((role, i) => `'${role}' = ${i + 1}`).join(', ')})` },
      ...keyed(addressDimensions),
      dimension('country'),
      ...sums,
    ],
    indexes: ['INDEX by_address address TYPE bloom_filter(0.01) GRANULARITY 1'],
    engine: 'SummingMergeTree',
    partitionBy: 'toYYYYMM(hour)',
    orderBy: ['hour', 'role', 'address', ...addressDimensions, 'country'],
    agesBy: 'hour',
    shardBy: 'cityHash64(address)',
    open: true,
  },
  {
    name: 'flows_by_hour_service',
    meaning: 'Sums per hour, interface, service (port of the responder and protocol), action and boundary.',
    columns: [
      { name: 'hour', type: "DateTime('UTC')" },
      ...keyed(serviceDimensions),
      { name: 'service_port', type: 'Nullable(UInt16)' },
      { name: 'protocol', type: 'Nullable(UInt8)' },
      ...sums,
    ],
    engine: 'SummingMergeTree',
    partitionBy: 'toYYYYMM(hour)',
    orderBy: ['hour', ...serviceDimensions, 'service_port', 'protocol'],
    agesBy: 'hour',
    shardBy: 'cityHash64(interface_id)',
    open: true,
  },
  {
    name: 'flows_by_hour_pair',
    meaning:
      'Sums per hour, interface and pair of ends: addresses inside the network; outside of it the place alone (country, aws:service, external, special, missing). own_end says which end the interface is.',
    columns: [
      { name: 'hour', type: "DateTime('UTC')" },
      ...keyed(pairTexts),
      ...(['src', 'dst'] as const).flatMap((side): Column[] => [
        { name: `${side}_address`, type: 'IPv6', codec: 'ZSTD(1)' },
        { name: `${side}_place`, type: 'LowCardinality(String)', codec: 'ZSTD(1)' },
      ]),
      dimension('own_end'),
      ...keyed(pairWords),
      { name: 'service_port', type: 'Nullable(UInt16)' },
      { name: 'protocol', type: 'Nullable(UInt8)' },
      ...keyed(pairFacts),
      ...sums,
    ],
    engine: 'SummingMergeTree',
    partitionBy: 'toYYYYMM(hour)',
    orderBy: [
      'hour',
      ...pairTexts,
      ...['src_address', 'dst_address', 'src_place', 'dst_place', 'own_end'],
      ...['service_port', 'protocol', ...pairWords],
    ],
    agesBy: 'hour',
    shardBy: 'cityHash64(interface_id)',
    open: true,
  },
  {
    name: 'coverage',
    meaning: 'Per interface and ten minutes: how many records said OK, NODATA or SKIPDATA, and how many came late.',
    columns: [
      { name: 'interval', type: "DateTime('UTC')" },
      ...keyed(['account_id', 'interface_id']),
      ...['ok', 'nodata', 'skipdata', 'late'].map((name): Column => ({ name, type: 'UInt64', codec: 'T64, ZSTD(1)' })),
    ],
    engine: 'SummingMergeTree',
    partitionBy: 'toYYYYMM(interval)',
    orderBy: ['interval', 'account_id', 'interface_id'],
    agesBy: 'interval',
    shardBy: 'cityHash64(interface_id)',
    open: true,
  },
  {
    name: 'quarantine',
    meaning: 'Lines that could not be read, with the reason; the line is cut at 4 KiB.',
    columns: [
      { name: 'object_id', type: 'UInt64' },
      { name: 'line_number', type: 'UInt64' },
      { name: 'reason', type: 'String' },
      { name: 'text', type: 'String', codec: 'ZSTD(3)' },
    ],
    engine: 'MergeTree',
    orderBy: ['object_id', 'line_number'],
    shardBy: 'object_id',
    open: true,
  },
  {
    name: 'object_loads',
    meaning:
      'What each inserted piece of an object held; written in the same pass as the records, so its counts are theirs.',
    columns: [
      { name: 'object_id', type: 'UInt64' },
      { name: 'piece', type: 'UInt32' },
      ...['records', 'quarantined', 'ok', 'nodata', 'skipdata', 'accepted', 'rejected', 'untimed'].map(
        (name): Column => ({ name, type: 'UInt64' }),
      ),
      { name: 'first', type: "Nullable(DateTime('UTC'))" },
      { name: 'last', type: "Nullable(DateTime('UTC'))" },
    ],
    engine: 'MergeTree',
    orderBy: ['object_id', 'piece'],
    shardBy: 'object_id',
    open: false,
  },
  {
    name: 'ingest_objects',
    meaning:
      'The ledger: every object that was loaded or refused, with its counts. An object is loaded when its row is here.',
    columns: [
      { name: 'object_id', type: 'UInt64' },
      { name: 'identity', type: 'String' },
      { name: 'source', type: 'LowCardinality(String)' },
      { name: 'path', type: 'String' },
      { name: 'size', type: 'UInt64' },
      { name: 'format', type: 'LowCardinality(String)' },
      { name: 'layout', type: 'LowCardinality(String)' },
      { name: 'state', type: "Enum8('loaded' = 1, 'partial' = 2, 'failed' = 3)" },
      { name: 'note', type: 'String' },
      ...['records', 'quarantined', 'ok', 'nodata', 'skipdata', 'accepted', 'rejected', 'untimed'].map(
        (name): Column => ({ name, type: 'UInt64' }),
      ),
      { name: 'first', type: "Nullable(DateTime('UTC'))" },
      { name: 'last', type: "Nullable(DateTime('UTC'))" },
      { name: 'started_at', type: "DateTime64(3, 'UTC')" },
      { name: 'finished_at', type: "DateTime64(3, 'UTC')" },
    ],
    engine: 'MergeTree',
    orderBy: ['object_id', 'finished_at'],
    shardBy: 'object_id',
    open: true,
  },
  ...lookupTables,
  ...enrichTables,
  ...inventoryTables,
  ...settleTables(storedColumns, storedDerived),
  {
    name: 'parsed',
    meaning: 'The landing: lines as the decoder read them, good and bad; views carry them on.',
    columns: [
      ...storedFields.map(({ name, type }): Column => ({ name, type })),
      ...carried.map(({ name, type }): Column => ({ name, type })),
      { name: 'piece', type: 'UInt32' },
      { name: 'slot', type: "Nullable(DateTime('UTC'))" },
      { name: 'ok', type: 'UInt8' },
      { name: 'line_number', type: 'UInt64' },
      { name: 'reason', type: 'String' },
      { name: 'text', type: 'String' },
      ...derivedSteps.map((d): Column => ({ name: d.name, type: d.type, default: d.sql })),
      ...storedDerived.map((d): Column => ({ name: d.name, type: d.type, default: d.sql })),
    ],
    engine: 'Null',
    open: false,
  },
];

/** Names of the columns of `flows` that hold something. */
export const storedFlowColumns: readonly string[] = storedColumns.map(({ name }) => name);
const flowColumns = storedFlowColumns.map((name) => `\`${name}\``).join(', ');
const endOf = 'ifNull(start + toIntervalSecond(duration), end_only)';

export const views: readonly View[] = [
  { name: 'parsed_to_flows', from: 'parsed', to: 'flows', select: `SELECT ${flowColumns} FROM {from} WHERE ok` },
  {
    name: 'parsed_to_quarantine',
    from: 'parsed',
    to: 'quarantine',
    select: 'SELECT object_id, line_number, reason, text FROM {from} WHERE NOT ok',
  },
  {
    name: 'parsed_to_object_loads',
    from: 'parsed',
    to: 'object_loads',
    select: `SELECT object_id, piece, countIf(f.ok) AS records, countIf(NOT f.ok) AS quarantined, countIf(f.ok AND ifNull(log_status, 'OK') = 'OK') AS ok, countIf(f.ok AND log_status = 'NODATA') AS nodata, countIf(f.ok AND log_status = 'SKIPDATA') AS skipdata, countIf(f.ok AND action = 'ACCEPT') AS accepted, countIf(f.ok AND action = 'REJECT') AS rejected, countIf(f.ok AND isNull(start)) AS untimed, minIf(ifNull(start, end_only), f.ok) AS first, maxIf(${endOf}, f.ok) AS last FROM {from} AS f GROUP BY object_id, piece`,
  },
  { name: 'parsed_to_coverage', from: 'parsed', to: 'coverage', select: coverageSelect(endOf) },
  {
    name: 'flows_to_minute',
    from: 'flows',
    to: 'flows_by_minute',
    select: rollUpSelect({
      time: 'minute',
      period: 'Minute',
      texts: ['account_id', 'vpc_id', 'region'],
      words: ['action', 'log_status', 'direction', 'boundary'],
    }),
  },
  ...(['src', 'dst'] as const).map(
    (role): View => ({
      name: `flows_to_hour_${role}`,
      from: 'flows',
      to: 'flows_by_hour_address',
      select: addressSelect(role, addressDimensions),
    }),
  ),
  {
    name: 'flows_to_hour_service',
    from: 'flows',
    to: 'flows_by_hour_service',
    select: rollUpSelect({
      time: 'hour',
      period: 'Hour',
      texts: ['account_id', 'vpc_id', 'interface_id'],
      words: ['action', 'boundary'],
      numbers: [
        { name: 'service_port', type: 'UInt32', missing: 65_536 },
        { name: 'protocol', type: 'UInt16', missing: 256 },
      ],
    }),
  },
  {
    name: 'flows_to_hour_pair',
    from: 'flows',
    to: 'flows_by_hour_pair',
    select: pairSelect(pairTexts, pairWords, pairFacts),
  },
];
