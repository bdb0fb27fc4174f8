import type { AddressBytes } from './address-bytes.ts';
import type { Rng } from './random.ts';
import type { RecordWriter } from './record-writer.ts';
import { Boundary, type Half, Initiator, type Nic, Path, Role } from './sight.ts';
import { cellOf, type Edges, type IncidentTally } from './tally.ts';

/** An end outside the VPC: its address and its number among the named ends. */
export interface Outside {
  readonly address: AddressBytes;
  readonly edge: number;
}

const cell = (boundary: number, role: number, initiator: number): number => cellOf(boundary, role, true, initiator);
const cells = {
  internal: [Initiator.src, Initiator.dst].map((i) => [
    cell(Boundary.internal, Role.counted, i),
    cell(Boundary.internal, Role.secondSight, i),
  ]),
  inbound: [Initiator.src, Initiator.dst].map((i) => cell(Boundary.inbound, Role.counted, i)),
  outbound: [Initiator.src, Initiator.dst].map((i) => cell(Boundary.outbound, Role.counted, i)),
};

/**
 * Turns conversations into the records that AWS would log of them: one per interface and direction, with the addresses
 * that this interface sees. `request` and `reply` are the two directions of the present minute; callers fill them first.
 */
export class Conversations {
  readonly request: Half = { packets: 0, bytes: 0, flags: 0 };
  readonly reply: Half = { packets: 0, bytes: 0, flags: 0 };
  /** First and last second of the conversation within the minute. */
  start = 0;
  end = 0;
  /** Where replies dropped by a network ACL are booked. */
  dropTally: IncidentTally | null = null;
  readonly out: RecordWriter;
  readonly edges: Edges;
  private readonly edgeIds: readonly number[];
  private readonly rng: Rng;

  constructor(out: RecordWriter, edges: Edges, nics: readonly Nic[], rng: Rng) {
    this.out = out;
    this.edges = edges;
    this.edgeIds = nics.map((nic) => edges.idOf(nic.it.name));
    this.rng = rng;
  }

  /** Draws the seconds of a conversation inside the minute that begins at `minuteStart`. */
  time(minuteStart: number): void {
    const first = this.rng.int(40);
    this.start = minuteStart + first;
    this.end = this.start + this.rng.int(58 - first);
  }

  /** Sets both directions. Bytes are payload; headers are added here, so that sizes always fit packet counts. */
  sizes(payloadOut: number, payloadIn: number, segment: number, flagsOut: number, flagsIn: number): void {
    const request = this.request;
    const reply = this.reply;
    request.packets = 1 + Math.ceil(payloadOut / segment) + ((payloadIn / (segment * 2)) | 0);
    reply.packets = 1 + Math.ceil(payloadIn / segment) + ((payloadOut / (segment * 2)) | 0);
    request.bytes = Math.round(payloadOut) + request.packets * 52;
    reply.bytes = Math.round(payloadIn) + reply.packets * 52;
    request.flags = flagsOut;
    reply.flags = flagsIn;
  }

  /** Two interfaces of the VPC: each direction is logged where it leaves and where it arrives. */
  internal(a: Nic, b: Nic, v6: boolean, srcport: number, dstport: number, protocol: number): void {
    if (a.down) return;
    const from = v6 && a.v6 !== null && b.v6 !== null ? a.v6 : a.v4;
    const to = from === a.v6 && b.v6 !== null ? b.v6 : b.v4;
    if (b.down) {
      this.unanswered(a, from, to, srcport, dstport, protocol);
      return;
    }
    const { out, request, reply } = this;
    if (b.repliesBlocked) {
      if (protocol === 6) {
        request.flags = 2;
        reply.flags = 18;
        request.packets = reply.packets = 3;
        request.bytes = reply.bytes = 180;
      }
      this.way(a, b, from, to, srcport, dstport, protocol, request, Initiator.src);
      if (!b.admits()) return;
      const before = out.incident;
      out.incident = this.dropTally;
      const c = cellOf(Boundary.internal, Role.counted, false, Initiator.dst);
      const { start, end } = this;
      out.record(b, to, from, dstport, srcport, protocol, reply, start, end, false, to, from, Path.sameVpc, c);
      out.incident = before;
      this.edge(a, b, protocol, dstport, request.bytes, 0);
      return;
    }
    const sent = this.way(a, b, from, to, srcport, dstport, protocol, request, Initiator.src);
    const answered = this.way(b, a, to, from, dstport, srcport, protocol, reply, Initiator.dst);
    if (sent || answered) this.edge(a, b, protocol, dstport, sent ? request.bytes : 0, answered ? reply.bytes : 0);
  }

