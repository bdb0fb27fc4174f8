import { AddressBytes } from './address-bytes.ts';
import { ConnectionPool, ephemeralPort } from './connection-pool.ts';
import type { Conversations, Outside } from './conversations.ts';
import { Crowd } from './crowd.ts';
import { knownPeers, noisePorts } from './places.ts';
import { type Rng, sizeTable } from './random.ts';
import { type Nic, Path } from './sight.ts';
import type { Site } from './site.ts';
import { Visits } from './visits.ts';

type Kind =
  | 'visit'
  | 'visit6'
  | 'front'
  | 'back'
  | 'data'
  | 'session'
  | 'nat'
  | 's3'
  | 'logs'
  | 'dns'
  | 'scrape'
  | 'remote'
  | 'direct';

/** Share of all records, and records that one conversation gives. The noise has its own, steady budget. */
const mix: readonly (readonly [Kind, share: number, records: number])[] = [
  ['visit', 30, 2],
  ['visit6', 7, 2],
  ['front', 17, 4],
  ['back', 12, 4],
  ['data', 9, 4],
  ['session', 8, 4],
  ['nat', 6, 6],
  ['s3', 2.5, 2],
  ['logs', 2, 4],
  ['dns', 3, 4],
  ['scrape', 2, 4],
  ['remote', 0.8, 2],
  ['direct', 0.7, 2],
];

/** Share of the mean rate that is noise from the internet, day and night alike. */
export const noiseShare = 0.06;

const choices = 4096;

/** The everyday traffic of the network. One `step` writes one conversation's records of the present minute. */
export class Baseline {
  readonly crowd: Crowd;
  private readonly talk: Conversations;
  private readonly site: Site;
  private readonly rng: Rng;
  private readonly sizes: Float64Array;
  private readonly kinds: readonly Kind[];
  private readonly pools: Record<'front' | 'back' | 'data' | 'session' | 'scrape' | 'logs', ConnectionPool>;
  private readonly replication: ConnectionPool;
  private readonly visits: Visits;
  private readonly peers: Record<(typeof knownPeers)[number]['role'], Peer[]>;
  private readonly knocks: readonly (readonly [number, number])[];
  private minuteStart = 0;

  constructor(site: Site, talk: Conversations, recordsPerMinute: number, rng: Rng) {
    this.site = site;
    this.talk = talk;
    this.rng = rng;
    this.sizes = sizeTable(rng, 1.1);
    this.crowd = new Crowd(rng);
    this.visits = new Visits(talk, this.crowd, site.fronts, this.sizes, rng, recordsPerMinute);
    const total = mix.reduce((sum, [, share, records]) => sum + share / records, 0);
    this.kinds = mix.flatMap(([kind, share, records]) =>
      Array.from({ length: Math.max(1, Math.round((share / records / total) * choices)) }, () => kind),
    );
    const pool = (
      kind: Kind,
      from: readonly Nic[],
      to: readonly Nic[],
      port: number,
      up: number,
      down: number,
      churn: number,
      v6Share = 0,
    ): ConnectionPool => {
      const [, share, records] = mix.find(([k]) => k === kind) ?? [kind, 1, 4];
      const size = Math.max(4, Math.round(((recordsPerMinute * share) / 100 / records) * 0.8));
      return new ConnectionPool(from, to, size, { port, requestBytes: up, replyBytes: down, churn, v6Share }, rng);
    };
    const s = site;
    this.pools = {
      front: pool('front', s.fronts, s.web, 8080, 9_000, 60_000, 0.12),
      back: pool('back', s.web, s.app, 9000, 14_000, 38_000, 0.06, 0.08),
      data: pool(
        'data',
        s.app,
        [s.named('db-primary'), s.named('db-primary'), s.named('db-replica')],
        5432,
        6_000,
        52_000,
        0.02,
      ),
      session: pool('session', [...s.web, ...s.app], s.cache, 6379, 3_500, 11_000, 0.02),
      scrape: pool('scrape', [s.named('monitor-1')], s.instances, 9100, 700, 34_000, 0.01),
      logs: pool('logs', s.instances, s.endpoints, 443, 42_000, 3_000, 0.2),
    };
    const db = { port: 5432, requestBytes: 30_000, replyBytes: 9_000_000, churn: 0, v6Share: 0 };
    this.replication = new ConnectionPool([s.named('db-replica')], [s.named('db-primary')], 1, db, rng);
    this.peers = { s3: [], 'aws-api': [], saas: [], mirror: [], dns: [], office: [], partner: [], mirror6: [] };
    for (const peer of knownPeers) {
      const edge = talk.edges.idOf(peer.name);
      this.peers[peer.role].push({
        address: new AddressBytes(peer.address, peer.service),
        edge,
        port: peer.port,
        protocol: peer.protocol,
      });
    }
    this.knocks = noisePorts.flatMap(([protocol, port, weight]) =>
      Array.from({ length: weight }, () => [protocol, port] as const),
    );
  }

