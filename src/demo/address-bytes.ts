const encoder = new TextEncoder();

/** Text as bytes that can be copied into a line. */
export const bytesOf = (text: string): Uint8Array => encoder.encode(text);

const none = bytesOf('-');

/** The three digits of every octet, so that a random address is four copies. */
const octets: readonly Uint8Array[] = Array.from({ length: 256 }, (_, n) => bytesOf(String(n)));
const hexDigits = bytesOf('0123456789abcdef');
const colon = 58;
const dot = 46;

/** An address as the bytes of its text, with the AWS service code that its range has. Reused for random addresses. */
export class AddressBytes {
  readonly bytes = new Uint8Array(45);
  length = 0;
  v6 = false;
  service: Uint8Array;

  constructor(text = '', service: string | null = null) {
    this.service = service === null ? none : bytesOf(service);
    const bytes = bytesOf(text);
    this.bytes.set(bytes);
    this.length = bytes.length;
    this.v6 = text.includes(':');
  }

  /** IPv4 from its 32-bit number. */
  setV4(address: number): void {
    let at = this.octet(address >>> 24, 0);
    this.bytes[at] = dot;
    at = this.octet((address >>> 16) & 255, at + 1);
    this.bytes[at] = dot;
    at = this.octet((address >>> 8) & 255, at + 1);
    this.bytes[at] = dot;
    this.length = this.octet(address & 255, at + 1);
    this.v6 = false;
  }

  /** IPv6 from eight groups, none of them zero: such an address has no short form, so this is its canonical text. */
  setV6(groups: Uint16Array): void {
    let at = 0;
    for (let i = 0; i < 8; i += 1) {
      const group = groups[i] ?? 1;
      if (i > 0) {
        this.bytes[at] = colon;
        at += 1;
      }
      let shift = group > 0xfff ? 12 : group > 0xff ? 8 : group > 0xf ? 4 : 0;
      for (; shift >= 0; shift -= 4) {
        this.bytes[at] = hexDigits[(group >>> shift) & 15] ?? 48;
        at += 1;
      }
    }
    this.length = at;
    this.v6 = true;
  }

  text(): string {
    return Buffer.from(this.bytes.buffer, 0, this.length).toString('latin1');
  }

  private octet(value: number, at: number): number {
    const digits = octets[value] ?? none;
    for (let i = 0; i < digits.length; i += 1) this.bytes[at + i] = digits[i] ?? 48;
    return at + digits.length;
  }
}

/** The 32-bit number of a dotted IPv4 address. */
function v4Number(text: string): number {
  return text.split('.').reduce((n, part) => n * 256 + Number(part), 0) >>> 0;
}

/** Start and host mask of an IPv4 CIDR. */
export function v4Range(cidr: string): { base: number; mask: number } {
  const [address = '', bits = '32'] = cidr.split('/');
  return { base: v4Number(address), mask: Number(bits) === 0 ? 0xffffffff : 2 ** (32 - Number(bits)) - 1 };
}
