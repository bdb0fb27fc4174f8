import {
  encryptionStateName,
  portNames,
  protocolNames,
  rejectReasonName,
  tcpFlagNames,
  trafficPathName,
} from '../fields/index.ts';
import { recordField } from './record-fields.ts';

/** A value that a field can hold, as a query writes it, with its name. */
export interface KnownValue {
  /** `"ACCEPT"`, `443` */
  readonly written: string;
  /** `https`; absent where the value says it itself. */
  readonly name?: string;
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

function numbers(values: readonly number[], nameOf: (value: number) => string | undefined): KnownValue[] {
  return values.map((value) => {
    const name = nameOf(value);
    return { written: `${value}`, ...(name === undefined ? {} : { name }) };
  });
}

const texts = (
  values: readonly string[],
  nameOf: (value: string) => string | undefined = () => undefined,
): KnownValue[] =>
  values.map((value) => {
    const name = nameOf(value);
    return { written: `"${value}"`, ...(name === undefined ? {} : { name }) };
  });

/** Those that are looked for most come first. */
function firstOf(entries: ReadonlyArray<readonly [number, string]>, first: readonly number[]): KnownValue[] {
  const rank = (n: number) => (first.includes(n) ? first.indexOf(n) : first.length + n);
  return [...entries].sort(([a], [b]) => rank(a) - rank(b)).map(([n, name]) => ({ written: `${n}`, name }));
}

const protocols = firstOf(protocolNames, [6, 17, 1, 58]);
const ports = firstOf(portNames, [443, 80, 22, 53, 3389, 3306, 5432]);
const flags = numbers([2, 18, 1, 4, 3, 6, 19, 0], (mask) => tcpFlagNames(mask).join(' ') || 'none recorded');

const byColumn: Readonly<Record<string, readonly KnownValue[]>> = {
  protocol: protocols,
  srcport: ports,
  dstport: ports,
  service_port: ports,
  tcp_flags: flags,
  traffic_path: numbers(range(1, 8), trafficPathName),
  encryption_status: numbers(range(0, 3), encryptionStateName),
  reject_reason: texts(['BPA', 'EC'], rejectReasonName),
  type: texts(['IPv4', 'IPv6', 'EFA']),
};

/** Values that a field of the records is known to hold; undefined where only the store knows them. */
export function knownValues(field: string): readonly KnownValue[] | undefined {
  const found = recordField(field);
  if (found === undefined) return undefined;
  return found.values === undefined ? byColumn[found.column ?? ''] : texts(found.values);
}