  startMinute(minuteStart: number): void {
    this.minuteStart = minuteStart;
    if (minuteStart % 3600 === 0 || this.visits.idle) this.crowd.atHour(Math.floor(minuteStart / 3600) % 24);
    for (const pool of Object.values(this.pools)) pool.newMinute();
    this.visits.startMinute(minuteStart);
    this.replication.newMinute();
    this.talk.time(minuteStart);
    this.replication.run(this.talk, this.sizes);
  }

  /** One refused knock from the internet. */
  noise(): void {
    const { rng, talk, site } = this;
    talk.time(this.minuteStart);
    const nic = site.publics[rng.int(site.publics.length)];
    const [protocol, port] = this.knocks[rng.int(this.knocks.length)] ?? [6, 23];
    if (nic === undefined) return;
    const packets = 1 + (rng.u32() % 3 === 0 ? rng.int(3) : 0);
    const size = protocol === 6 ? (rng.u32() % 3 === 0 ? 60 : 40) : 60 + rng.int(160);
    Object.assign(talk.request, { packets, bytes: packets * size, flags: protocol === 6 ? 2 : 0 });
    const port2 = site.opens(nic, protocol, port) ? 23 : port;
    talk.refused(nic, this.crowd.knock(), 1024 + rng.int(64000), port2, port2 === port ? protocol : 6);
  }

  step(): void {
    const { rng, talk } = this;
    if (this.visits.resume()) return;
    talk.time(this.minuteStart);
    const kind = this.kinds[rng.int(this.kinds.length)] ?? 'visit';
    switch (kind) {
      case 'visit':
        this.visits.begin();
        break;
      case 'visit6':
        this.visits.begin6();
        break;
      case 'nat':
        this.natCall();
        break;
      case 's3':
        this.s3Call();
        break;
      case 'dns':
        this.lookup();
        break;
      case 'remote':
        this.remote();
        break;
      case 'direct':
        this.direct();
        break;
      default:
        this.pools[kind].run(talk, this.sizes);
        break;
    }
  }

  private size(median: number): number {
    return median * (this.sizes[this.rng.u32() & 4095] as number);
  }

  private natCall(): void {
    const { rng, talk, site } = this;
    const dice = rng.int(100);
    const role = dice < 30 ? 'saas' : dice < 58 ? 'aws-api' : dice < 70 ? 'mirror' : dice < 88 ? 'dns' : 's3';
    const peer = rng.pick(this.peers[role]);
    let nic = rng.pick(role === 'dns' ? site.dns : role === 'mirror' ? site.updaters : site.callers);
    // Only zone 3 lacks the route to the gateway endpoint, so only its S3 traffic takes the NAT gateway.
    if (role === 's3') nic = rng.pick(site.zone3);
    if (role === 'dns') talk.sizes(60, 180, 1200, 0, 0);
    else if (role === 's3' || role === 'mirror') talk.sizes(this.size(3_000), this.size(220_000), 1300, 3, 19);
    else talk.sizes(this.size(2_400), this.size(5_200), 900, 3, 19);
    if (role === 'dns') talk.request.packets = talk.reply.packets = 1;
    const port = ephemeralPort(rng);
    talk.throughNat(nic, site.natOf(nic), peer, port, 1024 + rng.int(64000), peer.port, peer.protocol);
  }

