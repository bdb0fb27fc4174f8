import type { ReadContext } from '../store/index.ts';
import { type Item, itemOf, itemsOf, textOf } from './define-kind.ts';
import { type Before, heldAt, objectAt } from './facts.ts';
import { loadHistories } from './histories.ts';

/** One thing that a security group allows. */
export interface GroupRule {
  readonly group: string;
  readonly direction: 'ingress' | 'egress';
  /** As AWS writes it: `tcp`, `udp`, `icmp`, a number, or `-1` for all. */
  readonly protocol: string;
  /** For ICMP type and code; null is all. */
  readonly from_port: number | null;
  readonly to_port: number | null;
  readonly peer_kind: 'cidr' | 'group' | 'prefix-list';
  readonly peer: string;
  readonly description: string | null;
  /** Identifier of the rule, where describe-security-group-rules was imported. */
  readonly rule: string | null;
}

/** What a security group allowed at a time; undefined when no snapshot knows the group then. */
export async function groupRulesAt(
  context: ReadContext,
  group: string,
  at: Date,
  before: Before = 'unknown',
): Promise<GroupRule[] | undefined> {
  const [found] = (await objectAt(context, group, at, before)).filter(({ kind }) => kind === 'security-group');
  const described = await loadHistories(context, { naming: [group], kinds: ['security-group-rule'] });
  const listed = heldAt(described, at, before).filter(({ content }) => textOf(content, 'GroupId') === group);
  const rules = listed.map(({ content }) => listedRule(group, content)).filter((rule) => rule !== undefined);
  if (found === undefined) return rules.length === 0 ? undefined : rules.sort(byText);
  const ids = new Map(rules.map((rule) => [sentence(rule), rule.rule]));
  const own = [
    ...permissions(group, 'ingress', itemsOf(found.content, 'IpPermissions')),
    ...permissions(group, 'egress', itemsOf(found.content, 'IpPermissionsEgress')),
  ];
  return own.map((rule) => ({ ...rule, rule: ids.get(sentence(rule)) ?? null })).sort(byText);
}

const peers = [
  ['IpRanges', 'CidrIp', 'cidr'],
  ['Ipv6Ranges', 'CidrIpv6', 'cidr'],
  ['UserIdGroupPairs', 'GroupId', 'group'],
  ['PrefixListIds', 'PrefixListId', 'prefix-list'],
] as const;

function permissions(group: string, direction: GroupRule['direction'], list: readonly Item[]): GroupRule[] {
  return list.flatMap((permission) =>
    peers.flatMap(([field, name, peer_kind]) =>
      itemsOf(permission, field).flatMap((one) => {
        const peer = textOf(one, name);
        if (peer === undefined) return [];
        return [
          {
            group,
            direction,
            ...what(permission),
            peer_kind,
            peer,
            description: textOf(one, 'Description') ?? null,
            rule: null,
          },
        ];
      }),
    ),
  );
}

function listedRule(group: string, item: Item): GroupRule | undefined {
  const cidr = textOf(item, 'CidrIpv4') ?? textOf(item, 'CidrIpv6');
  const other = textOf(itemOf(item, 'ReferencedGroupInfo'), 'GroupId');
  const peer = cidr ?? other ?? textOf(item, 'PrefixListId');
  if (peer === undefined) return undefined;
  return {
    group,
    direction: item['IsEgress'] === true ? 'egress' : 'ingress',
    ...what(item),
    peer_kind: cidr !== undefined ? 'cidr' : other !== undefined ? 'group' : 'prefix-list',
    peer,
    description: textOf(item, 'Description') ?? null,
    rule: textOf(item, 'SecurityGroupRuleId') ?? null,
  };
}

function what(item: Item): Pick<GroupRule, 'protocol' | 'from_port' | 'to_port'> {
  const protocol = textOf(item, 'IpProtocol') ?? '-1';
  return { protocol, from_port: port(item['FromPort']), to_port: port(item['ToPort']) };
}

/** One of the two calls writes -1 where the other writes nothing. */
const port = (value: unknown): number | null => (typeof value === 'number' && value >= 0 ? value : null);

const sentence = (rule: GroupRule) =>
  [rule.direction, rule.protocol, rule.from_port, rule.to_port, rule.peer].join(' ');
const byText = (a: GroupRule, b: GroupRule) =>
  a.direction === b.direction ? (sentence(a) < sentence(b) ? -1 : 1) : a.direction === 'ingress' ? -1 : 1;
