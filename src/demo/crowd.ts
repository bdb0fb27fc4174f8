import { AddressBytes, v4Range } from './address-bytes.ts';
import type { Outside } from './conversations.ts';
import { type ClientRange, clientRanges, clientRanges6, scannerRanges } from './places.ts';
import type { Rng } from './random.ts';

const choices = 4096;
const regulars = 8192;

/** Last octet of a client or scanner: 1 to 249. Above that live the addresses that incidents keep to themselves. */
const hostPart = (address: number): number => {
  const last = address & 255;
  return last >= 1 && last <= 249 ? address : ((address & ~255) | (17 + (last & 127))) >>> 0;
};

/** A table in which every entry fills a share of the slots, to pick by one array look-up. */
function shares(weights: readonly number[]): Uint8Array {
  const table = new Uint8Array(choices);
  const total = weights.reduce((sum, w) => sum + w, 0);
  let at = 0;
  let sum = 0;
  weights.forEach((weight, index) => {
    sum += weight;
    const until = Math.round((sum / total) * choices);
    table.fill(index, at, until);
    at = until;
  });
  return table;
}

class Ranges {
  private readonly bases: Uint32Array;
  private readonly masks: Uint32Array;
  private readonly list: readonly ClientRange[];
  private table: Uint8Array;

  constructor(list: readonly ClientRange[]) {
    this.list = list;
    this.bases = Uint32Array.from(list, (r) => v4Range(r.cidr).base);
    this.masks = Uint32Array.from(list, (r) => v4Range(r.cidr).mask);
    this.table = shares(list.map((r) => r.weight));
  }

  /** At night a country is quiet: weights follow the local hour of `hourUtc`. */
  atHour(hourUtc: number): void {
    this.table = shares(this.list.map((r) => r.weight * wakefulness(hourUtc + r.utcOffset)));
  }

  draw(rng: Rng): number {
    const index = this.table[rng.u32() & (choices - 1)] as number;
    const mask = this.masks[index] as number;
    return hostPart(((this.bases[index] as number) + ((rng.u32() & mask) >>> 0)) >>> 0);
  }
}

/** Share of people who are online at a local hour, around 1. */
export function wakefulness(localHour: number): number {
  const day = Math.cos(((localHour - 16.5) / 24) * 2 * Math.PI);
  const evening = Math.cos(((localHour - 20) / 12) * 2 * Math.PI);
  return 1 + 0.52 * day + 0.15 * evening;
}

/** The people of the internet: a few come again and again, most are seen once. Addresses are lent, not owned. */
export class Crowd {
  /** The address drawn last; overwritten by the next draw. */
  readonly person: Outside = { address: new AddressBytes(), edge: 0 };
  readonly scanner: Outside = { address: new AddressBytes(), edge: 0 };
  private readonly clients = new Ranges(clientRanges);
  private readonly scanners = new Ranges(scannerRanges);
  private readonly known: Uint32Array;
  private readonly groups = new Uint16Array(8);
  private readonly families = shares(clientRanges6.map((r) => r.weight));
  private readonly known6: readonly Outside[];
  private readonly rng: Rng;

  constructor(rng: Rng) {
    this.rng = rng;
    this.known = Uint32Array.from({ length: regulars }, () => this.clients.draw(rng));
    this.known6 = Array.from({ length: 512 }, () => {
      const outside = { address: new AddressBytes(), edge: 0 };
      this.fill6(outside.address);
      return outside;
    });
  }

  atHour(hourUtc: number): void {
    this.clients.atHour(hourUtc);
  }

  /** A client's IPv4 address as a number. */
  client(): number {
    const { rng } = this;
    const dice = rng.u32();
    if ((dice & 3) !== 0) {
      const skew = rng.float();
      return this.known[Math.floor(regulars * skew * skew * skew)] as number;
    }
    const fresh = this.clients.draw(rng);
    if ((dice & 28) === 0) this.known[dice >>> 19] = fresh;
    return fresh;
  }

  client6(): Outside {
    const { rng } = this;
    const dice = rng.u32();
    const outside = this.known6[(dice >>> 8) & 511] ?? this.person;
    if ((dice & 15) === 0) this.fill6(outside.address);
    return outside;
  }

  /** Somebody who knocks. */
  knock(): Outside {
    this.scanner.address.setV4(this.scanners.draw(this.rng));
    return this.scanner;
  }

  private fill6(address: AddressBytes): void {
    const { rng, groups } = this;
    const range = clientRanges6[this.families[rng.u32() & (choices - 1)] as number];
    if (range === undefined) return;
    groups[0] = range.first;
    groups[1] = range.second + rng.int(range.span);
    for (let i = 2; i < 8; i += 1) groups[i] = 1 + (rng.u32() % 0xfffe);
    address.setV6(groups);
  }
}
