import type { AddressBytes } from './address-bytes.ts';
import { bytesOf } from './address-bytes.ts';
import { type Half, type Nic, pathTails } from './sight.ts';
import { type IncidentTally, Tally } from './tally.ts';

const space = 32;
const zero = 48;
const longestLine = 700;
const v4Type = bytesOf(' IPv4 ');
const v6Type = bytesOf(' IPv6 ');

const pairs = bytesOf(Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0')).join(''));

/**
 * Writes record lines as bytes into a buffer that the caller takes away, and counts what it writes. It makes no object
 * and no string per record: at hundreds of thousands of records a second each would cost more than the line itself.
 */
export class RecordWriter {
  readonly tally = new Tally();
  /** Records between two flushes are also booked on this incident. */
  incident: IncidentTally | null = null;
  length = 0;
  minute = -1;
  private buffer: Uint8Array;
  private spare: Uint8Array;
  private readonly full: boolean;

  constructor(full: boolean, capacity: number) {
    this.full = full;
    this.buffer = new Uint8Array(capacity + longestLine);
    this.spare = new Uint8Array(capacity + longestLine);
  }

  /** The bytes written so far. They stay valid until the call after the next: two buffers take turns. */
  take(): Uint8Array {
    const chunk = this.buffer.subarray(0, this.length);
    const next = this.spare;
    this.spare = this.buffer;
    this.buffer = next;
    this.length = 0;
    return chunk;
  }

  text(text: string): void {
    this.room();
    this.length = copy(this.buffer, this.length, bytesOf(text), text.length);
  }

  /** One OK record. `cell` is `cellOf(...)`; `path` indexes `pathTails`. */
  record(
    nic: Nic,
    src: AddressBytes,
    dst: AddressBytes,
    srcport: number,
    dstport: number,
    protocol: number,
    half: Half,
    start: number,
    end: number,
    accept: boolean,
    pktSrc: AddressBytes,
    pktDst: AddressBytes,
    path: number,
    cell: number,
  ): void {
    this.room();
    const out = this.buffer;
    let at = copy(out, this.length, nic.head, nic.head.length);
    at = copy(out, at, src.bytes, src.length);
    out[at] = space;
    at = copy(out, at + 1, dst.bytes, dst.length);
    out[at] = space;
    at = writeInt(out, at + 1, srcport);
    out[at] = space;
    at = writeInt(out, at + 1, dstport);
    out[at] = space;
    at = writeInt(out, at + 1, protocol);
    out[at] = space;
    at = writeNumber(out, at + 1, half.packets);
    out[at] = space;
    at = writeNumber(out, at + 1, half.bytes);
    out[at] = space;
    at = writeTime(out, at + 1, start);
    out[at] = space;
    at = writeTime(out, at + 1, end);
    out[at] = space;
    const middle = accept ? nic.accepted : nic.rejected;
    at = copy(out, at + 1, middle, middle.length);
    if (this.full) {
      at = writeInt(out, at, half.flags);
      at = copy(out, at, src.v6 ? v6Type : v4Type, 6);
      at = copy(out, at, pktSrc.bytes, pktSrc.length);
      out[at] = space;
      at = copy(out, at + 1, pktDst.bytes, pktDst.length);
      at = copy(out, at, nic.place, nic.place.length);
      at = copy(out, at, pktSrc.service, pktSrc.service.length);
      out[at] = space;
      at = copy(out, at + 1, pktDst.service, pktDst.service.length);
      const tail = pathTails[path] as Uint8Array;
      at = copy(out, at, tail, tail.length);
    }
    this.length = at;
    nic.lastMinute = this.minute;
    this.tally.add(cell, half.packets, half.bytes);
    if (this.incident !== null) this.incident.add(start, end);
  }

  /** A NODATA or SKIPDATA record. */
  blank(nic: Nic, status: 'NODATA' | 'SKIPDATA', start: number, end: number): void {
    this.room();
    const out = this.buffer;
    let at = copy(out, this.length, nic.blankHead, nic.blankHead.length);
    at = writeTime(out, at, start);
    out[at] = space;
    this.length = writeTime(out, at + 1, end);
    this.text(` - ${status}${nic.blankTail}`);
    this.tally.blank(status);
    if (this.incident !== null) this.incident.add(start, end);
  }

  private room(): void {
    if (this.length + longestLine <= this.buffer.length) return;
    const grown = new Uint8Array(this.buffer.length * 2);
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }
}

function copy(out: Uint8Array, at: number, from: Uint8Array, length: number): number {
  for (let i = 0; i < length; i += 1) out[at + i] = from[i] as number;
  return at + length;
}

/** A whole number below 2^31. */
function writeInt(out: Uint8Array, at: number, value: number): number {
  if (value < 10) {
    out[at] = zero + value;
    return at + 1;
  }
  let digits = 2;
  for (let limit = 100; value >= limit && digits < 10; limit *= 10) digits += 1;
  const end = at + digits;
  let rest = value | 0;
  for (let i = end - 1; i >= at; i -= 1) {
    const tenth = (rest / 10) | 0;
    out[i] = zero + rest - tenth * 10;
    rest = tenth;
  }
  return end;
}

/** A whole number below 2^53. */
function writeNumber(out: Uint8Array, at: number, value: number): number {
  if (value < 1e9) return writeInt(out, at, value);
  const high = Math.floor(value / 1e9);
  const next = writeNumber(out, at, high);
  let rest = value - high * 1e9;
  for (let i = next + 8; i >= next; i -= 1) {
    const tenth = Math.floor(rest / 10);
    out[i] = zero + rest - tenth * 10;
    rest = tenth;
  }
  return next + 9;
}

/** Unix seconds of ten digits. */
function writeTime(out: Uint8Array, at: number, value: number): number {
  let rest = value;
  for (let i = at + 8; i >= at; i -= 2) {
    const hundredth = Math.floor(rest / 100);
    const pair = (rest - hundredth * 100) * 2;
    out[i] = pairs[pair] as number;
    out[i + 1] = pairs[pair + 1] as number;
    rest = hundredth;
  }
  return at + 10;
}
