/** Addresses as numbers: IPv4 in 32 bits, IPv6 in 128. */
export type Family = 4 | 6;

export interface ParsedAddress {
  readonly family: Family;
  readonly value: bigint;
}

const widths = { 4: 32, 6: 128 } as const;

/** Reads `10.0.0.1` or `2001:db8::1` (also `::ffff:10.0.0.1`, which is IPv4). Returns undefined for anything else. */
export function parseAddress(text: string): ParsedAddress | undefined {
  if (!text.includes(':')) {
    const value = parseIPv4(text);
    return value === undefined ? undefined : { family: 4, value };
  }
  const value = parseIPv6(text);
  if (value === undefined) return undefined;
  return value >> 32n === 0xffffn ? { family: 4, value: value & 0xffffffffn } : { family: 6, value };
}

// Files of networks have a million of addresses: they are read by their characters, and numbers are made of them once.
const [zero, nine, dot, upperA, lowerA] = [48, 57, 46, 65, 97];

function parseIPv4(text: string): bigint | undefined {
  let value = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= zero && code <= nine) {
      part = part * 10 + code - zero;
      if (++digits > 3 || part > 255) return undefined;
    } else if (code === dot && digits > 0 && ++dots < 4) {
      value = value * 256 + part;
      part = 0;
      digits = 0;
    } else return undefined;
  }
  return dots === 3 && digits > 0 ? BigInt(value * 256 + part) : undefined;
}

/** The eight groups of an IPv6 address, also seen as two numbers of 64 bits. */
const groups = new DataView(new ArrayBuffer(16));

function parseIPv6(text: string): bigint | undefined {
  const source = withHexTail(text);
  const sides = source?.split('::') ?? [];
  if (sides.length < 1 || sides.length > 2) return undefined;
  const [left = [], right = []] = sides.map((side) => (side === '' ? [] : side.split(':')));
  const missing = 8 - left.length - right.length;
  if (sides.length === 1 ? missing !== 0 : missing < 1) return undefined;
  for (let i = 0; i < 8; i++) {
    const group = i < left.length ? left[i] : right[i - left.length - missing];
    const number = group === undefined ? 0 : hexGroup(group);
    if (number === undefined) return undefined;
    groups.setUint16(2 * i, number);
  }
  return (groups.getBigUint64(0) << 64n) | groups.getBigUint64(8);
}

/** `::ffff:10.0.0.1` → `::ffff:a00:1`; undefined where what looks like IPv4 is none. */
function withHexTail(text: string): string | undefined {
  if (!text.includes('.')) return text;
  const behind = text.lastIndexOf(':') + 1;
  const value = parseIPv4(text.slice(behind));
  return value === undefined
    ? undefined
    : `${text.slice(0, behind)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}

/** One to four hexadecimal digits. */
function hexGroup(text: string): number | undefined {
  if (text.length < 1 || text.length > 4) return undefined;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const lower = code >= upperA && code < lowerA ? code + 32 : code;
    if (code >= zero && code <= nine) value = value * 16 + code - zero;
    else if (lower >= lowerA && lower < lowerA + 6) value = value * 16 + lower - lowerA + 10;
    else return undefined;
  }
  return value;
}

/** An address in its usual spelling: dotted IPv4, RFC 5952 IPv6. */
export function formatAddress({ family, value }: ParsedAddress): string {
  return family === 4 ? formatIPv4(Number(value)) : formatIPv6(value);
}

function formatIPv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

function formatIPv6(value: bigint): string {
  groups.setBigUint64(0, value >> 64n);
  groups.setBigUint64(8, value);
  let start = -1;
  let longest = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && groups.getUint16(2 * (i + length)) === 0) length++;
    if (length > longest) [start, longest] = [i, length];
    if (length > 0) i += length;
  }
  if (start < 0) return hexText(0, 8);
  return `${hexText(0, start)}::${hexText(start + longest, 8)}`;
}

function hexText(from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += `${i > from ? ':' : ''}${groups.getUint16(2 * i).toString(16)}`;
  return text;
}

/** The networks that together cover exactly the range from `low` to `high`, both inclusive, as `address/length`. */
export function rangeToNetworks(family: Family, low: bigint, high: bigint): string[] {
  const width = widths[family];
  const networks: string[] = [];
  let start = low;
  while (start <= high) {
    // As far as the start is aligned, and the range goes.
    const bits = Math.min(trailingZeros(start, width), bitLength(high - start + 1n) - 1);
    networks.push(`${formatAddress({ family, value: start })}/${width - bits}`);
    start += 1n << BigInt(bits);
  }
  return networks;
}

function trailingZeros(value: bigint, most: number): number {
  let rest = value;
  for (let count = 0; count < most; count += 32) {
    const low = Number(BigInt.asIntN(32, rest));
    if (low !== 0) return count + 31 - Math.clz32(low & -low);
    rest >>= 32n;
  }
  return most;
}

function bitLength(value: bigint): number {
  let rest = value;
  let length = 0;
  while (rest > 0xffffffffn) {
    rest >>= 32n;
    length += 32;
  }
  return length + 32 - Math.clz32(Number(rest));
}
