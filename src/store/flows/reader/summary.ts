import type { ScopeQuery, SummaryAnswer } from '../../../contract/index.ts';
import { readCompleteness } from './completeness.ts';
import { planSums } from './plan.ts';
import { type ReadContext, readOptions, resolveScope } from './scope.ts';
import { SumOf, type SumRow } from './values.ts';

type GaugeRow = SumRow & { readonly k0: string | null; readonly k1: string | null };

/** The gauges of a page. */
export async function readSummary(context: ReadContext, query: ScopeQuery): Promise<SummaryAnswer> {
  const scope = await resolveScope(context, query);
  const plan = planSums({ ...scope, group: ['action', 'boundary'] }, context.client.placement.database);
  const [rows, completeness] = await Promise.all([
    context.client.rows<GaugeRow>(plan.sql, readOptions(context, plan.params)),
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
    completeness,
  };
}
