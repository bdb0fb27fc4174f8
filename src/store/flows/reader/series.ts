import type { z } from 'zod';
import type { SeriesAnswer, seriesQuery } from '../../../contract/index.ts';
import { planSums } from './plan.ts';
import { type ReadContext, readOptions, resolveScope, type Scope, stepFor } from './scope.ts';
import { instantOf, SumOf, type SumRow } from './values.ts';

type SeriesQuery = z.output<typeof seriesQuery>;
type Row = SumRow & { time: number | string; k0?: string | null };

/** The key of a series that is not divided. */
const everything = 'all';
const rest = 'others';

/** Sums per step of time and key. */
export async function readSeries(context: ReadContext, query: SeriesQuery): Promise<SeriesAnswer> {
  const scope = await resolveScope(context, query);
  const step = stepOf(scope, query);
  const group = query.by === 'none' ? [] : [query.by];
  const present = query.by === 'src_country' ? ['srcaddr'] : query.by === 'dst_country' ? ['dstaddr'] : [];
  const plan = planSums({ ...scope, group, present, step }, context.client.placement.database);
  const rows = await context.client.rows<Row>(plan.sql, readOptions(context, plan.params));
  const keyOf = (row: Row): string | null => (row.k0 === undefined ? everything : row.k0);

  const totals = new Map<string | null, SumOf>();
  for (const row of rows) upsert(totals, keyOf(row)).add(row);
  const ranked = [...totals].sort(
    ([a, x], [b, y]) => compare(y.get(query.measure), x.get(query.measure)) || String(a).localeCompare(String(b)),
  );
  const shown = new Set(ranked.slice(0, query.keys).map(([key]) => key));
  const points = new Map<number, Map<string | null, SumOf>>();
  for (const row of rows) {
    const key = keyOf(row);
    const at = points.get(Number(row.time)) ?? new Map<string | null, SumOf>();
    points.set(Number(row.time), at);
    upsert(at, shown.has(key) ? key : rest).add(row);
  }
  const keys = [...shown, ...(ranked.length > shown.size ? [rest] : [])];
  return {
    from: instantOf(scope.from),
    to: instantOf(scope.to),
    step_seconds: step,
    keys,
    points: [...points]
      .sort(([a], [b]) => a - b)
      .flatMap(([time, byKey]) =>
        keys.flatMap((key) => {
          const sum = byKey.get(key);
          return sum === undefined ? [] : [{ time: instantOf(time), key, ...sum.sums }];
        }),
      ),
  };
}

/** Countries are kept by the hour: a step of whole hours makes a long range cheap. */
function stepOf(scope: Scope, query: SeriesQuery): number {
  const step = stepFor(scope, query.steps);
  const byCountry = query.by === 'src_country' || query.by === 'dst_country';
  return byCountry && scope.to - scope.from >= 12 * 3600 ? stepFor(scope, query.steps, 3600) : step;
}

function upsert(sums: Map<string | null, SumOf>, key: string | null): SumOf {
  const sum = sums.get(key) ?? new SumOf();
  sums.set(key, sum);
  return sum;
}

const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
