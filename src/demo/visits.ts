import type { Conversations } from './conversations.ts';
import type { Crowd } from './crowd.ts';
import type { Rng } from './random.ts';
import type { Nic } from './sight.ts';

/** Visitors of the shop and the API. A third of the visits reach into the next minute, some further. */
export class Visits {
  private readonly talk: Conversations;
  private readonly crowd: Crowd;
  private readonly fronts: readonly Nic[];
  private readonly dual: readonly Nic[];
  private readonly sizes: Float64Array;
  private readonly rng: Rng;
  private readonly limit: number;
  /** Visits that go on: address, source port, load balancer. The two sides change roles every minute. */
  private now: Ring;
  private later: Ring;
  private minuteStart = 0;

  constructor(
    talk: Conversations,
    crowd: Crowd,
    fronts: readonly Nic[],
    sizes: Float64Array,
    rng: Rng,
    recordsPerMinute: number,
  ) {
    this.talk = talk;
    this.crowd = crowd;
    this.fronts = fronts;
    this.dual = fronts.filter((nic) => nic.v6 !== null);
    this.sizes = sizes;
    this.rng = rng;
    this.limit = Math.max(16, Math.round(recordsPerMinute * 0.15));
    this.now = new Ring(this.limit);
    this.later = new Ring(this.limit);
  }

  /** Nothing was carried over: the first minute, or a very quiet one. */
  get idle(): boolean {
    return this.now.length === 0;
  }

  startMinute(minuteStart: number): void {
    this.minuteStart = minuteStart;
    const spent = this.now;
    this.now = this.later;
    this.later = spent;
    spent.length = 0;
  }

  /** Continues one visit of the minute before; false when none is left. */
  resume(): boolean {
    const { now, rng } = this;
    if (now.length === 0) return false;
    now.length -= 1;
    const i = now.length;
    const address = now.addresses[i] as number;
    const port = now.ports[i] as number;
    const front = now.fronts[i] as number;
    const nic = this.fronts[front];
    if (nic === undefined) return true;
    this.talk.time(this.minuteStart);
    const dice = rng.u32() & 15;
    const goesOn = dice < 4 && this.keep(address, port, front);
    const [up, down] = goesOn ? [0, 0] : dice === 15 ? [4, 0] : dice === 14 ? [5, 1] : [1, 1];
    this.send(up, down);
    this.crowd.person.address.setV4(address);
    this.talk.fromOutside(nic, this.crowd.person, port, 443, 6);
    return true;
  }

  begin(): void {
    const { rng } = this;
    const front = rng.int(this.fronts.length);
    const nic = this.fronts[front];
    if (nic === undefined) return;
    const address = this.crowd.client();
    const port = 1024 + rng.int(64000);
    const plain = rng.u32() % 24 === 0;
    const goesOn = !plain && rng.u32() % 3 === 0 && this.keep(address, port, front);
    if (plain) this.talk.sizes(140, 330, 900, 3, 19);
    else this.send(goesOn ? 2 : 3, goesOn ? 18 : 19);
    this.crowd.person.address.setV4(address);
    this.talk.fromOutside(nic, this.crowd.person, port, plain ? 80 : 443, 6);
  }

  begin6(): void {
    const nic = this.dual[this.rng.int(this.dual.length)];
    if (nic === undefined) return;
    this.send(3, 19);
    this.talk.fromOutside(nic, this.crowd.client6(), 1024 + this.rng.int(64000), 443, 6);
  }

  private send(flagsUp: number, flagsDown: number): void {
    const dice = this.rng.u32();
    const up = 1_800 * (this.sizes[dice & 4095] as number);
    const down = 24_000 * (this.sizes[(dice >>> 12) & 4095] as number);
    this.talk.sizes(up, down, 1200, flagsUp, flagsDown);
  }

  private keep(address: number, port: number, front: number): boolean {
    const { later } = this;
    if (later.length >= this.limit) return false;
    later.addresses[later.length] = address;
    later.ports[later.length] = port;
    later.fronts[later.length] = front;
    later.length += 1;
    return true;
  }
}

class Ring {
  length = 0;
  readonly addresses: Uint32Array;
  readonly ports: Uint16Array;
  readonly fronts: Uint8Array;

  constructor(size: number) {
    this.addresses = new Uint32Array(size);
    this.ports = new Uint16Array(size);
    this.fronts = new Uint8Array(size);
  }
}
