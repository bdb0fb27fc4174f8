import type { MapAnswer, MapEdge, MapQuery } from '../../../contract/index.ts';
import { readCompleteness } from '../reader/completeness.ts';
import { type ReadContext, readOptions, resolveScope, type Scope } from '../reader/scope.ts';
import { SqlParams } from '../reader/sql-params.ts';
import { exactCount, instantOf } from '../reader/values.ts';
import { endsOf } from './ends.ts';
import { type PairPlan, planPairs } from './held.ts';
import { type EndRow, nodesOf } from './nodes.ts';
import { pairRows } from './pairs.ts';

/** Ends that are listed one by one. */
const mostEnds = 10_000;
const services = 5;
const sums = ['bytes', 'records', 'refused'] as const;

type Amounts = Record<(typeof sums)[number], string>;
interface EdgeRow extends Amounts {
  readonly src: string;
  readonly dst: string;
  readonly by_src: string;
  readonly by_dst: string;
  readonly service_count: string;
  readonly top: readonly [number | null, number | null, string, string, string][];
  readonly edges: string;
  readonly all: readonly [string, string, string];
}

const amountsOf = (row: Amounts) => ({
  bytes: exactCount(row.bytes),
  records: exactCount(row.records),
  refused: exactCount(row.refused),
});

/**
 * The network over a range as a graph. Throws FILTER_INVALID, RANGE_INVALID.
 * @param allowRollUp false reads the records alone, for comparison
 */
export async function readMap(context: ReadContext, query: MapQuery, allowRollUp = true): Promise<MapAnswer> {
  const scope = await resolveScope(context, query);
  const plan = allowRollUp ? await planPairs(context, scope) : undefined;
  const [ends, totals, completeness] = await Promise.all([
    readEnds(context, scope, query, plan),
    readTotals(context, scope, plan),
    readCompleteness(context, scope),
  ]);
  const listed = nodesOf(ends.rows, query);
  const edges = await readEdges(context, scope, query, listed.open, plan);
  return {
    from: instantOf(scope.from),
    to: instantOf(scope.to),
    group: query.group,
    measure: query.measure,
    nodes: listed.nodes,
    ...edges,
    ...totals,
    hosts_left_out: ends.leftOut,
    known_hosts: listed.known,
    hosts: listed.hosts,
    completeness,
  };
}

/** Every host and place with its sums, the largest first. */
async function readEnds(context: ReadContext, scope: Scope, query: MapQuery, plan: PairPlan | undefined) {
  const params = new SqlParams();
  const ends = endsOf(context, scope, query.group, pairRows(context, scope, params, plan));
  const grouped = `SELECT ${ends.node('e_')} AS node, ${ends.group('e_')} AS \`group\`, ${ends.facts('e_')} AS facts, ${ends.addresses('e_')} AS addresses, bytes_out, bytes_in, records, refused FROM ${ends.ends}`;
  const order = query.measure === 'bytes' ? 'bytes_out + bytes_in' : query.measure;
  const rows = await context.client.rows<EndRow & { readonly n: string }>(
    `${ends.with} SELECT *, count() OVER () AS n FROM (${grouped}) ORDER BY ${order} DESC, node LIMIT ${mostEnds}`,
    readOptions(context, params.values),
  );
  return { rows, leftOut: rows[0] === undefined ? 0 : Number(rows[0].n) - rows.length };
}

/** The sums of all records, and of those without ends. */
async function readTotals(context: ReadContext, scope: Scope, plan: PairPlan | undefined) {
  const params = new SqlParams();
  const rows = pairRows(context, scope, params, plan);
  const none = "(src_place = 'missing' OR dst_place = 'missing')";
  const found = await context.client.rows<Amounts & { readonly none: 0 | 1 }>(
    `SELECT ${none} AS none, sum(t.counted_bytes) AS bytes, sum(t.records) AS records, sumIf(t.records, action = 'REJECT') AS refused FROM ${rows} AS t GROUP BY none`,
    readOptions(context, params.values),
  );
  const sum = (chosen: readonly Amounts[]) =>
    amountsOf(
      Object.fromEntries(
        sums.map((name) => [name, chosen.reduce((all, row) => all + BigInt(row[name]), 0n).toString()]),
      ) as Amounts,
    );
  return { total: sum(found), without_ends: sum(found.filter(({ none: without }) => Number(without) === 1)) };
}

async function readEdges(
  context: ReadContext,
  scope: Scope,
  query: MapQuery,
  open: readonly string[],
  plan: PairPlan | undefined,
): Promise<Pick<MapAnswer, 'edges' | 'others'>> {
  const params = new SqlParams();
  const opened = '{open:Array(String)}';
  const rows = pairRows(context, scope, params, plan);
  const ends = endsOf(context, scope, query.group, rows, `if(has(${opened}, name), node, name)`);
  const shown = (side: string) =>
    `if(${ends.group(side)} = 'special' OR has(${opened}, ${ends.group(side)}), ${ends.node(side)}, ${ends.group(side)})`;
  const measure = query.measure;
  const added = [...sums, 'by_src', 'by_dst'].map((name) => `sum(p.${name}) AS ${name}`).join(', ');
  const perService = `SELECT ${shown('src_')} AS src, ${shown('dst_')} AS dst, service_port, protocol, ${added} FROM ${ends.pairs} AS p GROUP BY src, dst, service_port, protocol`;
  const more = [...sums, 'by_src', 'by_dst'].map((name) => `sum(s.${name}) AS ${name}`).join(', ');
  const perEdge = `SELECT src, dst, ${more}, count() AS service_count, arrayMap(x -> (x.2, x.3, toString(x.4), toString(x.5), toString(x.6)), groupArraySorted(${services})((18446744073709551615 - s.${measure}, service_port, protocol, s.bytes, s.records, s.refused))) AS top FROM (${perService}) AS s GROUP BY src, dst`;
  const all = `(${sums.map((name) => `toString(sum(e.${name}) OVER ())`).join(', ')}) AS all`;
  const found = await context.client.rows<EdgeRow>(
    `${ends.with} SELECT e.*, count() OVER () AS edges, ${all} FROM (${perEdge}) AS e ORDER BY e.${measure} DESC, e.records DESC, src, dst LIMIT ${query.limit}`,
    readOptions(context, { ...params.values, open }),
  );
  const [first] = found;
  const left = (name: (typeof sums)[number], i: number) =>
    exactCount(found.reduce((rest, row) => rest - BigInt(row[name]), BigInt(first?.all[i] ?? 0)));
  return {
    edges: found.map(edgeOf),
    others: {
      edges: Number(first?.edges ?? 0) - found.length,
      bytes: left('bytes', 0),
      records: left('records', 1),
      refused: left('refused', 2),
    },
  };
}

function edgeOf(row: EdgeRow): MapEdge {
  return {
    from: row.src,
    to: row.dst,
    ...amountsOf(row),
    opened_from: exactCount(row.by_src),
    opened_to: exactCount(row.by_dst),
    services: row.top.map(([service_port, protocol, bytes, records, refused]) => ({
      service_port,
      protocol,
      ...amountsOf({ bytes, records, refused }),
    })),
    service_count: Number(row.service_count),
  };
}
