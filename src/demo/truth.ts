import type { DemoIncident } from './incident.ts';
import type { DemoNetwork } from './network.ts';
import type { DemoRun } from './options.ts';
import { clientRanges, clientRanges6, knownPeers } from './places.ts';
import { boundaryNames, type initiatorNames } from './sight.ts';
import type { Edges, Sums, Tally } from './tally.ts';

/** One boundary's sums. counted + secondSight + otherLegs = logged, to the byte. */
interface BoundarySums {
  readonly counted: Sums;
  readonly secondSight: Sums;
  readonly otherLegs: Sums;
  readonly logged: Sums;
}

export interface DemoName {
  readonly name: string;
  readonly tier: string;
  readonly owner: string | null;
  readonly interface: string | null;
  readonly instance: string | null;
  readonly zone: string | null;
  readonly public_address: string | null;
}

/** What is true of a demo's logs, exactly. Sums are decimal strings. */
export interface DemoTruth {
  readonly generator: 'weir-demo';
  readonly truth_version: 1;
  readonly seed: number;
  readonly rate: number;
  readonly hours: number;
  readonly format: string;
  readonly start: number;
  readonly end: number;
  readonly account: string;
  readonly region: string;
  readonly vpc: string;
  readonly cidrs: readonly string[];
  readonly flow_log: string;
  readonly files: number;
  readonly rules: Readonly<Record<string, string>>;
  readonly totals: Sums;
  readonly by_action: Readonly<Record<'ACCEPT' | 'REJECT', Sums>>;
  readonly by_log_status: Readonly<Record<'OK' | 'NODATA' | 'SKIPDATA', string>>;
  readonly boundaries: Readonly<Record<(typeof boundaryNames)[number], BoundarySums>>;
  readonly by_initiator: Readonly<Record<(typeof initiatorNames)[number], Sums>>;
  readonly names: Readonly<Record<string, DemoName>>;
  readonly listeners: readonly {
    readonly name: string;
    readonly address: string;
    readonly protocol: number;
    readonly port: number;
  }[];
  readonly edges: readonly Readonly<Record<string, string | number>>[];
  readonly client_ranges: readonly { readonly cidr: string; readonly country: string }[];
  readonly incidents: readonly DemoIncident[];
}

const rules = {
  totals: 'records counts every line but the headers; packets and bytes sum the lines that have them.',
  boundary:
    'By the ends of the packets (pkt_srcaddr, pkt_dstaddr): inbound comes from outside the VPC, outbound leaves it, internal does neither. A reply to the internet is outbound.',
  counted:
    'A direction of a conversation in one minute counts once: at the host that sent it, else where it was seen first. secondSight is the same packets at the next interface, otherLegs the outer leg of a NAT gateway.',
  initiator: 'src: the sender of the record opened the conversation. dst: the record is a reply.',
  edges:
    'Conversations that were answered, by names, each byte once. Ends on the internet without a name are one: internet.',
  incidents:
    "start and end are the first start and the last end of the incident's own records; match finds exactly these records.",
};

/** The truth file of a finished run. */
export function truthOf(
  run: DemoRun,
  network: DemoNetwork,
  tally: Tally,
  edges: Edges,
  incidents: readonly DemoIncident[],
  files: number,
): DemoTruth {
  const ok = tally.sums(() => true);
  const boundary = (name: string): BoundarySums => ({
    counted: tally.sums((b, role) => b === name && role === 'counted'),
    secondSight: tally.sums((b, role) => b === name && role === 'secondSight'),
    otherLegs: tally.sums((b, role) => b === name && role === 'otherLegs'),
    logged: tally.sums((b) => b === name),
  });
  const [inbound, outbound, internal] = boundaryNames.map(boundary) as [BoundarySums, BoundarySums, BoundarySums];
  return {
    generator: 'weir-demo',
    truth_version: 1,
    seed: run.seed,
    rate: run.rate,
    hours: run.hours,
    format: run.format,
    start: run.start,
    end: run.end,
    account: network.account,
    region: network.region,
    vpc: network.vpcId,
    cidrs: [network.cidr, network.cidr6],
    flow_log: network.flowLogId,
    files,
    rules,
    totals: { ...ok, records: String(tally.records) },
    by_action: {
      ACCEPT: tally.sums((_b, _r, action) => action === 'ACCEPT'),
      REJECT: tally.sums((_b, _r, action) => action === 'REJECT'),
    },
    by_log_status: { OK: ok.records, NODATA: String(tally.noData), SKIPDATA: String(tally.skipData) },
    boundaries: { inbound, outbound, internal },
    by_initiator: {
      src: tally.sums((_b, _r, _a, initiator) => initiator === 'src'),
      dst: tally.sums((_b, _r, _a, initiator) => initiator === 'dst'),
    },
    names: namesOf(network),
    listeners: listenersOf(network),
    edges: edges.list().map(({ requestBytes, replyBytes, ...edge }) => ({
      ...edge,
      request_bytes: String(requestBytes),
      reply_bytes: String(replyBytes),
    })),
    client_ranges: [...clientRanges, ...clientRanges6].map(({ cidr, country }) => ({ cidr, country })),
    incidents,
  };
}

function namesOf(network: DemoNetwork): Record<string, DemoName> {
  const names: Record<string, DemoName> = {};
  for (const it of network.interfaces) {
    const entry: DemoName = {
      name: it.name,
      tier: it.tier,
      owner: it.owner,
      interface: it.id,
      instance: it.instanceId,
      zone: it.subnet.zone.id,
      public_address: it.publicAddress,
    };
    for (const address of [it.address, it.address6, it.publicAddress]) if (address !== null) names[address] = entry;
  }
  for (const { name, address, role } of knownPeers) {
    names[address] = {
      name,
      tier: role,
      owner: null,
      interface: null,
      instance: null,
      zone: null,
      public_address: null,
    };
  }
  return names;
}

/** Who listens where: what a perfect guess of the service port would know. */
function listenersOf(network: DemoNetwork): DemoTruth['listeners'] {
  const ports: Readonly<Record<string, readonly (readonly [protocol: number, port: number])[]>> = {
    alb: [
      [6, 443],
      [6, 80],
    ],
    web: [[6, 8080]],
    app: [[6, 9000]],
    db: [[6, 5432]],
    cache: [[6, 6379]],
    dns: [[17, 53]],
    vpce: [[6, 443]],
    vpn: [[17, 51820]],
    sftp: [[6, 22]],
    bastion: [[6, 22]],
    reports: [[6, 3306]],
  };
  return network.interfaces.flatMap((it) => {
    const own = [...(ports[it.plan.group] ?? [])];
    const isPrivate = it.plan.kind === 'instance' && !it.plan.public;
    if (it.plan.kind === 'instance' && it.name !== 'monitor-1') own.push([6, 9100]);
    if (isPrivate && it.plan.group !== 'dns') own.push([6, 22]);
    return own.map(([protocol, port]) => ({ name: it.name, address: it.address, protocol, port }));
  });
}
