import type { CoverageAnswer, ScopeQuery } from '../../../contract/index.ts';
import { coverageCondition } from './completeness.ts';
import { type ReadContext, readOptions, resolveScope, stepFor, tableName } from './scope.ts';
import { SqlParams } from './sql-params.ts';
import { exactCount, instantOf } from './values.ts';

const interval = 600;
const mostSteps = 180;

interface Row {
  readonly time: number | string;
  readonly interfaces: string;
  readonly ok: string;
  readonly nodata: string;
  readonly skipdata: string;
  readonly late: string;
}

/** The strip under the time axis: every step of the range, also the empty ones. */
export async function readCoverage(context: ReadContext, query: ScopeQuery): Promise<CoverageAnswer> {
  const scope = await resolveScope(context, query);
  const step = stepFor(scope, mostSteps, interval);
  const params = new SqlParams();
  const where = coverageCondition(scope, params);
  const table = tableName(context, 'coverage');
  const sql = `SELECT intDiv(toUnixTimestamp(assumeNotNull(f.interval)), ${step}) * ${step} AS time, uniqExact((f.account_id, f.interface_id)) AS interfaces, sum(f.ok) AS ok, sum(f.nodata) AS nodata, sum(f.skipdata) AS skipdata, sum(f.late) AS late FROM ${table} AS f WHERE ${where} GROUP BY time`;
  const [rows, seen] = await Promise.all([
    context.client.rows<Row>(sql, readOptions(context, params.values)),
    context.client.rows<{ n: string }>(
      `SELECT uniqExact((f.account_id, f.interface_id)) AS n FROM ${table} AS f WHERE ${where}`,
      readOptions(context, params.values),
    ),
  ]);
  const expected = exactCount(seen[0]?.n ?? '0');
  const byTime = new Map(rows.map((r) => [Number(r.time), r]));
  const steps: CoverageAnswer['steps'] = [];
  for (let time = Math.floor(scope.from / step) * step; time < scope.to; time += step) {
    const row = byTime.get(time);
    const count = (value: string | undefined) => exactCount(value ?? '0');
    steps.push({
      time: instantOf(time),
      interfaces: count(row?.interfaces),
      expected,
      ok: count(row?.ok),
      nodata: count(row?.nodata),
      skipdata: count(row?.skipdata),
      late: count(row?.late),
    });
  }
  return { from: instantOf(scope.from), to: instantOf(scope.to), step_seconds: step, steps };
}
