import type { Completeness } from '../../../contract/index.ts';
import { columnsOf, conditionSql } from './filters.ts';
import { absentFields } from './layouts.ts';
import { type ReadContext, readOptions, type Scope, tableName } from './scope.ts';
import { moment, SqlParams } from './sql-params.ts';
import { exactCount, instantOf } from './values.ts';

const interval = 600;
/** Intervals without any record after which an interface counts as silent. */
const silentAfter = 3;

/** The rule by which totals count bytes once, as the page prints it. */
const countingRule =
  'The same packets are counted once, wherever they were logged: at the interface that sent them, else at the one that got them, else at a gateway between. The outer side of a NAT gateway is another leg of the same packets and not counted; each side of a load balancer is a conversation of its own. What nothing tells is ambiguous and not counted.';

/** The part of a scope that the coverage table knows: the range, accounts and interfaces. Rows are `coverage AS f`. */
export function coverageCondition(scope: Scope, params: SqlParams): string {
  const first = Math.floor(scope.from / interval) * interval;
  const conditions = [`f.interval >= ${moment(first)}`, `f.interval < ${moment(scope.to)}`];
  for (const filter of scope.filters) {
    if (columnsOf(filter).every((column) => column === 'account_id' || column === 'interface_id'))
      conditions.push(conditionSql(filter, (name) => `f.${name}`, params));
  }
  return conditions.join(' AND ');
}

interface CoverageRow {
  readonly observed: string;
  readonly interfaces: string;
  readonly silent: string;
  readonly skipdata: string;
  readonly nodata: string;
  readonly late: string;
}

interface LedgerRow {
  readonly quarantined: string;
  readonly untimed: string;
  readonly failed: string;
  readonly layouts: string[];
}

/** How complete the answers over a scope are. */
export async function readCompleteness(context: ReadContext, scope: Scope): Promise<Completeness> {
  const params = new SqlParams();
  const where = coverageCondition(scope, params);
  const lastInterval = Math.floor((scope.to - 1) / interval) * interval;
  const coverage = `SELECT sum(seen) AS observed, count() AS interfaces, countIf(last < ${moment(lastInterval - (silentAfter - 1) * interval)}) AS silent, sum(skipdata) AS skipdata, sum(nodata) AS nodata, sum(late) AS late
FROM (SELECT uniqExact(f.interval) AS seen, max(f.interval) AS last, sum(f.skipdata) AS skipdata, sum(f.nodata) AS nodata, sum(f.late) AS late FROM ${tableName(context, 'coverage')} AS f WHERE ${where} GROUP BY f.account_id, f.interface_id)`;
  // An object may stand in the ledger more than once: refused first, loaded later. Its last word counts.
  const ledger = `SELECT sumIf(quarantined, overlaps) AS quarantined, sumIf(untimed, overlaps) AS untimed, countIf(state = 'failed') AS failed, groupUniqArrayIf(1000)(layout, overlaps AND state != 'failed') AS layouts
FROM (SELECT quarantined, untimed, state, toString(layout) AS layout, ifNull(first < ${moment(scope.to)} AND last >= ${moment(scope.from)}, 1) AS overlaps FROM ${tableName(context, 'ingest_objects')} ORDER BY finished_at DESC LIMIT 1 BY object_id)`;
  const [coverageRows, ledgerRows] = await Promise.all([
    context.client.rows<CoverageRow>(coverage, readOptions(context, params.values)),
    context.client.rows<LedgerRow>(ledger, readOptions(context)),
  ]);
  const seen = coverageRows[0];
  const book = ledgerRows[0];
  const intervals = (lastInterval - Math.floor(scope.from / interval) * interval) / interval + 1;
  const expected = Number(seen?.interfaces ?? 0) * intervals;
  return {
    from: instantOf(scope.from),
    to: instantOf(scope.to),
    observed: expected === 0 ? null : Math.min(1, Number(seen?.observed ?? 0) / expected),
    skipdata: exactCount(seen?.skipdata ?? '0'),
    nodata: exactCount(seen?.nodata ?? '0'),
    late: exactCount(seen?.late ?? '0'),
    silent_interfaces: exactCount(seen?.silent ?? '0'),
    quarantined: exactCount(book?.quarantined ?? '0'),
    untimed: exactCount(book?.untimed ?? '0'),
    failed_objects: exactCount(book?.failed ?? '0'),
    absent_fields: absentFields(book?.layouts ?? []),
    counting: countingRule,
  };
}
