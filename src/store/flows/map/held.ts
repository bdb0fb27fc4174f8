import { derivedColumns, helperColumns, privateNetworks } from '../../../fields/index.ts';
import { resolveDictionaries } from '../dictionaries.ts';
import { columnsOf, type FieldFilter, nearAddresses } from '../reader/filters.ts';
import { type ReadContext, readOptions, type Scope, tableName } from '../reader/scope.ts';
import { moment, SqlParams } from '../reader/sql-params.ts';

/** What the sums by pair can be filtered by: these mean there what they mean in `flows`. */
const held: ReadonlySet<string> = new Set([
  'account_id',
  'vpc_id',
  'interface_id',
  'initiator',
  'service_port',
  'protocol',
  'action',
  'boundary',
]);
const countries: ReadonlySet<string> = new Set(['country', 'src_country', 'dst_country']);
const sides = ['src', 'dst'] as const;
const hour = 3600;
/** In more hours than these nobody looks for what changed: the records are read at once. */
const mostChanged = 48;

/** How the filters of a scope are answered exactly; undefined: from the records alone. */
export interface PairPlan {
  /** Hours, by their beginnings, in which somebody came or went that a filter looks for: the records know who had what. */
  readonly changed: readonly number[];
  /** The sums lack what a filter needs of ends that are neither hosts nor places abroad: those come from the records. */
  readonly isSplit: boolean;
  /** Columns of records that filters look at, made of those of the sums: SQL of a SELECT's list, empty where none are needed. */
  readonly columns: string;
}

/** Finds out whether the sums can answer these filters exactly, over whole hours from `first` to `last`. */
export async function planPairs(context: ReadContext, { filters, from, to }: Scope): Promise<PairPlan | undefined> {
  const [first, last] = [Math.ceil(from / hour) * hour, Math.floor(to / hour) * hour];
  if (first >= last) return undefined;
  const more = filters.filter((filter) => !columnsOf(filter).every((name) => held.has(name)));
  const ofHolders = more.filter((filter) => !isCountry(filter));
  const changed = await changesOf(context, ofHolders, first, last);
  if (changed === undefined) return undefined;
  const columns = [...new Set(more.flatMap(columnsOf))].map((name) => columnSql(name));
  const rules = helperColumns.filter(({ name }) => columns.some((sql) => sql.includes(name)));
  const helpers = rules.map(({ name, sql }) => `${sql} AS ${name}`);
  const all = [...(ofHolders.length === 0 ? [] : [...recordColumns, ...helpers]), ...columns].join(', ');
  return {
    changed,
    isSplit: more.length > ofHolders.length,
    columns: resolveDictionaries(all, context.client.placement),
  };
}

function isCountry({ field, tests }: FieldFilter): boolean {
  return countries.has(field) && tests.every((test) => test.kind === 'value' && /^[A-Z]{2}$/.test(test.value));
}

/** What rules of derived columns look at: the beginning of the hour stands for all of it, the end inside for the packet's. */
const recordColumns: readonly string[] = [
  'hour AS start',
  ...sides.flatMap((side) => [
    `toNullable(${side}_address) AS ${side}addr`,
    `CAST(NULL AS Nullable(IPv6)) AS pkt_${side}addr`,
  ]),
];

function columnSql(name: string): string {
  const side = name.startsWith('src_') ? 'src' : 'dst';
  // An end abroad has its country for its place; of one inside, the address tells.
  if (countries.has(name))
    return `multiIf(${side}_place = '', nullIf(dictGetOrDefault('country_of', 'country', ${side}_address, ''), ''), ${side}_place = 'external', NULL, toString(${side}_place)) AS ${name}`;
  const derived = derivedColumns.find((column) => column.name === name);
  if (derived === undefined) throw new Error(`no rule for ${name}`);
  return `${derived.sql} AS ${name}`;
}

/**
 * The hours in which what these filters look for changed its holder. Undefined where the sums cannot tell: where a filter
 * is not about holders, where such an address is an end outside of the network, of which they keep the place alone, and
 * where too much changed.
 */
async function changesOf(
  context: ReadContext,
  filters: readonly FieldFilter[],
  first: number,
  last: number,
): Promise<number[] | undefined> {
  const params = new SqlParams();
  const near = filters.map((filter) => nearAddresses(filter, params));
  if (near.some((sql) => sql === undefined)) return undefined;
  if (near.length === 0) return [];
  const holders = tableName(context, 'inventory_addresses');
  const isPrivate = privateNetworks.map((block) => `isIPAddressInRange(${plain('address')}, '${block}')`).join(' OR ');
  const addresses = near.join(' UNION ALL ');
  const rows = await context.client.rows<{ readonly open: string[]; readonly hours: string[] }>(
    `SELECT groupUniqArrayIf(toString(address), NOT (${isPrivate})) AS open, arrayMap(h -> toString(h), arraySort(groupUniqArrayArrayIf(arrayMap(t -> intDiv(t, ${hour}) * ${hour}, arrayFilter(t -> t >= ${first} AND t < ${last} AND t % ${hour} != 0, [toInt64(toUnixTimestamp(valid_from)), toInt64(toUnixTimestamp(valid_to)) + 1])), 1))) AS hours FROM ${holders} WHERE address IN (${addresses})`,
    readOptions(context, params.values),
  );
  const { open = [], hours = [] } = rows[0] ?? {};
  if (hours.length > mostChanged) return undefined;
  if (open.length > 0 && (await areOutside(context, open, first, last))) return undefined;
  return hours.map(Number);
}

/** The address as text that networks are compared with. */
const plain = (address: string) => `replaceOne(toString(${address}), '::ffff:', '')`;

/** True where one of these addresses is an end of a record that is not inside of the network. */
async function areOutside(context: ReadContext, addresses: readonly string[], first: number, last: number) {
  const params = new SqlParams();
  const given = addresses.map((address) => params.add('IPv6', address)).join(', ');
  const time = `f.start >= ${moment(first)} AND f.start < ${moment(last)}`;
  // One column at a time: the indexes of addresses help then.
  const parts = sides.flatMap((side) =>
    [`f.pkt_${side}addr`, `f.${side}addr`].map(
      (name) =>
        `SELECT 1 AS found FROM ${tableName(context, 'flows')} AS f WHERE ${time} AND ${name} IN (${given}) AND ifNull(f.pkt_${side}addr = ${name}, 1) AND ifNull(f.${side}_scope != 'internal', 0) LIMIT 1`,
    ),
  );
  const rows = await context.client.rows(
    `SELECT * FROM (${parts.join(' UNION ALL ')}) LIMIT 1`,
    readOptions(context, params.values),
  );
  return rows.length > 0;
}
