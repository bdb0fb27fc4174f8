import { boundaryNames, initiatorNames, roleNames } from './sight.ts';

/** Exact sums as decimal strings: they may pass 2^53. */
export interface Sums {
  readonly records: string;
  readonly packets: string;
  readonly bytes: string;
}

/** Index of the counter that a record belongs to. */
export const cellOf = (boundary: number, role: number, accept: boolean, initiator: number): number =>
  ((boundary * 3 + role) * 2 + (accept ? 0 : 1)) * 2 + initiator;

const cells = 36;
const spill = 2 ** 50;

/** Counts every record once by boundary, role, action and initiator; any total is a sum of such cells. */
export class Tally {
  records = 0;
  noData = 0;
  skipData = 0;
  private readonly counts = new Float64Array(cells);
  private readonly packets = new Float64Array(cells);
  private readonly bytes = new Float64Array(cells);
  private readonly fullBytes = Array.from({ length: cells }, () => 0n);

  add(cell: number, packets: number, bytes: number): void {
    this.records += 1;
    this.counts[cell] = (this.counts[cell] as number) + 1;
    this.packets[cell] = (this.packets[cell] as number) + packets;
    const sum = (this.bytes[cell] as number) + bytes;
    this.bytes[cell] = sum;
    if (sum > spill) this.empty(cell);
  }

  blank(status: 'NODATA' | 'SKIPDATA'): void {
    this.records += 1;
    if (status === 'NODATA') this.noData += 1;
    else this.skipData += 1;
  }

  /** Sum of the cells that the filter accepts. */
  sums(accepts: (boundary: string, role: string, action: string, initiator: string) => boolean): Sums {
    let records = 0;
    let packets = 0n;
    let bytes = 0n;
    for (let cell = 0; cell < cells; cell += 1) {
      const initiator = initiatorNames[cell % 2] ?? '';
      const action = (cell >> 1) % 2 === 0 ? 'ACCEPT' : 'REJECT';
      const role = roleNames[(cell >> 2) % 3] ?? '';
      const boundary = boundaryNames[Math.floor(cell / 12)] ?? '';
      if (!accepts(boundary, role, action, initiator)) continue;
      records += this.counts[cell] ?? 0;
      packets += BigInt(this.packets[cell] ?? 0);
      bytes += (this.fullBytes[cell] ?? 0n) + BigInt(this.bytes[cell] ?? 0);
    }
    return { records: String(records), packets: String(packets), bytes: String(bytes) };
  }

  /** Before a sum of doubles could lose a unit, it moves to an exact one. */
  private empty(cell: number): void {
    this.fullBytes[cell] = (this.fullBytes[cell] ?? 0n) + BigInt(this.bytes[cell] ?? 0);
    this.bytes[cell] = 0;
  }
}

/** The records of one incident. */
export class IncidentTally {
  records = 0;
  first = Number.POSITIVE_INFINITY;
  last = 0;

  add(start: number, end: number): void {
    this.records += 1;
    if (start < this.first) this.first = start;
    if (end > this.last) this.last = end;
  }
}

/** What one named end exchanged with another on one service, each byte counted once. */
export interface Edge {
  readonly client: string;
  readonly server: string;
  readonly protocol: number;
  readonly port: number;
  conversations: number;
  requestBytes: number;
  replyBytes: number;
}

/** Who called whom, by names. External ends without a name are `internet`. */
export class Edges {
  private readonly byKey = new Map<number, Edge>();
  private readonly names: string[] = ['internet'];
  private readonly ids = new Map<string, number>([['internet', 0]]);

  /** A number for a name, to be kept by the caller: looking names up per record would be slow. */
  idOf(name: string): number {
    let id = this.ids.get(name);
    if (id === undefined) {
      id = this.names.push(name) - 1;
      this.ids.set(name, id);
    }
    return id;
  }

  add(client: number, server: number, protocol: number, port: number, request: number, reply: number): void {
    const key = ((client * 256 + server) * 256 + protocol) * 65536 + port;
    let edge = this.byKey.get(key);
    if (edge === undefined) {
      const [from = '', to = ''] = [this.names[client], this.names[server]];
      edge = { client: from, server: to, protocol, port, conversations: 0, requestBytes: 0, replyBytes: 0 };
      this.byKey.set(key, edge);
    }
    edge.conversations += 1;
    edge.requestBytes += request;
    edge.replyBytes += reply;
  }

  list(): readonly Edge[] {
    return [...this.byKey.values()].sort((a, b) => b.requestBytes + b.replyBytes - (a.requestBytes + a.replyBytes));
  }
}
