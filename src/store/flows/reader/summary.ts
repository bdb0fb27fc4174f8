import type { ScopeQuery, SummaryAnswer } from '../../../contract/index.ts';
import { readCompleteness } from './completeness.ts';
import type { FieldFilter } from './filters.ts';
import { flowsCondition, planSums, rawSums, sumNames } from './plan.ts';
import { type ReadContext, readOptions, resolveScope, type Scope, tableName } from './scope.ts';
import { SqlParams } from './sql-params.ts';
import { exactCount, SumOf, type SumRow } from './values.ts';

export const refused: FieldFilter = { field: 'action', exclude: false, tests: [{ kind: 'value', value: 'REJECT' }] };

type GaugeRow = SumRow & { readonly k0: string | null; readonly k1: string | null };

/** The gauges of a page. */
export async function readSummary(context: ReadContext, query: ScopeQuery): Promise<SummaryAnswer> {
  const scope = await resolveScope(context, query);
  const [{ rows, sources }, completeness] = await Promise.all([
    readGauges(context, scope),
    readCompleteness(context, scope),
  ]);
  const total = (accept: (action: string | null, boundary: string | null) => boolean) => {
    const sum = new SumOf();
    for (const row of rows) if (accept(row.k0, row.k1)) sum.add(row);
    return sum.sums;
  };
  return {
    total: total(() => true),
    accepted: total((action) => action === 'ACCEPT'),
    rejected: total((action) => action === 'REJECT'),
    inbound: total((_, boundary) => boundary === 'inbound'),
    outbound: total((_, boundary) => boundary === 'outbound'),
    internal: total((_, boundary) => boundary === 'internal'),
    transit: total((_, boundary) => boundary === 'transit'),
    rejected_sources: exactCount(sources ?? '0'),
    completeness,
  };
}

/** Sums by action and boundary, and how many sources were refused. */
async function readGauges(
  context: ReadContext,
  scope: Scope,
): Promise<{ readonly rows: readonly GaugeRow[]; readonly sources: string | undefined }> {
  const { database } = context.client.placement;
  const sums = planSums({ ...scope, group: ['action', 'boundary'] }, database);
  const sources = planSums(
    { ...scope, filters: [...scope.filters, refused], group: ['srcaddr'], present: ['srcaddr'] },
    database,
  );
  if ([...sums.reads, ...sources.reads].every((table) => table === 'flows')) {
    // Nothing but the records can tell: they are read once for both.
    const params = new SqlParams();
    const inner = `SELECT f.action AS k0, f.boundary AS k1, ${rawSums}, uniqExactStateIf(f.srcaddr, f.action = 'REJECT') AS u FROM ${tableName(context, 'flows')} AS f WHERE ${flowsCondition(scope, params)} GROUP BY k0, k1`;
    const rows = await context.client.rows<GaugeRow & { readonly sources: string }>(
      `SELECT k0, k1, ${sumNames.join(', ')}, uniqExactMerge(u) OVER () AS sources FROM (${inner})`,
      readOptions(context, params.values),
    );
    return { rows, sources: rows[0]?.sources };
  }
  const [rows, distinct] = await Promise.all([
    context.client.rows<GaugeRow>(sums.sql, readOptions(context, sums.params)),
    context.client.rows<{ n: string }>(
      `SELECT count() AS n FROM (SELECT k0 FROM (${sources.sql}))`,
      readOptions(context, sources.params),
    ),
  ]);
  return { rows, sources: distinct[0]?.n };
}
