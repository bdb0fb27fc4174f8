import { awsSpelling, defaultFormat, derivedColumns, type Field, fields } from '../fields/index.ts';
import {
  addressType,
  integerType,
  mapType,
  missingType,
  textType,
  timeType,
  type Unit,
  type Value,
  type ValueType,
  widths,
} from './value.ts';

/** A name that a query may use for a value of a record. */
export interface RecordField {
  /** As Weir shows it: `srcAddr`, `@timestamp`. */
  readonly name: string;
  /** The column of `flows`, where there is one. */
  readonly column?: string;
  readonly type: ValueType;
  readonly sql: string;
  readonly uses: readonly string[];
  readonly unit?: Unit;
  readonly meaning: string;
  readonly since?: number;
  /** Closed list of words. */
  readonly values?: readonly string[];
  readonly origin: 'field' | 'derived' | 'system';
  /** Known to Logs Insights, and not kept: always missing; why, and what to use. */
  readonly absent?: string;
}

const shownNames: Readonly<Record<string, string>> = {
  srcaddr: 'srcAddr',
  dstaddr: 'dstAddr',
  srcport: 'srcPort',
  dstport: 'dstPort',
  pkt_srcaddr: 'pktSrcAddr',
  pkt_dstaddr: 'pktDstAddr',
  start: 'startTime',
  end: 'endTime',
};

const camelCase = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** `flow_direction` → `flowDirection`. */
function shownName(column: string): string {
  return shownNames[column] ?? camelCase(column);
}

function typeOfField({ kind }: Field): ValueType {
  switch (kind) {
    case 'address':
      return addressType;
    case 'time':
      return integerType(0, 2n ** 32n - 1n);
    case 'port':
    case 'code':
      return integerType(0, 65_535);
    case 'protocol':
      return integerType(0, 255);
    case 'count':
      return integerType(...widths.UInt64);
    case 'word':
    case 'text':
      return textType;
  }
}

function fieldEntry(field: Field): RecordField {
  const column = field.name;
  const base = `\`${column}\``;
  const unit = column === 'bytes' || column === 'packets' ? column : undefined;
  return {
    name: shownName(column),
    column,
    type: typeOfField(field),
    // Epoch seconds, so that endTime - startTime is seconds. D1.
    sql: field.kind === 'time' ? `toUnixTimestamp(${base})` : base,
    uses: [column],
    ...(unit === undefined ? {} : { unit }),
    meaning: field.meaning,
    since: field.since,
    ...(field.values === undefined ? {} : { values: field.values }),
    origin: 'field',
  };
}

function derivedType(type: string): ValueType {
  if (/IPv6/.test(type)) return addressType;
  if (/UInt32/.test(type)) return integerType(0, 2 ** 32 - 1);
  if (/UInt16/.test(type)) return integerType(0, 65_535);
  if (/UInt8/.test(type)) return integerType(0, 1);
  return textType;
}

const notKept = (name: string, why: string): RecordField => ({
  name,
  type: missingType,
  sql: 'NULL',
  uses: [],
  meaning: `Not kept by Weir: ${why}`,
  origin: 'system',
  absent: why,
});

const start: RecordField = {
  name: '@timestamp',
  column: 'start',
  type: timeType,
  sql: '`start`',
  uses: ['start'],
  meaning: 'When the record’s first packet was seen: its start, UTC.',
  origin: 'system',
};

const noStream = 'records of all streams lie together; use interfaceId';
const system: readonly RecordField[] = [
  start,
  {
    name: '@message',
    type: textType,
    sql: '',
    uses: ['object_id', ...fields.map((f) => f.name)],
    meaning: 'The line of the log, written anew from its fields in the order of its log; `-` where a field is missing.',
    origin: 'system',
  },
  { ...fieldEntry(fieldFor('account_id')), name: '@aws.account', origin: 'system' },
  { ...fieldEntry(fieldFor('region')), name: '@aws.region', origin: 'system' },
  notKept('@logStream', noStream),
  notKept('@log', 'records of all log groups lie together; use accountId'),
  notKept('@ptr', 'it points into CloudWatch Logs'),
  notKept('@ingestionTime', 'it is a time of CloudWatch Logs'),
  notKept('@entity', 'it belongs to CloudWatch Logs'),
  notKept('@source.log', noStream),
  notKept('@data_source_name', 'all records are flow logs'),
  notKept('@data_source_type', 'all records are flow logs'),
  notKept('@data_format', 'see the layouts on the Sources page'),
];

function fieldFor(name: string): Field {
  const found = fields.find((f) => f.name === name);
  if (found === undefined) throw new TypeError(`the catalogue has no field ${name}`);
  return found;
}

/** Every name of a record, in the order in which they are offered. */
export const recordFields: readonly RecordField[] = [
  start,
  ...fields.map((field) => fieldEntry(field)),
  ...derivedColumns.map(
    (d): RecordField => ({
      name: shownName(d.name),
      column: d.name,
      type: derivedType(d.type),
      sql: `\`${d.name}\``,
      // What is computed when it is read rests on columns that no sum keeps; the two countries are kept.
      uses: [d.name],
      meaning: d.meaning,
      ...(d.values === undefined ? {} : { values: d.values }),
      origin: 'derived',
    }),
  ),
  {
    name: 'extra',
    column: 'extra',
    type: mapType,
    sql: '`extra`',
    uses: ['extra'],
    meaning: 'Fields of the log that Weir has no column for, by their names.',
    origin: 'derived',
  },
  ...system.slice(1),
];

/** D12: without case, `-`, `_`, and a leading `@`. */
export function looseName(name: string): string {
  return name.replace(/^@/, '').replace(/[-_]/g, '').toLowerCase();
}

const exact = new Map<string, RecordField>();
const loose = new Map<string, RecordField>();
for (const field of recordFields) {
  const spellings = [
    field.name,
    ...(field.origin === 'system' || field.column === undefined ? [] : [field.column, awsSpelling(field.column)]),
  ];
  for (const spelling of spellings) {
    if (!exact.has(spelling)) exact.set(spelling, field);
    if (!loose.has(looseName(spelling))) loose.set(looseName(spelling), field);
  }
}

/** The field of a name in any of its spellings. */
export function recordField(name: string): RecordField | undefined {
  return (
    exact.get(name) ?? loose.get(looseName(name)) ?? (name.startsWith('@entity.') ? exact.get('@entity') : undefined)
  );
}

export function recordValue(field: RecordField): Value {
  return {
    type: field.type,
    sql: field.sql,
    uses: new Set(field.uses),
    aggregate: false,
    field: field.name,
    ...(field.unit === undefined ? {} : { unit: field.unit }),
    ...(/^(startTime|endTime)$/.test(field.name) ? { epochSeconds: true } : {}),
    ...(field.absent === undefined ? {} : { constant: { kind: 'missing' } }),
  };
}

/** D4: what is shown of a record where the query does not say. */
export const defaultColumns: readonly string[] = ['@timestamp', ...defaultFormat.map((column) => shownName(column))];
