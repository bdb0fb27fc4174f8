import type { Period } from '../../../src/query/ast.ts';
import { Time, type Value } from './value.ts';

/** A record of the logs: columns by AWS's names with `_` for `-`. */
export type FlowRecord = Readonly<Record<string, Value>>;

/** A row on its way through the stages. */
export interface Row {
  /** Names that the query gave. */
  readonly values: ReadonlyMap<string, Value>;
  /** The record that the row is; absent behind stats. */
  readonly record?: FlowRecord;
  /** Behind a join: its two sides by their names; null where a left join found no partner. */
  readonly sides?: ReadonlyMap<string, Row | null>;
  /** Stands for all the others of a top or a time series. */
  readonly others?: true;
}

/** A key of a grouping; of bins of time with their width. */
export interface GroupKey {
  readonly name: string;
  readonly period?: Period;
  readonly offset?: bigint;
}

/** What one stage hands to the next. The order of rows is the order that the query sees. */
export interface Stream {
  readonly rows: readonly Row[];
  /** Names that fields or display chose, or else those that are shown of themselves. */
  readonly columns: readonly string[];
  /** False while nobody chose: fields then chooses and does not add. */
  readonly chosen: boolean;
  /** Names that parse, lookup and the like made, shown behind the others. */
  readonly added?: readonly string[];
  /** Display chose: nothing is added any more. */
  readonly closed?: true;
  /** Behind stats, top and timeseries. */
  readonly keys?: readonly GroupKey[];
  readonly measures?: readonly string[];
  /** Behind top, and a time series with a limit: which groups were chosen. */
  readonly groups?: ReadonlySet<string>;
}

const spelledApart: Readonly<Record<string, string>> = { starttime: 'start', endtime: 'end' };
export const loose = (name: string): string => name.replaceAll(/[-_]/g, '').toLowerCase();

/** The column of a field by any of its spellings (D12); `@timestamp` is the start. */
function columnNamed(name: string, record: FlowRecord): string | undefined {
  if (name in record) return name;
  const wanted = spelledApart[loose(name)] ?? loose(name);
  return Object.keys(record).find((column) => loose(column) === wanted);
}

/** The value of a name in a row: what the query named goes before what the records have. Undefined: no such name. */
export function lookUp(row: Row, name: string): Value | undefined {
  const given = row.values.get(name);
  if (given !== undefined) return given;
  if (row.sides !== undefined) {
    const [side = '', ...rest] = name.split('.');
    const part = row.sides.get(side);
    return part === undefined ? undefined : part === null ? null : lookUp(part, rest.join('.'));
  }
  if (row.record !== undefined && /^@timestamp$/i.test(name)) return timeOfRecord(row.record);
  const column = row.record === undefined ? undefined : columnNamed(name, row.record);
  if (row.record !== undefined && column === name) return row.record[column] ?? null;
  const near = [...row.values.keys()].find((key) => loose(key) === loose(name));
  if (near !== undefined) return row.values.get(near);
  return column === undefined ? undefined : (row.record?.[column] ?? null);
}

export function timeOfRecord(record: FlowRecord): Time | null {
  const start = record['start'];
  return typeof start === 'bigint' ? new Time(start * 1000n) : null;
}

export function withValues(row: Row, added: Iterable<readonly [string, Value]>): Row {
  return { ...row, values: new Map([...row.values, ...added]) };
}

export function union(names: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...names, ...more])];
}

/** Names as the header shows them. */
export function shownOf({ columns, added = [] }: Stream): string[] {
  return union(columns, added);
}

/** The stream with other rows, and with names that a command made of itself. */
export function withAdded(stream: Stream, rows: readonly Row[], names: readonly string[]): Stream {
  return stream.closed === true ? { ...stream, rows } : { ...stream, rows, added: union(stream.added ?? [], names) };
}
