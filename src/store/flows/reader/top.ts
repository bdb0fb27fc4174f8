import type { z } from 'zod';
import type { Sums, TopAnswer, TopRow, topQuery } from '../../../contract/index.ts';
import { WeirError } from '../../../core/index.ts';
import { conditionSql, eitherEnd, type FieldFilter, thingAddresses, thingField, within } from './filters.ts';
import { flowsCondition, planSums, type Question } from './plan.ts';
import { type ReadContext, readOptions, resolveScope, type Scope, tableName } from './scope.ts';
import { SqlParams } from './sql-params.ts';
import { exactCount, plainAddress, SumOf, type SumRow } from './values.ts';

type TopQuery = z.output<typeof topQuery>;
type Dimension = TopQuery['dimension'];

const refused: FieldFilter = { field: 'action', exclude: false, tests: [{ kind: 'value', value: 'REJECT' }] };

interface Grouping {
  readonly columns: readonly string[];
  /** Columns that must have a value: records without the thing that is ranked do not count. */
  readonly present?: readonly string[];
  readonly addresses?: readonly string[];
  readonly refusedOnly?: true;
  /** Column of which the distinct values are counted. */
  readonly distinct?: string;
}

const service = ['service_port', 'protocol'];
const groupings: Readonly<Record<Exclude<Dimension, 'peer'>, Grouping>> = {
  srcaddr: { columns: ['srcaddr'], present: ['srcaddr'], addresses: ['srcaddr'] },
  dstaddr: { columns: ['dstaddr'], present: ['dstaddr'], addresses: ['dstaddr'] },
  service: { columns: service },
  interface_id: { columns: ['interface_id'] },
  src_country: { columns: ['src_country'], present: ['srcaddr'] },
  dst_country: { columns: ['dst_country'], present: ['dstaddr'] },
  account_id: { columns: ['account_id'] },
  vpc_id: { columns: ['vpc_id'] },
  action: { columns: ['action'] },
  boundary: { columns: ['boundary'] },
  rejected_service: { columns: service, refusedOnly: true, distinct: 'srcaddr' },
  rejected_srcaddr: {
    columns: ['srcaddr'],
    present: ['srcaddr'],
    addresses: ['srcaddr'],
    refusedOnly: true,
    distinct: 'dstport',
  },
  pair: { columns: ['client', 'server', ...service], present: ['client', 'server'], addresses: ['client', 'server'] },
};

interface Grouped {
  readonly sql: string;
  readonly params: Record<string, string>;
  readonly names: readonly string[];
  readonly addresses: ReadonlySet<string>;
  readonly distinct: boolean;
}

/** The largest keys of a dimension, with the sums over all keys. Throws TOP_PEER_NEEDS_ADDRESS. */
export async function readTop(context: ReadContext, query: TopQuery): Promise<TopAnswer> {
  const scope = await resolveScope(context, query);
  const grouped =
    query.dimension === 'peer' ? peers(context, scope) : groupedBy(context, scope, groupings[query.dimension]);
  const names = grouped.names.map((_, i) => `k${i}`);
  const fields = [
    query.measure,
    ...names,
    'records',
    'bytes',
    'packets',
    'counted_bytes',
    'counted_packets',
    ...(grouped.distinct ? ['distinct'] : []),
  ];
  const external = names.filter((_, i) => grouped.addresses.has(grouped.names[i] ?? ''));
  const totals = ['records', 'bytes', 'packets', 'counted_bytes', 'counted_packets'].map(
    (name) => `sum(g.${name}) AS ${name}`,
  );
  // Ranked by what is shown.
  const rank =
    query.measure === 'records' || query.bytes === 'logged' ? query.measure : (`counted_${query.measure}` as const);
  // One pass: the largest keys and the sums over all of them come out of the same groups.
  const ranked = `groupArraySorted(${query.limit})((18446744073709551615 - g.${rank}, ${fields
    .slice(1)
    .map((f) => `g.${f}`)
    .join(', ')}))`;
  const sql = `SELECT count() AS keys, ${totals.join(', ')}, ${ranked} AS ranked FROM (${grouped.sql}) AS g`;
  const [row] = await context.client.rows<SumRow & { keys: string; ranked: unknown[][] }>(
    sql,
    readOptions(context, grouped.params),
  );
  if (row === undefined) return { rows: [], total: new SumOf().sums, keys: 0 };
  const rows = row.ranked.map((values) => topRow(values, fields, grouped));
  return {
    rows: await withCountries(
      context,
      rows,
      external.map((k) => grouped.names[names.indexOf(k)] ?? ''),
    ),
    total: new SumOf().add(row).sums,
    keys: exactCount(row.keys),
  };
}

