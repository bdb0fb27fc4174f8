import type { ReadContext } from '../store/index.ts';
import { itemsOf, textOf } from './define-kind.ts';
import { type Before, heldAt, type InventoryObject } from './facts.ts';
import { type GroupRule, groupRulesAt } from './group-rules.ts';
import { loadHistories } from './histories.ts';
import { kindNamed } from './kinds/index.ts';
import { idsIn } from './place-of.ts';

/** What an object has to do with others at a time. */
export interface Related {
  /** Objects that it names. */
  readonly objects: readonly InventoryObject[];
  /** Identifiers that it names, and that no snapshot knows at that time. */
  readonly missing: readonly string[];
  /** Rules of its security groups, or its own where it is one. */
  readonly rules: readonly GroupRule[];
  /** The route table and the network ACL that apply to its subnets. */
  readonly route_tables: readonly InventoryObject[];
  readonly network_acls: readonly InventoryObject[];
}

/** What belongs to an object at a time. */
export async function relatedAt(
  context: ReadContext,
  object: InventoryObject,
  at: Date,
  before: Before = 'unknown',
): Promise<Related> {
  const { content, id } = object;
  const ids = [...idsIn(content, id), ...(kindNamed(object.kind)?.names?.(content, object) ?? [])];
  const wanted = [...new Set(ids)].filter((one) => one !== id).sort();
  // Where accounts share a name, the thing of the same account is meant.
  const found = (wanted.length === 0 ? [] : heldAt(await loadHistories(context, { ids: wanted }), at, before)).filter(
    (one, _, all) =>
      one.kind !== 'tags' &&
      (one.account === object.account || !all.some((other) => other.id === one.id && other.account === object.account)),
  );
  const groups = object.kind === 'security-group' ? [id] : wanted.filter((one) => one.startsWith('sg-'));
  const rules: GroupRule[] = [];
  for (const group of groups) rules.push(...((await groupRulesAt(context, group, at, before)) ?? []));
  const subnets = object.kind === 'subnet' ? [id] : wanted.filter((one) => one.startsWith('subnet-'));
  const around = await aroundSubnets(context, subnets, object.vpc, at, before);
  const known = new Set(found.map((one) => one.id));
  return { objects: found, missing: wanted.filter((one) => !known.has(one)), rules, ...around };
}

async function aroundSubnets(
  context: ReadContext,
  subnets: readonly string[],
  vpc: string | null,
  at: Date,
  before: Before,
): Promise<Pick<Related, 'route_tables' | 'network_acls'>> {
  if (subnets.length === 0) return { route_tables: [], network_acls: [] };
  const naming = [...subnets, ...(vpc === null ? [] : [vpc])];
  const all = heldAt(await loadHistories(context, { naming, kinds: ['route-table', 'network-acl'] }), at, before);
  const tables = all.filter(({ kind }) => kind === 'route-table');
  const associated = (one: InventoryObject, subnet: string) =>
    itemsOf(one.content, 'Associations').some((a) => textOf(a, 'SubnetId') === subnet);
  const main = tables.filter(
    (one) => one.vpc === vpc && itemsOf(one.content, 'Associations').some((a) => a['Main'] === true),
  );
  const route_tables = subnets.flatMap((subnet) => {
    const own = tables.filter((one) => associated(one, subnet));
    // A subnet without a table of its own uses the main one of its VPC.
    return own.length > 0 ? own : main;
  });
  const acls = all.filter((one) => one.kind === 'network-acl' && subnets.some((subnet) => associated(one, subnet)));
  return { route_tables: [...new Set(route_tables)], network_acls: acls };
}
