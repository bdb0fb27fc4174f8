import { resolveDictionaries } from '../dictionaries.ts';
import { columnsOf, conditionSql } from '../reader/filters.ts';
import { flowsCondition } from '../reader/plan.ts';
import { type ReadContext, type Scope, tableName } from '../reader/scope.ts';
import { moment, type SqlParams } from '../reader/sql-params.ts';

const grain = 3600;
/** What the sums by pair can be filtered by: these mean there what they mean in `flows`. */
const held: ReadonlySet<string> = new Set([
  'account_id',
  'vpc_id',
  'interface_id',
  'initiator',
  'service_port',
  'protocol',
  'action',
  'boundary',
]);

const columns =
  'account_id, vpc_id, interface_id, subnet_id, az_id, src_address, src_place, dst_address, dst_place, own_end, initiator, service_port, protocol, action, records, toUInt64(bytes - uncounted_bytes) AS counted_bytes';

/**
 * Rows of sums by pair of ends over a scope: whole hours from the roll-up; the ragged ends of the range, and everything
 * where a filter needs more than the roll-up holds, from `flows`.
 * @param allowRollUp false reads `flows` alone, for comparison
 */
export function pairRows(context: ReadContext, scope: Scope, params: SqlParams, allowRollUp = true): string {
  const { from, to, filters } = scope;
  const [first, last] = [Math.ceil(from / grain) * grain, Math.floor(to / grain) * grain];
  const fits = allowRollUp && first < last && filters.every((f) => columnsOf(f).every((name) => held.has(name)));
  if (!fits) return `(${ofFlows(context, scope, params)})`;
  const conditions = [
    `f.hour >= ${moment(first)}`,
    `f.hour < ${moment(last)}`,
    ...filters.map((filter) => conditionSql(filter, (name) => `f.\`${name}\``, params)),
  ];
  const branches = [
    `SELECT ${columns} FROM ${tableName(context, 'flows_by_hour_pair')} AS f WHERE ${conditions.join(' AND ')}`,
    ...(from < first ? [ofFlows(context, { from, to: first, filters }, params)] : []),
    ...(last < to ? [ofFlows(context, { from: last, to, filters }, params)] : []),
  ];
  return `(${branches.join(' UNION ALL ')})`;
}

/** The rule of the roll-up, said anew for single records: a test holds the two against each other. */
function ofFlows(context: ReadContext, scope: Scope, params: SqlParams): string {
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
  const text = `SELECT ${select} FROM ${tableName(context, 'flows')} AS f WHERE ${flowsCondition(scope, params)}`;
  return resolveDictionaries(text, context.client.placement);
}
