import type { DemoNetwork } from './network.ts';

/** A JSON answer, or a part of one, as the AWS command line prints it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export const tags = (name: string, more: Readonly<Record<string, string>> = {}): Json =>
  Object.entries({ Name: name, ...more }).map(([Key, Value]) => ({ Key, Value }));

/** Who may come in: `any` is the internet, a CIDR is itself, another word is a security group. */
interface Inbound {
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly port: number;
  readonly from: string;
}

const tcp = (port: number, ...from: string[]): Inbound[] => from.map((f) => ({ protocol: 'tcp', port, from: f }));
const vpc = '10.20.0.0/16';
const offices = ['86.43.90.18/32', '81.130.44.201/32'];

const groups: Readonly<Record<string, { readonly description: string; readonly inbound: readonly Inbound[] }>> = {
  alb: { description: 'Internet-facing load balancers', inbound: [...tcp(443, 'any'), ...tcp(80, 'any')] },
  bastion: {
    description: 'Bastion host',
    inbound: [...tcp(22, ...offices), ...tcp(9100, 'monitor'), { protocol: 'icmp', port: -1, from: 'any' }],
  },
  vpn: {
    description: 'WireGuard gateway',
    inbound: [{ protocol: 'udp', port: 51820, from: 'any' }, ...tcp(9100, 'monitor')],
  },
  sftp: { description: 'File exchange with partners', inbound: [...tcp(22, 'any'), ...tcp(9100, 'monitor')] },
  reports: { description: 'Reports database', inbound: [...tcp(3306, 'batch'), ...tcp(9100, 'monitor')] },
  web: { description: 'Web hosts', inbound: [...tcp(8080, 'alb'), ...tcp(9100, 'monitor'), ...tcp(22, vpc)] },
  app: { description: 'Application hosts', inbound: [...tcp(9000, 'web'), ...tcp(9100, 'monitor'), ...tcp(22, vpc)] },
  batch: { description: 'Batch workers', inbound: [...tcp(9100, 'monitor'), ...tcp(22, 'bastion')] },
  db: {
    description: 'Main database',
    inbound: [...tcp(5432, 'app', 'db'), ...tcp(9100, 'monitor'), ...tcp(22, 'bastion')],
  },
  cache: { description: 'Session cache', inbound: tcp(6379, 'web', 'app') },
  dns: {
    description: 'DNS servers',
    inbound: [{ protocol: 'udp', port: 53, from: vpc }, ...tcp(53, vpc), ...tcp(9100, 'monitor')],
  },
  monitor: { description: 'Monitoring', inbound: tcp(22, 'bastion') },
  build: { description: 'Build runner', inbound: [...tcp(9100, 'monitor'), ...tcp(22, 'bastion')] },
  vpce: { description: 'Interface endpoints', inbound: tcp(443, vpc) },
};

