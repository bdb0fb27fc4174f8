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

function parseIPv4(text: string): bigint | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let value = 0n;
  for (const part of match.slice(1)) {
    if (Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function parseIPv6(text: string): bigint | undefined {
  const tail = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text);
  let source = text;
  if (tail !== null) {
    const v4 = parseIPv4(tail[2] ?? '');
    if (v4 === undefined) return undefined;
    source = `${tail[1]}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
  }
  const halves = source.split('::');
  if (halves.length > 2) return undefined;
  const groups = (half: string | undefined) => (half === undefined || half === '' ? [] : half.split(':'));
  const left = groups(halves[0]);
  const right = groups(halves[1]);
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  let value = 0n;
  for (const group of [...left, ...Array<string>(halves.length === 1 ? 0 : missing).fill('0'), ...right]) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    value = (value << 16n) | BigInt(Number.parseInt(group, 16));
  }
  return value;
}

/** An address in its usual spelling: dotted IPv4, RFC 5952 IPv6. */
export function formatAddress({ family, value }: ParsedAddress): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  let best = { start: -1, length: 1 };
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && groups[i + length] === '0') length++;
    if (length > best.length) best = { start: i, length };
    if (length > 0) i += length;
  }
  if (best.start < 0) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}

/** The networks that together cover exactly the range from `low` to `high`, both inclusive, as `address/length`. */
export function rangeToNetworks(family: Family, low: bigint, high: bigint): string[] {
  const width = widths[family];
  const networks: string[] = [];
  let start = low;
  while (start <= high) {
    let bits = start === 0n ? width : trailingZeros(start, width);
    while (bits > 0 && start + (1n << BigInt(bits)) - 1n > high) bits--;
    networks.push(`${formatAddress({ family, value: start })}/${width - bits}`);
    start += 1n << BigInt(bits);
  }
  return networks;
}

function trailingZeros(value: bigint, most: number): number {
  let count = 0;
  let rest = value;
  while (count < most && (rest & 1n) === 0n) {
    rest >>= 1n;
    count++;
  }
  return count;
}
