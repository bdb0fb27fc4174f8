import { resolveDictionaries } from '../dictionaries.ts';
import { conditionSql } from '../reader/filters.ts';
import { flowsCondition } from '../reader/plan.ts';
import { type ReadContext, type Scope, tableName } from '../reader/scope.ts';
import { moment, type SqlParams } from '../reader/sql-params.ts';
import type { PairPlan } from './held.ts';

const grain = 3600;

const columns =
  'account_id, vpc_id, interface_id, subnet_id, az_id, src_address, src_place, dst_address, dst_place, own_end, initiator, service_port, protocol, action, records, toUInt64(bytes - uncounted_bytes) AS counted_bytes';

/**
 * Rows of sums by pair of ends over a scope: whole hours from the roll-up; the ragged ends of the range, and what the
 * roll-up does not know, from `flows`.
 * @param plan undefined: `flows` alone
 */
export function pairRows(context: ReadContext, scope: Scope, params: SqlParams, plan: PairPlan | undefined): string {
  const { from, to, filters } = scope;
  const [first, last] = [Math.ceil(from / grain) * grain, Math.floor(to / grain) * grain];
  if (plan === undefined || first >= last) return `(${ofFlows(context, scope, params)})`;
  const { changed, isSplit } = plan;
  const span = `f.hour >= ${moment(first)} AND f.hour < ${moment(last)}`;
  const table = tableName(context, 'flows_by_hour_pair');
  const source = plan.columns === '' ? table : `(SELECT *, ${plan.columns} FROM ${table} AS f WHERE ${span})`;
  const conditions = [
    span,
    ...(changed.length === 0 ? [] : [`f.hour NOT IN (${changed.map(moment).join(', ')})`]),
    ...(isSplit ? [`${isPlain('f.src_place')} AND ${isPlain('f.dst_place')}`] : []),
    ...filters.map((filter) => conditionSql(filter, (name) => `f.\`${name}\``, params)),
  ];
  const whole = { from: first, to: last, filters };
  const isChanged = `toStartOfHour(f.start) IN (${changed.map(moment).join(', ')})`;
  const odd = `NOT (ifNull(f.src_scope IN ('internal', 'external'), 0) AND ifNull(f.dst_scope IN ('internal', 'external'), 0))`;
  const others = [...(changed.length === 0 ? [] : [isChanged]), ...(isSplit ? [odd] : [])];
  const branches = [
    `SELECT ${columns} FROM ${source} AS f WHERE ${conditions.join(' AND ')}`,
    ...(others.length === 0 ? [] : [ofFlows(context, whole, params, `(${others.join(' OR ')})`)]),
    ...(from < first ? [ofFlows(context, { from, to: first, filters }, params)] : []),
    ...(last < to ? [ofFlows(context, { from: last, to, filters }, params)] : []),
  ];
  return `(${branches.join(' UNION ALL ')})`;
}

/** An end whose place says all that there is to say of its country: a host, or a place abroad. */
const isPlain = (place: string) =>
  `(${place} = '' OR NOT (startsWith(${place}, 'aws') OR ${place} IN ('special', 'missing')))`;

/** The rule of the roll-up, said anew for single records: a test holds the two against each other. */
function ofFlows(context: ReadContext, scope: Scope, params: SqlParams, only?: string): string {
  const end = (side: 'src' | 'dst') => {
    const address = `ifNull(ifNull(f.pkt_${side}addr, f.${side}addr), toIPv6('::'))`;
    const service = `f.pkt_${side}_aws_service`;
    const is = (word: string) => `ifNull(f.${side}_scope = '${word}', 0)`;
    const country = `substring(dictGetOrDefault({country_of}, 'country', ${address}, ''), 1, 2)`;
    return [
      `if(${is('internal')}, ${address}, toIPv6('::')) AS ${side}_address`,
      `multiIf(${is('internal')}, '', ${is('external')}, ifNull(nullIf(${country}, ''), 'external'), ${is('aws')}, if(isNull(${service}), 'aws', concat('aws:', assumeNotNull(${service}))), ${is('special')}, 'special', 'missing') AS ${side}_place`,
    ];
  };
  const own = (side: 'src' | 'dst', direction: string) =>
    `f.direction = '${direction}' AND ifNull(f.pkt_${side}addr = f.${side}addr, 1), '${side}'`;
  const select = [
    'f.account_id, f.vpc_id, f.interface_id, f.subnet_id, f.az_id',
    ...end('src'),
    ...end('dst'),
    `multiIf(${own('src', 'egress')}, ${own('dst', 'ingress')}, NULL) AS own_end`,
    'f.initiator, f.service_port, f.protocol, f.action',
    'toUInt64(1) AS records',
    'if(f.counted = 1, ifNull(f.bytes, 0), 0) AS counted_bytes',
  ].join(', ');
  const text = `SELECT ${select} FROM ${tableName(context, 'flows')} AS f WHERE ${only === undefined ? '' : `${only} AND `}${flowsCondition(scope, params)}`;
  return resolveDictionaries(text, context.client.placement);
}