  /** A caller whose SYN nobody answers, because the other side is out or no such host exists. */
  unanswered(a: Nic, from: AddressBytes, to: AddressBytes, srcport: number, dstport: number, protocol: number): void {
    if (!a.admits()) return;
    const { out, request, start, end } = this;
    request.flags = protocol === 6 ? 2 : 0;
    request.packets = protocol === 6 ? 3 : 1;
    request.bytes = request.packets * 60;
    const c = cell(Boundary.internal, Role.counted, Initiator.src);
    out.record(a, from, to, srcport, dstport, protocol, request, start, end, true, from, to, Path.sameVpc, c);
  }

  /** A packet that leaves `a` and is refused at `b` by its security group. */
  refusedInside(a: Nic, b: Nic, srcport: number, dstport: number, protocol: number): void {
    if (a.down || b.down) return;
    const { out, request, start, end } = this;
    const sent = a.admits();
    const c = cell(Boundary.internal, Role.counted, Initiator.src);
    if (sent)
      out.record(a, a.v4, b.v4, srcport, dstport, protocol, request, start, end, true, a.v4, b.v4, Path.sameVpc, c);
    if (!b.admits()) return;
    const role = sent ? Role.secondSight : Role.counted;
    const d = cellOf(Boundary.internal, role, false, Initiator.src);
    out.record(b, a.v4, b.v4, srcport, dstport, protocol, request, start, end, false, a.v4, b.v4, Path.ingress, d);
  }

  /** Somebody on the internet calls an interface with a public address. */
  fromOutside(nic: Nic, peer: Outside, srcport: number, dstport: number, protocol: number): void {
    if (nic.down) return;
    const { out, request, reply, start, end } = this;
    const own = this.ownAddress(nic, peer);
    const there = peer.address;
    const asked = nic.admits();
    const [asking, answering] = [cells.inbound[Initiator.src] as number, cells.outbound[Initiator.dst] as number];
    if (asked)
      out.record(nic, there, own, srcport, dstport, protocol, request, start, end, true, there, own, 0, asking);
    const told = nic.admits();
    const path = Path.internetGateway;
    if (told)
      out.record(nic, own, there, dstport, srcport, protocol, reply, start, end, true, own, there, path, answering);
    if (asked || told) {
      const to = this.edgeIds[nic.index] as number;
      this.edges.add(peer.edge, to, protocol, dstport, asked ? request.bytes : 0, told ? reply.bytes : 0);
    }
  }

  /** Somebody on the internet is refused. */
  refused(nic: Nic, peer: Outside, srcport: number, dstport: number, protocol: number): void {
    if (nic.down || !nic.admits()) return;
    const own = this.ownAddress(nic, peer);
    const there = peer.address;
    const { out, request, start, end } = this;
    const c = cellOf(Boundary.inbound, Role.counted, false, Initiator.src);
    out.record(nic, there, own, srcport, dstport, protocol, request, start, end, false, there, own, Path.ingress, c);
  }

