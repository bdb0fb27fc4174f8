import { nearestName, parseNetwork, WeirError } from '../../../core/index.ts';
import { fieldNamed, protocolNames } from '../../../fields/index.ts';
import { type FlowColumn, flowColumn, flowColumns } from './columns.ts';
import type { SqlParams } from './sql-params.ts';

/** What a value of a field is held against. */
type Test =
  | { readonly kind: 'missing' }
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'block'; readonly first: string; readonly last: string };

/** One field with its alternatives. `address` stands for either end. */
export interface FieldFilter {
  readonly field: string;
  readonly exclude: boolean;
  readonly tests: readonly Test[];
}

/** The pseudo-field that stands for srcaddr or dstaddr. */
export const eitherEnd = 'address';

/**
 * Reads filters as an address bar holds them: `field:value`, `!field:value`, `field:-` for missing. Values of one field
 * are alternatives. Throws FILTER_INVALID.
 */
export function readFilters(texts: readonly string[]): FieldFilter[] {
  const filters = new Map<string, { field: string; exclude: boolean; tests: Test[] }>();
  for (const text of texts) {
    const match = /^(!?)([A-Za-z][\w-]*):(.+)$/s.exec(text.trim());
    if (match?.[2] === undefined || match[3] === undefined) {
      throw invalid(
        `"${text}" is not a filter`,
        'write field:value, or !field:value to exclude: action:REJECT, srcaddr:10.0.0.0/8',
      );
    }
    const exclude = match[1] === '!';
    const column = columnFor(match[2]);
    const field = column?.name ?? eitherEnd;
    const key = `${exclude ? '!' : ''}${field}`;
    const filter = filters.get(key) ?? { field, exclude, tests: [] };
    filter.tests.push(readTest(column, match[3].trim()));
    filters.set(key, filter);
  }
  return [...filters.values()];
}

function invalid(message: string, hint: string): WeirError {
  return new WeirError('FILTER_INVALID', message, { kind: 'usage', hint });
}

/** Undefined for the pseudo-field. */
function columnFor(name: string): FlowColumn | undefined {
  if (name === eitherEnd) return undefined;
  const column = flowColumn(name);
  if (column !== undefined && column.kind !== 'map') return column;
  const names = flowColumns.filter((c) => c.kind !== 'map').map((c) => c.name);
  const near = nearestName(name, [...names, eitherEnd]);
  throw invalid(
    `there is no field "${name}" to filter by`,
    near === undefined ? 'any column of flows is one, and address for either end' : `did you mean ${near}?`,
  );
}

function readTest(column: FlowColumn | undefined, value: string): Test {
  if (value === '-') return { kind: 'missing' };
  const name = column?.name ?? eitherEnd;
  if (column === undefined || column.kind === 'address') {
    const block = parseNetwork(value);
    if (block === undefined)
      throw invalid(
        `${name}: "${value}" is no address and no network`,
        'write 10.0.0.1, 10.0.0.0/8, 2001:db8::1 or 2001:db8::/32',
      );
    return block.first === block.last ? { kind: 'value', value: block.first } : { kind: 'block', ...block };
  }
  if (column.kind === 'number') return { kind: 'value', value: readNumber(column, value) };
  if (column.kind === 'time') {
    const time = /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(time)) throw invalid(`${name}: "${value}" is no time`, 'write 2026-11-23T04:00:00Z');
    return { kind: 'value', value: String(Math.floor(time / 1000)) };
  }
  return { kind: 'value', value: readWord(name, value) };
}

function readNumber(column: FlowColumn, value: string): string {
  if (column.name === 'protocol') {
    const named = protocolNames.find(([, name]) => name.toLowerCase() === value.toLowerCase());
    if (named !== undefined) return String(named[0]);
  }
  const signed = column.valueType.startsWith('Int');
  const bits = BigInt(/\d+$/.exec(column.valueType)?.[0] ?? '64') - (signed ? 1n : 0n);
  const top = (1n << bits) - 1n;
  const number = /^-?\d{1,20}$/.test(value) ? BigInt(value) : undefined;
  if (number === undefined || number > top || number < (signed ? -top - 1n : 0n)) {
    throw invalid(
      `${column.name}: "${value}" is no whole number from ${signed ? -top - 1n : 0} to ${top}`,
      `write ${column.name}:${top < 443n ? 6 : 443}, or ${column.name}:- for missing`,
    );
  }
  return number.toString();
}

/** A word of a closed list, whatever its case; other text as it stands. */
function readWord(name: string, value: string): string {
  const words = fieldNamed(name)?.values;
  if (words === undefined) return value;
  const word = words.find((w) => w.toLowerCase() === value.toLowerCase());
  if (word === undefined)
    throw invalid(`${name}: "${value}" is not one of its values`, `${name} is ${words.join(', ')} or - for missing`);
  return word;
}

/** The condition for a filter; `columnSql` gives the expression that holds a column in the table that is read. */
export function conditionSql(filter: FieldFilter, columnSql: (name: string) => string, params: SqlParams): string {
  const positive =
    filter.field === eitherEnd
      ? `(${testsSql(filter.tests, 'IPv6', columnSql('srcaddr'), params)} OR ${testsSql(filter.tests, 'IPv6', columnSql('dstaddr'), params)})`
      : testsSql(filter.tests, flowColumn(filter.field)?.valueType ?? 'String', columnSql(filter.field), params);
  // What is missing is not the value that was excluded, so it stays.
  return filter.exclude ? `NOT ifNull(${positive}, 0)` : positive;
}

function testsSql(tests: readonly Test[], type: string, column: string, params: SqlParams): string {
  const isTime = type.startsWith('DateTime');
  const placeholder = (value: string) =>
    isTime ? `toDateTime(${params.add('UInt32', value)}, 'UTC')` : params.add(type, value);
  const conditions: string[] = [];
  const values = tests.flatMap((t) => (t.kind === 'value' ? [placeholder(t.value)] : []));
  if (values.length === 1) conditions.push(`${column} = ${values[0]}`);
  if (values.length > 1) conditions.push(`${column} IN (${values.join(', ')})`);
  for (const test of tests) {
    // BETWEEN keeps the sort key in use; a function over the address would not.
    if (test.kind === 'block')
      conditions.push(`${column} BETWEEN ${placeholder(test.first)} AND ${placeholder(test.last)}`);
    if (test.kind === 'missing') conditions.push(`isNull(${column})`);
  }
  return conditions.length === 1 ? (conditions[0] ?? '1') : `(${conditions.join(' OR ')})`;
}

/** True when rows that pass the filter surely have a value in the field. */
export function requiresValue(filter: FieldFilter, field: string): boolean {
  return filter.field === field && !filter.exclude && filter.tests.every((t) => t.kind !== 'missing');
}
