import type { ScopeQuery, SummaryAnswer } from '../../../contract/index.ts';
import { readCompleteness } from './completeness.ts';
import type { FieldFilter } from './filters.ts';
import { planSums } from './plan.ts';
import { type ReadContext, readOptions, resolveScope } from './scope.ts';
import { exactCount, SumOf, type SumRow } from './values.ts';

export const refused: FieldFilter = { field: 'action', exclude: false, tests: [{ kind: 'value', value: 'REJECT' }] };

/** The gauges of a page. */
export async function readSummary(context: ReadContext, query: ScopeQuery): Promise<SummaryAnswer> {
  const scope = await resolveScope(context, query);
  const { database } = context.client.placement;
  const sums = planSums({ ...scope, group: ['action', 'boundary'] }, database);
  const sources = planSums(
    { ...scope, filters: [...scope.filters, refused], group: ['srcaddr'], present: ['srcaddr'] },
    database,
  );
  const [rows, distinct, completeness] = await Promise.all([
    context.client.rows<SumRow & { k0: string | null; k1: string | null }>(sums.sql, readOptions(context, sums.params)),
    context.client.rows<{ n: string }>(
      `SELECT count() AS n FROM (SELECT k0 FROM (${sources.sql}))`,
      readOptions(context, sources.params),
    ),
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
    rejected_sources: exactCount(distinct[0]?.n ?? '0'),
    completeness,
  };
}
