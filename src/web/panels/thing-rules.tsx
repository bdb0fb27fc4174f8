import type { GroupRule } from '../../contract/index.ts';
import { protocolName, serviceName } from '../../fields/index.ts';
import { Card } from '../components/card.tsx';
import { type Column, DataTable, ExportButton } from '../components/data-table.tsx';
import { ThingLink } from '../components/thing.tsx';
import { plural } from '../data/format.ts';
import { portsText } from '../data/inventory.ts';

/** What the security groups of a thing allow. */
export function ThingRules({
  rules,
  names,
  withGroup,
}: {
  readonly rules: readonly GroupRule[];
  readonly names: Readonly<Record<string, string>>;
  /** False on the page of the group itself. */
  readonly withGroup: boolean;
}) {
  if (rules.length === 0) return null;
  const columns = columnsOf(names, withGroup);
  const title = withGroup ? 'What its groups allow' : 'What it allows';
  return (
    <Card
      title={title}
      about={plural(rules.length, 'rule')}
      actions={<ExportButton name="group-rules" columns={columns} rows={rules} />}
    >
      <DataTable label={title} columns={columns} rows={rules} rowKey={(rule) => JSON.stringify(rule)} />
    </Card>
  );
}

function columnsOf(names: Readonly<Record<string, string>>, withGroup: boolean): Column<GroupRule>[] {
  return [
    {
      head: 'direction',
      cell: ({ direction }) => (direction === 'ingress' ? 'in' : 'out'),
      plain: ({ direction }) => direction,
    },
    ...(withGroup
      ? [
          {
            head: 'group',
            cell: ({ group }: GroupRule) => <ThingLink id={group} name={names[group]} kind="security-group" />,
            plain: ({ group }: GroupRule) => group,
          },
        ]
      : []),
    { head: 'protocol', cell: protocolText, plain: ({ protocol }) => protocol },
    { head: 'port', numeric: true, cell: portText, plain: (rule) => portsText(rule.from_port, rule.to_port) },
    {
      head: 'peer',
      cell: ({ peer, peer_kind: kind }) =>
        kind === 'cidr' ? (
          <span className={isOpen(peer) ? 'mono refused' : 'mono'} title={isOpen(peer) ? 'everybody' : undefined}>
            {peer}
          </span>
        ) : (
          <ThingLink id={peer} name={names[peer]} kind={kind === 'group' ? 'security-group' : 'prefix-list'} />
        ),
      plain: ({ peer }) => peer,
    },
    {
      head: 'description',
      wideOnly: true,
      cell: ({ description }) => <span className="soft">{description}</span>,
      plain: ({ description }) => description,
    },
    {
      head: 'rule',
      wideOnly: true,
      cell: ({ rule }) => <span className="mono soft">{rule}</span>,
      plain: ({ rule }) => rule,
    },
  ];
}

const isOpen = (peer: string) => peer === '0.0.0.0/0' || peer === '::/0';

function protocolText({ protocol }: GroupRule): string {
  if (protocol === '-1') return 'all';
  return /^\d+$/.test(protocol) ? (protocolName(Number(protocol)) ?? protocol) : protocol.toUpperCase();
}

function portText({ from_port: from, to_port: to, protocol }: GroupRule) {
  const text = portsText(from, to);
  const number = protocol === 'tcp' ? 6 : protocol === 'udp' ? 17 : null;
  if (from === null || from !== to || number === null) return text;
  return <span title={serviceName(from, number)}>{text}</span>;
}
