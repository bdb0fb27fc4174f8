import type { LedgerAnswer, ScopeQuery } from '../../../contract/index.ts';
import { readCompleteness } from './completeness.ts';
import { planSums } from './plan.ts';
import { type ReadContext, readOptions, resolveScope } from './scope.ts';
import { exactCount, SumOf, type SumRow } from './values.ts';

/**
 * Where every byte of a range went: what is counted, what was seen a second time, other legs and what is ambiguous, by
 * boundary, summed over the records; beside it the total that the kept sums give without knowing of sights.
 */
export async function readLedger(context: ReadContext, query: ScopeQuery): Promise<LedgerAnswer> {
  const scope = await resolveScope(context, query);
  const { database } = context.client.placement;
  const bySight = planSums({ ...scope, group: ['boundary', 'sight'] }, database, false);
  const byBasis = planSums({ ...scope, group: ['initiator_basis'] }, database, false);
  const total = planSums({ ...scope, group: [] }, database);
  const [rows, bases, totals, completeness] = await Promise.all([
    context.client.rows<SumRow & { k0: string | null; k1: string | null }>(
      `SELECT * FROM (${bySight.sql}) ORDER BY k0, k1`,
      readOptions(context, bySight.params),
    ),
    context.client.rows<SumRow & { k0: string | null }>(
      `SELECT * FROM (${byBasis.sql}) ORDER BY k0`,
      readOptions(context, byBasis.params),
    ),
    context.client.rows<SumRow>(total.sql, readOptions(context, total.params)),
    readCompleteness(context, scope),
  ]);
  const kept = totals.reduce((sum, row) => sum.add(row), new SumOf());
  const sights = ['first', 'second', 'leg', 'ambiguous', null] as const;
  const parts = sights.map((sight) => {
    const sum = rows.filter(({ k1 }) => k1 === sight).reduce((all, row) => all.add(row), new SumOf());
    return { sight, sum };
  });
  const bytes = parts.reduce((sum, part) => sum + part.sum.get('bytes'), 0n);
  return {
    rows: rows.map((row) => ({ boundary: row.k0, sight: row.k1, ...shown(new SumOf().add(row)) })),
    parts: parts.map(({ sight, sum }) => ({ sight, ...shown(sum) })),
    initiators: bases.map((row) => ({ basis: row.k0, ...shown(new SumOf().add(row)) })),
    total: shown(kept),
    balanced: bytes === kept.get('bytes'),
    completeness,
  };
}

const shown = (sum: SumOf) => ({
  records: exactCount(sum.get('records')),
  packets: exactCount(sum.get('packets')),
  bytes: exactCount(sum.get('bytes')),
});