  private s3Call(): void {
    const { rng, talk, site } = this;
    const nic = rng.u32() % 3 === 0 ? rng.pick(site.gatewayUsers) : rng.pick(site.batch);
    const upload = rng.u32() % 3 === 0;
    talk.sizes(this.size(upload ? 700_000 : 4_000), this.size(upload ? 2_000 : 900_000), 1400, 3, 19);
    talk.toOutside(nic, rng.pick(this.peers.s3), ephemeralPort(rng), 443, 6, Path.s3Gateway);
  }

  /** Hosts ask the company's own DNS servers; what those ask of the VPC resolver is never logged. */
  private lookup(): void {
    const { rng, talk, site } = this;
    const questions = 1 + rng.int(3);
    talk.sizes(questions * 45, questions * 130, 1200, 0, 0);
    talk.request.packets = talk.reply.packets = questions;
    talk.request.bytes = questions * (28 + 32 + rng.int(30));
    talk.reply.bytes = questions * (28 + 60 + rng.int(180));
    talk.internal(rng.pick(site.privates), rng.pick(site.dns), false, ephemeralPort(rng), 53, 17);
  }

  /** People who work from elsewhere, partners who fetch files, administrators on the bastion. */
  private remote(): void {
    const { rng, talk, site } = this;
    const dice = rng.int(10);
    if (dice < 6) {
      this.crowd.person.address.setV4(this.crowd.client());
      talk.sizes(this.size(90_000), this.size(400_000), 1200, 0, 0);
      talk.fromOutside(site.named('vpn-1'), this.crowd.person, 1024 + rng.int(64000), 51820, 17);
    } else if (dice < 8) {
      talk.sizes(this.size(60_000), this.size(300_000), 1300, 3, 19);
      talk.fromOutside(site.named('sftp-1'), rng.pick(this.peers.partner), ephemeralPort(rng), 22, 6);
    } else if (dice < 9) {
      talk.sizes(this.size(7_000), this.size(24_000), 300, rng.int(2) * 3, 0);
      if (talk.request.flags === 3) talk.reply.flags = 19;
      talk.fromOutside(site.named('bastion'), rng.pick(this.peers.office), ephemeralPort(rng), 22, 6);
    } else if (rng.u32() % 2 === 0) {
      talk.sizes(this.size(3_000), this.size(180_000), 900, 3, 19);
      talk.internal(rng.pick(site.batch), site.named('reports-db'), false, ephemeralPort(rng), 3306, 6);
    } else {
      talk.sizes(this.size(6_000), this.size(20_000), 300, 3, 19);
      talk.internal(site.named('bastion'), rng.pick(site.privates), false, ephemeralPort(rng), 22, 6);
    }
  }

  /** Calls that need no NAT gateway: public hosts over IPv4, web hosts over IPv6 through the egress-only gateway. */
  private direct(): void {
    const { rng, talk, site } = this;
    const v6 = rng.u32() % 2 === 0;
    const peer = rng.pick(v6 ? this.peers.mirror6 : this.peers.mirror);
    talk.sizes(this.size(2_500), this.size(120_000), 1300, 3, 19);
    talk.toOutside(
      rng.pick(v6 ? site.web : site.publicHosts),
      peer,
      ephemeralPort(rng),
      peer.port,
      6,
      Path.internetGateway,
    );
  }
}

interface Peer extends Outside {
  readonly port: number;
  readonly protocol: number;
}
