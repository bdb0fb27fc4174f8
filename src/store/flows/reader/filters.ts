import { nearestName, parseNetwork, WeirError } from '../../../core/index.ts';
import { eitherEndFields, fieldNamed, protocolNames } from '../../../fields/index.ts';
import { type FlowColumn, flowColumn, flowColumns } from './columns.ts';
import type { SqlParams } from './sql-params.ts';

/** What a value of a field is held against. */
type Test =
  | { readonly kind: 'missing' }
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'block'; readonly first: string; readonly last: string };

/** One field with its alternatives. */
export interface FieldFilter {
  readonly field: string;
  readonly exclude: boolean;
  readonly tests: readonly Test[];
  /** Where the inventory's holders lie, and the time in which they count; `withHolders` puts it there. */
  readonly holders?: Holders;
}

/** Who held addresses in a time: Unix seconds, `from` included, `to` excluded. */
export interface Holders {
  /** The table as SQL names it, and the one of what snapshots saw. */
  readonly table: string;
  readonly observations: string;
  /** The tables lie on several nodes: what is looked for is brought to each. */
  readonly isSpread: boolean;
  readonly from: number;
  readonly to: number;
}

/** The pseudo-field that stands for srcaddr or dstaddr. */
export const eitherEnd = 'address';
/** The pseudo-field that stands for the interfaces of a thing of the inventory. */
export const thingField = 'thing';
/** The pseudo-field that stands for a tag of either end. */
const tagField = 'tag';

/** Pseudo-fields that hold when either end has the value. */
const eitherColumns: ReadonlyMap<string, readonly [src: string, dst: string]> = new Map([
  [eitherEnd, ['srcaddr', 'dstaddr']],
  ...eitherEndFields.map(([name, column]): [string, [string, string]] => [name, [`src_${column}`, `dst_${column}`]]),
]);
const pseudoFields: readonly string[] = [...eitherColumns.keys(), thingField, tagField];

/** The columns that a filter looks at. */
export function columnsOf({ field }: FieldFilter): readonly string[] {
  if (field === thingField) return ['interface_id'];
  if (field === tagField) return ['src_interface', 'dst_interface'];
  return eitherColumns.get(field) ?? [field];
}

/** Pseudo-fields whose values come from the inventory alone, from the column of the same name of its holders. */
const holderFields: ReadonlySet<string> = new Set(['name', 'owner', 'tier', 'zone']);

/** Fields that hold Availability Zones, by their identifiers. */
const isZone = (field: string) => /(?:^|_)(?:zone|az_id)$/.test(field);
/** A zone's name begins with its region: `us-east-1a`; an identifier does not: `use1-az1`. */
const zoneName = /^[a-z]{2}(?:-[a-z]+)+-\d/;

/** Filters that ask the inventory learn where it lies and which time counts. */
export function withHolders(filters: readonly FieldFilter[], holders: Holders): FieldFilter[] {
  const asks = (field: string) =>
    field === thingField || field === tagField || holderFields.has(field) || isZone(field);
  return filters.map((filter) => (asks(filter.field) ? { ...filter, holders } : filter));
}

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
    const name = match[2].toLowerCase();
    const isPseudo = pseudoFields.includes(name);
    const column = isPseudo ? undefined : columnFor(match[2]);
    const field = column?.name ?? name;
    const key = `${exclude ? '!' : ''}${field}`;
    const filter = filters.get(key) ?? { field, exclude, tests: [] };
    filter.tests.push(isPseudo ? readPseudo(name, match[3].trim()) : readTest(field, column, match[3].trim()));
    filters.set(key, filter);
  }
  return [...filters.values()];
}

function invalid(message: string, hint: string): WeirError {
  return new WeirError('FILTER_INVALID', message, { kind: 'usage', hint });
}

function columnFor(name: string): FlowColumn {
  const column = flowColumn(name);
  if (column !== undefined && column.kind !== 'map') return column;
  const names = flowColumns.filter((c) => c.kind !== 'map').map((c) => c.name);
  const near = nearestName(name, [...names, ...pseudoFields]);
  throw invalid(
    `there is no field "${name}" to filter by`,
    near === undefined ? 'any column of flows is one, and address for either end' : `did you mean ${near}?`,
  );
}

function readPseudo(field: string, value: string): Test {
  if (field === tagField && !/^[^=]+=/.test(value))
    throw invalid(`${field}: "${value}" is no tag with its value`, 'write tag:environment=production');
  if (field === thingField || field === tagField) return { kind: 'value', value };
  const [end] = eitherColumns.get(field) ?? [];
  return readTest(field, end === undefined ? undefined : flowColumn(end), value);
}

function readTest(name: string, column: FlowColumn | undefined, value: string): Test {
  if (value === '-') return { kind: 'missing' };
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
  const columns = columnsOf(filter).map((name) => {
    const sql = columnSql(name);
    if (filter.field === thingField) return thingSql(filter, sql, params);
    if (filter.field === tagField) return `ifNull(${sql} ${within(filter)} (${taggedSql(filter, params)}), 0)`;
    const tests = testsSql(filter.tests, flowColumn(name)?.valueType ?? 'String', sql, params);
    const zones = namedZones(filter, params);
    return zones === undefined ? tests : `(${tests} OR ifNull(${sql} ${within(filter)} (${zones}), 0))`;
  });
  const found = columns.length === 1 ? (columns[0] ?? '1') : `(${columns.join(' OR ')})`;
  const near = nearSql(filter, columnSql, params);
  const positive = near === undefined ? found : `(${near} AND ${found})`;
  // What is missing is not the value that was excluded, so it stays.
  return filter.exclude ? `NOT ifNull(${positive}, 0)` : positive;
}

