import type { Conversations } from './conversations.ts';
import type { Rng } from './random.ts';
import type { Nic } from './sight.ts';

const Age = { fresh: 0, open: 1 } as const;

/** How much one minute of a connection carries, in payload bytes. */
export interface Profile {
  readonly port: number;
  readonly requestBytes: number;
  readonly replyBytes: number;
  /** Share of minutes in which a connection is closed and another one opened in its place. */
  readonly churn: number;
  readonly v6Share: number;
}

/**
 * Connections that live for many minutes, as pools between services do. Each appears at most once a minute, with SYN in
 * its first, FIN in its last and no flags in between; work beyond the pool goes over short connections.
 */
export class ConnectionPool {
  private readonly ports: Uint16Array;
  private readonly froms: Uint8Array;
  private readonly tos: Uint8Array;
  private readonly ages: Uint8Array;
  private readonly clients: readonly Nic[];
  private readonly servers: readonly Nic[];
  private readonly profile: Profile;
  private readonly rng: Rng;
  private next = 0;
  private usedThisMinute = 0;

  constructor(clients: readonly Nic[], servers: readonly Nic[], size: number, profile: Profile, rng: Rng) {
    this.clients = clients;
    this.servers = servers;
    this.profile = profile;
    this.rng = rng;
    this.ports = new Uint16Array(size);
    this.froms = new Uint8Array(size);
    this.tos = new Uint8Array(size);
    this.ages = new Uint8Array(size);
    for (let i = 0; i < size; i += 1) this.renew(i);
    this.ages.fill(Age.open);
  }

  newMinute(): void {
    this.usedThisMinute = 0;
  }

  /** One connection's records of this minute. `sizes` are log-normal multipliers. */
  run(talk: Conversations, sizes: Float64Array): void {
    const { rng, profile } = this;
    const dice = rng.u32();
    const request = profile.requestBytes * (sizes[dice & 4095] as number);
    const reply = profile.replyBytes * (sizes[(dice >>> 12) & 4095] as number);
    if (this.usedThisMinute >= this.ports.length) {
      const [from, to] = [this.clients[rng.int(this.clients.length)], this.servers[rng.int(this.servers.length)]];
      if (from === undefined || to === undefined) return;
      talk.sizes(request / 4, reply / 4, 900, 3, 19);
      talk.internal(from, to, false, ephemeralPort(rng), profile.port, 6);
      return;
    }
    this.usedThisMinute += 1;
    const i = this.next;
    this.next = i + 1 === this.ports.length ? 0 : i + 1;
    const [from, to] = [this.clients[this.froms[i] as number], this.servers[this.tos[i] as number]];
    if (from === undefined || to === undefined) return;
    const fresh = this.ages[i] === Age.fresh;
    const closes = (dice >>> 24) / 256 < profile.churn;
    talk.sizes(request, reply, 900, (fresh ? 2 : 0) | (closes ? 1 : 0), (fresh ? 18 : 0) | (closes ? 1 : 0));
    // A connection keeps its family for its whole life, so it is read off its port.
    const port = this.ports[i] as number;
    const v6 = (port & 255) / 256 < profile.v6Share;
    talk.internal(from, to, v6, port, profile.port, 6);
    this.ages[i] = Age.open;
    if (from.down || to.down || to.repliesBlocked) this.reopen(i);
    else if (closes) this.renew(i);
  }

  private renew(i: number): void {
    this.froms[i] = this.rng.int(this.clients.length);
    this.tos[i] = this.rng.int(this.servers.length);
    this.reopen(i);
  }

  /** The same two ends try again. */
  private reopen(i: number): void {
    this.ports[i] = ephemeralPort(this.rng);
    this.ages[i] = Age.fresh;
  }
}

/** A source port as Linux picks it. */
export const ephemeralPort = (rng: Rng): number => 32768 + (rng.u32() % 28232);