  /** An interface calls the internet, or S3 through the gateway endpoint, without a NAT gateway between. */
  toOutside(nic: Nic, peer: Outside, srcport: number, dstport: number, protocol: number, path: number): void {
    if (nic.down) return;
    const { out, request, reply, start, end } = this;
    const own = this.ownAddress(nic, peer);
    const there = peer.address;
    const [asking, answering] = [cells.outbound[Initiator.src] as number, cells.inbound[Initiator.dst] as number];
    const asked = nic.admits();
    if (asked)
      out.record(nic, own, there, srcport, dstport, protocol, request, start, end, true, own, there, path, asking);
    const told = nic.admits();
    if (told)
      out.record(nic, there, own, dstport, srcport, protocol, reply, start, end, true, there, own, 0, answering);
    if (asked || told) {
      const from = this.edgeIds[nic.index] as number;
      this.edges.add(from, peer.edge, protocol, dstport, asked ? request.bytes : 0, told ? reply.bytes : 0);
    }
  }

  /**
   * The same through a NAT gateway: six records, three sights of each direction. The gateway prints itself as the far
   * end of its inner legs; the real one stands in the packet addresses. The outer leg has the translated port.
   */
  throughNat(
    nic: Nic,
    nat: Nic,
    peer: Outside,
    srcport: number,
    natport: number,
    dstport: number,
    protocol: number,
  ): void {
    if (nic.down || nat.down) return;
    const { out, request, reply, start, end } = this;
    const host = nic.v4;
    const gate = nat.v4;
    const there = peer.address;
    const [up, down] = [Boundary.outbound, Boundary.inbound];
    const own = nic.admits();
    const inner = own ? Role.secondSight : Role.counted;
    const [s, d] = [Initiator.src, Initiator.dst];
    const path = Path.sameVpc;
    if (own) {
      const c = cell(up, Role.counted, s);
      out.record(nic, host, there, srcport, dstport, protocol, request, start, end, true, host, there, path, c);
    }
    const later = end > start ? start + 1 : start;
    const gatewayOut = Path.internetGateway;
    const [c1, c2, c3, c4] = [
      cell(up, inner, s),
      cell(up, Role.otherLeg, s),
      cell(down, Role.otherLeg, d),
      cell(down, inner, d),
    ];
    out.record(nat, host, gate, srcport, dstport, protocol, request, later, end, true, host, there, Path.ingress, c1);
    out.record(nat, gate, there, natport, dstport, protocol, request, later, end, true, gate, there, gatewayOut, c2);
    out.record(nat, there, gate, dstport, natport, protocol, reply, later, end, true, there, gate, Path.ingress, c3);
    out.record(nat, gate, host, dstport, srcport, protocol, reply, later, end, true, there, host, path, c4);
    if (own) {
      const c = cell(down, Role.counted, d);
      out.record(nic, there, host, dstport, srcport, protocol, reply, later, end, true, there, host, Path.ingress, c);
    }
    this.edges.add(this.edgeIds[nic.index] as number, peer.edge, protocol, dstport, request.bytes, reply.bytes);
  }

  /** One direction between two interfaces. Counted where it leaves, or where it arrives if that is all that was seen. */
  private way(
    a: Nic,
    b: Nic,
    from: AddressBytes,
    to: AddressBytes,
    srcport: number,
    dstport: number,
    protocol: number,
    half: Half,
    initiator: number,
  ): boolean {
    const { out, start, end } = this;
    const [counted, second] = cells.internal[initiator] as [number, number];
    const sent = a.admits();
    if (sent)
      out.record(a, from, to, srcport, dstport, protocol, half, start, end, true, from, to, Path.sameVpc, counted);
    const later = end > start ? start + (half.packets & 1) : start;
    const got = b.admits();
    const c = sent ? second : counted;
    if (got) out.record(b, from, to, srcport, dstport, protocol, half, later, end, true, from, to, Path.ingress, c);
    return sent || got;
  }

  private edge(a: Nic, b: Nic, protocol: number, port: number, request: number, reply: number): void {
    this.edges.add(this.edgeIds[a.index] as number, this.edgeIds[b.index] as number, protocol, port, request, reply);
  }

  private ownAddress(nic: Nic, peer: Outside): AddressBytes {
    return peer.address.v6 && nic.v6 !== null ? nic.v6 : nic.v4;
  }
}