/** On one node GLOBAL would only keep the engine from asking cheap conditions first: that took five times as long. */
export const within = ({ holders }: FieldFilter) => (holders?.isSpread === true ? 'GLOBAL IN' : 'IN');
const valuesOf = ({ tests }: FieldFilter) => tests.flatMap((test) => (test.kind === 'value' ? [test.value] : []));

/**
 * Identifiers of the zones that accounts call by the names of a filter: two accounts may call two zones by one name.
 * Undefined where no value is a name.
 */
function namedZones({ field, holders, tests }: FieldFilter, params: SqlParams): string | undefined {
  const names = isZone(field)
    ? tests.flatMap((test) => (test.kind === 'value' && zoneName.test(test.value) ? [test.value] : []))
    : [];
  if (holders === undefined || names.length === 0) return undefined;
  const list = names.map((name) => params.add('String', name)).join(', ');
  const of = (kind: string, name: string, id: string) =>
    `SELECT JSONExtractString(content, '${id}') AS zone_id FROM ${holders.observations} WHERE kind = '${kind}' AND JSONExtractString(content, '${name}') IN [${list}]`;
  const zones = of('availability-zone', 'ZoneName', 'ZoneId');
  const subnets = of('subnet', 'AvailabilityZone', 'AvailabilityZoneId');
  return `SELECT zone_id FROM (${zones} UNION ALL ${subnets}) WHERE zone_id != ''`;
}

function heldSql(holders: Holders | undefined, what: 'interface' | 'address', where: string): string {
  if (holders === undefined) throw new Error('a filter on the inventory needs withHolders');
  const { table, from, to } = holders;
  return `SELECT ${what} FROM ${table} WHERE ${where} AND valid_from < toDateTime(${to}, 'UTC') AND valid_to >= toDateTime(${from}, 'UTC')`;
}

/**
 * The addresses that ever had what a filter on holders looks for: a SELECT. Undefined for other filters, and where values
 * may be missing.
 */
export function nearAddresses(filter: FieldFilter, params: SqlParams): string | undefined {
  const { field, holders, tests } = filter;
  if (holders === undefined || tests.some(({ kind }) => kind !== 'value')) return undefined;
  if (field === tagField) return `SELECT address FROM ${holders.table} WHERE ${tagRows(filter, params)}`;
  if (!holderFields.has(field)) return undefined;
  const values = valuesOf(filter).map((value) => params.add('String', value));
  const zones = namedZones(filter, params);
  const named = zones === undefined ? '' : ` OR ${field} ${within(filter)} (${zones})`;
  return `SELECT address FROM ${holders.table} WHERE (${field} IN [${values.join(', ')}]${named})`;
}

/**
 * A condition that holds for more than is looked for, and costs little: the address of an end is one that ever had the
 * value. Who had it at the time of the record is asked for few records then. Undefined where nothing can be said.
 */
function nearSql(filter: FieldFilter, columnSql: (name: string) => string, params: SqlParams): string | undefined {
  const ends = (['src', 'dst'] as const).map((side) => {
    const near = nearAddresses(filter, params);
    const address = `ifNull(${columnSql(`pkt_${side}addr`)}, ${columnSql(`${side}addr`)})`;
    return near === undefined ? undefined : `ifNull(${address} ${within(filter)} (${near}), 0)`;
  });
  return ends[0] === undefined ? undefined : `(${ends.join(' OR ')})`;
}

/** Rows of an interface, an instance, a gateway or load balancer, a subnet, a VPC, or of what carries a group. */
function thingRows(filter: FieldFilter, params: SqlParams): string {
  const ids = `[${valuesOf(filter)
    .map((id) => params.add('String', id))
    .join(', ')}]`;
  const alone = ['interface', 'instance', 'resource', 'subnet', 'vpc'].map((name) => `${name} IN ${ids}`);
  return `interface != '' AND (${alone.join(' OR ')} OR hasAny(groups, ${ids}))`;
}

function thingSql(filter: FieldFilter, column: string, params: SqlParams): string {
  const own = valuesOf(filter).map((id) => params.add('String', id));
  const held = heldSql(filter.holders, 'interface', thingRows(filter, params));
  return `(${column} IN (${own.join(', ')}) OR ${column} ${within(filter)} (${held}))`;
}

/** The addresses that a thing had in the time. */
export function thingAddresses(filter: FieldFilter, params: SqlParams): string {
  return heldSql(filter.holders, 'address', thingRows(filter, params));
}

/** Interfaces of what has one of these tags. */
function taggedSql(filter: FieldFilter, params: SqlParams): string {
  return heldSql(filter.holders, 'interface', `interface != '' AND ${tagRows(filter, params)}`);
}

function tagRows(filter: FieldFilter, params: SqlParams): string {
  const tags = valuesOf(filter).map((tag) => {
    const [key = '', value = ''] = tag.split(/=(.*)/s);
    return `tags[${params.add('String', key)}] = ${params.add('String', value)}`;
  });
  return `(${tags.join(' OR ')})`;
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