function groupedBy(context: ReadContext, scope: Scope, grouping: Grouping): Grouped {
  const addresses = new Set(grouping.addresses ?? []);
  const filters = grouping.refusedOnly === true ? [...scope.filters, refused] : scope.filters;
  const question: Question = { ...scope, filters, group: grouping.columns, present: grouping.present ?? [] };
  const shape = { names: grouping.columns, addresses, distinct: grouping.distinct !== undefined };
  const { database } = context.client.placement;
  if (grouping.distinct === undefined) {
    const plan = planSums(question, database);
    return { ...shape, sql: plan.sql, params: plan.params };
  }
  // Distinct values cannot be added up from sums: these read `flows`.
  const plan = planSums(question, database, false);
  return {
    ...shape,
    sql: plan.sql.replace(' FROM ', `, uniqExact(f.${grouping.distinct}) AS distinct FROM `),
    params: plan.params,
  };
}

/** The other ends of the addresses or things that a filter names. */
function peers(context: ReadContext, scope: Scope): Grouped {
  const own = scope.filters.find((f) => (f.field === eitherEnd || f.field === thingField) && !f.exclude);
  if (own === undefined) {
    throw new WeirError('TOP_PEER_NEEDS_ADDRESS', 'peers are the other ends of an address or a thing: name it', {
      kind: 'usage',
      hint: 'add filter=address:10.0.0.1 or filter=thing:eni-…',
    });
  }
  const params = new SqlParams();
  const peer = `if(${isSource(own, params)}, f.dstaddr, f.srcaddr)`;
  const inner = `SELECT assumeNotNull(${peer}) AS k0, count() AS records, sum(ifNull(f.bytes, 0)) AS bytes, sum(ifNull(f.packets, 0)) AS packets, sum(if(f.counted = 1, ifNull(f.bytes, 0), 0)) AS counted_bytes, sum(if(f.counted = 1, ifNull(f.packets, 0), 0)) AS counted_packets FROM ${tableName(context, 'flows')} AS f WHERE ${flowsCondition(scope, params)} AND isNotNull(f.srcaddr) AND isNotNull(f.dstaddr) GROUP BY k0`;
  return { sql: inner, params: params.values, names: ['peer'], addresses: new Set(['peer']), distinct: false };
}

/** Whether the source is the end that the filter names. */
function isSource(own: FieldFilter, params: SqlParams): string {
  if (own.field === eitherEnd)
    return `ifNull(${conditionSql({ ...own, field: 'srcaddr' }, (name) => `f.${name}`, params)}, 0)`;
  // The records are those of its interfaces: their direction tells, else the addresses that it had.
  return `multiIf(f.direction = 'egress', 1, f.direction = 'ingress', 0, ifNull(f.srcaddr ${within(own)} (${thingAddresses(own, params)}), 0))`;
}

function topRow(values: readonly unknown[], fields: readonly string[], grouped: Grouped): TopRow {
  const at = (name: string) => values[fields.lastIndexOf(name)];
  const key: TopRow['key'] = {};
  for (const [i, name] of grouped.names.entries()) {
    const value = values[1 + i];
    key[name] =
      value === null || value === undefined
        ? null
        : grouped.addresses.has(name)
          ? plainAddress(String(value))
          : typeof value === 'number'
            ? value
            : String(value);
  }
  const count = (name: string) => exactCount(String(at(name)));
  const sums: Sums = {
    records: count('records'),
    bytes: count('bytes'),
    packets: count('packets'),
    counted_bytes: count('counted_bytes'),
    counted_packets: count('counted_packets'),
  };
  return { key, ...sums, ...(grouped.distinct ? { distinct: count('distinct') } : {}) };
}

/** Puts the countries of its addresses beside each row. */
async function withCountries(context: ReadContext, rows: TopRow[], columns: readonly string[]): Promise<TopRow[]> {
  const [first] = columns;
  if (first === undefined || rows.length === 0) return rows;
  const { database } = context.client.placement;
  const params = { addresses: [...new Set(rows.flatMap((r) => columns.map((c) => String(r.key[c]))))] };
  const sql = `SELECT toString(a) AS address, dictGetOrDefault('${database}.country_of', 'country', toIPv6(a), '') AS country FROM (SELECT arrayJoin({addresses:Array(String)}) AS a)`;
  const found = await context.client.rows<{ address: string; country: string }>(sql, readOptions(context, params));
  const known = new Map(found.map((f) => [f.address, f.country]));
  const countryOf = (row: TopRow, column: string) => known.get(String(row.key[column])) || null;
  return rows.map((row) => ({
    ...row,
    country: countryOf(row, first),
    ...(columns.length === 1 ? {} : { countries: Object.fromEntries(columns.map((c) => [c, countryOf(row, c)])) }),
  }));
}