/** Answers of describe-security-groups and describe-security-group-rules, which say the same twice. */
export function securityAnswers(network: DemoNetwork, databaseOpen: boolean): [string, Json][] {
  const { account, vpcId } = network;
  const described: Json[] = [];
  const rules: Json[] = [];
  const groupId = (name: string): string => network.id('sg', name);
  for (const [name, { description, inbound }] of Object.entries(groups)) {
    const all = name === 'reports' && databaseOpen ? [...inbound, ...tcp(3306, 'any')] : inbound;
    const permissions = new Map<string, { one: Inbound; ranges: Json[]; ranges6: Json[]; pairs: Json[] }>();
    const rule = (
      key: string,
      egress: boolean,
      protocol: string,
      port: number,
      end: { readonly [k: string]: Json },
    ): void => {
      rules.push({
        SecurityGroupRuleId: network.id('sgr', `${name}/${key}`),
        GroupId: groupId(name),
        GroupOwnerId: account,
        IsEgress: egress,
        IpProtocol: protocol,
        FromPort: port,
        ToPort: port,
        ...end,
        Tags: [],
        SecurityGroupRuleArn: `arn:aws:ec2:${network.region}:${account}:security-group-rule/${network.id('sgr', `${name}/${key}`)}`,
      });
    };
    for (const one of all) {
      const key = `${one.protocol}/${one.port}`;
      const slot = permissions.get(key) ?? { one, ranges: [], ranges6: [], pairs: [] };
      permissions.set(key, slot);
      if (one.from === 'any') {
        slot.ranges.push({ CidrIp: '0.0.0.0/0' });
        rule(`${key}/any`, false, one.protocol, one.port, { CidrIpv4: '0.0.0.0/0' });
        if (name === 'alb') {
          slot.ranges6.push({ CidrIpv6: '::/0' });
          rule(`${key}/any6`, false, one.protocol, one.port, { CidrIpv6: '::/0' });
        }
      } else if (one.from.includes('/')) {
        slot.ranges.push({ CidrIp: one.from });
        rule(`${key}/${one.from}`, false, one.protocol, one.port, { CidrIpv4: one.from });
      } else {
        slot.pairs.push({ UserId: account, GroupId: groupId(one.from) });
        const reference = { GroupId: groupId(one.from), UserId: account };
        rule(`${key}/${one.from}`, false, one.protocol, one.port, { ReferencedGroupInfo: reference });
      }
    }
    rule('out', true, '-1', -1, { CidrIpv4: '0.0.0.0/0' });
    rule('out6', true, '-1', -1, { CidrIpv6: '::/0' });
    described.push({
      GroupId: groupId(name),
      IpPermissionsEgress: [
        {
          IpProtocol: '-1',
          UserIdGroupPairs: [],
          IpRanges: [{ CidrIp: '0.0.0.0/0' }],
          Ipv6Ranges: [{ CidrIpv6: '::/0' }],
          PrefixListIds: [],
        },
      ],
      Tags: tags(name, { owner: 'platform' }),
      VpcId: vpcId,
      SecurityGroupArn: `arn:aws:ec2:${network.region}:${account}:security-group/${groupId(name)}`,
      OwnerId: account,
      GroupName: name,
      Description: description,
      IpPermissions: [...permissions.values()].map(({ one, ranges, ranges6, pairs }) => ({
        IpProtocol: one.protocol,
        FromPort: one.port,
        ToPort: one.port,
        UserIdGroupPairs: pairs,
        IpRanges: ranges,
        Ipv6Ranges: ranges6,
        PrefixListIds: [],
      })),
    });
  }
  return [
    ['ec2-describe-security-groups.json', { SecurityGroups: described }],
    ['ec2-describe-security-group-rules.json', { SecurityGroupRules: rules }],
    ['ec2-describe-network-acls.json', { NetworkAcls: networkAcls(network) }],
  ];
}

const last = 32767;

function networkAcls(network: DemoNetwork): Json[] {
  const allow = (egress: boolean): Json[] => [
    { CidrBlock: '0.0.0.0/0', Egress: egress, Protocol: '-1', RuleAction: 'allow', RuleNumber: 100 },
    { Egress: egress, Ipv6CidrBlock: '::/0', Protocol: '-1', RuleAction: 'allow', RuleNumber: 101 },
    { CidrBlock: '0.0.0.0/0', Egress: egress, Protocol: '-1', RuleAction: 'deny', RuleNumber: last },
    { Egress: egress, Ipv6CidrBlock: '::/0', Protocol: '-1', RuleAction: 'deny', RuleNumber: last + 1 },
  ];
  const acls = [
    { name: 'default', kinds: ['public', 'app', 'data', 'infra'] },
    { name: 'web', kinds: ['web'] },
  ];
  return acls.map(({ name, kinds }) => ({
    Associations: network.subnets
      .filter((subnet) => kinds.includes(subnet.kind))
      .map((subnet) => ({
        NetworkAclAssociationId: network.id('aclassoc', subnet.name),
        NetworkAclId: network.id('acl', name),
        SubnetId: subnet.id,
      })),
    Entries: [...allow(true), ...allow(false)],
    IsDefault: name === 'default',
    NetworkAclId: network.id('acl', name),
    Tags: tags(name),
    VpcId: network.vpcId,
    OwnerId: network.account,
  }));
}
