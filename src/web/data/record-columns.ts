import type { RecordValue } from '../../contract/index.ts';
import {
  derivedColumns,
  encryptionStateName,
  type FieldKind,
  fieldNamed,
  fields,
  portName,
  protocolName,
  rejectReasonName,
  tcpFlagNames,
  trafficPathName,
} from '../../fields/index.ts';
import { countryName } from './countries.ts';
import { formatExact, MISSING } from './format.ts';

/** A column that the grid can show. */
export interface RecordColumn {
  readonly name: string;
  readonly group: string;
  readonly meaning: string;
  readonly kind: FieldKind;
  /** Pixels. */
  readonly width: number;
}

const widths: Readonly<Record<FieldKind, number>> = {
  address: 206,
  time: 158,
  port: 150,
  protocol: 76,
  count: 96,
  code: 128,
  word: 96,
  text: 188,
};

export const recordColumns: ReadonlyMap<string, RecordColumn> = new Map([
  ...fields.map(({ name, since, kind, meaning }): [string, RecordColumn] => [
    name,
    { name, group: `Version ${since}`, meaning, kind, width: widths[kind] },
  ]),
  ...derivedColumns.map(({ name, type, meaning }): [string, RecordColumn] => {
    const kind = derivedKind(name, type);
    return [name, { name, group: 'Derived by Weir', meaning, kind, width: widths[kind] }];
  }),
]);

function derivedKind(name: string, type: string): FieldKind {
  if (type.includes('IPv6')) return 'address';
  if (name.endsWith('_port')) return 'port';
  return type.startsWith('UInt') ? 'code' : 'word';
}

export const usualColumns: readonly string[] = [
  'start',
  'action',
  'srcaddr',
  'srcport',
  'dstaddr',
  'dstport',
  'protocol',
  'tcp_flags',
  'bytes',
  'packets',
  'boundary',
  'interface_id',
];

/** Chosen columns from the address bar or from memory: those that exist, in their order; the usual ones for none. */
export function chosenColumns(text: string | null | undefined): readonly string[] {
  const names = (text ?? '').split(',').filter((name) => recordColumns.has(name));
  return names.length === 0 ? usualColumns : [...new Set(names)];
}

export function isNumeric(kind: FieldKind): boolean {
  return kind === 'count' || kind === 'port' || kind === 'code' || kind === 'protocol';
}

/** A value as text, its number grouped where it counts something, and the name that stands beside it. */
export function decoded(
  column: string,
  value: RecordValue,
): { readonly text: string; readonly name: string | undefined } {
  if (value === null || value === '') return { text: MISSING, name: undefined };
  if (typeof value === 'object')
    return {
      text: Object.entries(value)
        .map(([key, one]) => `${key}=${one}`)
        .join(' '),
      name: undefined,
    };
  const kind = fieldNamed(column)?.kind ?? recordColumns.get(column)?.kind;
  if (kind === 'count') return { text: formatExact(value), name: undefined };
  if (kind === 'time') return { text: String(value).replace('T', ' ').replace(/Z$/, ''), name: undefined };
  return { text: String(value), name: nameOf(column, value) };
}

function nameOf(column: string, value: string | number): string | undefined {
  const code = Number(value);
  switch (column) {
    case 'protocol':
      return protocolName(code);
    case 'srcport':
    case 'dstport':
    case 'service_port':
      return portName(code);
    case 'tcp_flags':
      return code === 0 ? 'none' : tcpFlagNames(code).join(' ');
    case 'traffic_path':
      return trafficPathName(code);
    case 'reject_reason':
      return rejectReasonName(String(value));
    case 'encryption_status':
      return encryptionStateName(code);
    case 'src_country':
    case 'dst_country':
      return countryName(String(value));
    default:
      return undefined;
  }
}
