import { formatAddress, parseAddress } from './cidr.ts';

/** A block of addresses, both ends included, as people write them. */
export interface AddressBlock {
  readonly first: string;
  readonly last: string;
}

/** Reads an address or a network in CIDR notation; bits behind the prefix are ignored. Undefined for anything else. */
export function parseNetwork(text: string): AddressBlock | undefined {
  const match = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text);
  const address = match?.[1] === undefined ? undefined : parseAddress(match[1]);
  if (match === null || address === undefined) return undefined;
  const { family, value } = address;
  const width = family === 4 ? 32 : 128;
  // `::ffff:10.0.0.0/104` is IPv4 in IPv6's notation.
  const shift = family === 4 && text.includes(':') ? 96 : 0;
  const prefix = match[2] === undefined ? width : Number(match[2]) - shift;
  if (prefix < 0 || prefix > width) return undefined;
  const hosts = (1n << BigInt(width - prefix)) - 1n;
  const first = value & ~hosts;
  return { first: formatAddress({ family, value: first }), last: formatAddress({ family, value: first | hosts }) };
}
