import { parseAddress, parseNetwork, rangeToNetworks } from '../../../core/index.ts';

const mappedFirst = 0xffffn << 32n;
const mappedLast = mappedFirst | 0xffffffffn;

/**
 * Networks as the dictionaries read them. IPv4 lies at ::ffff:0:0/96 there, so an IPv6 network around that place is cut
 * into those beside it: an IPv4 address is in no network of the other family.
 */
export function keysOf(network: string): string[] {
  if (isElsewhere(network)) return [network];
  const block = parseNetwork(network);
  const first = block && parseAddress(block.first);
  const last = block && parseAddress(block.last);
  if (first === undefined || last === undefined) throw new TypeError(`${network} is no network`);
  if (first.family === 4 || last.value < mappedFirst || first.value > mappedLast) return [network];
  return [...rangeToNetworks(6, first.value, mappedFirst - 1n), ...rangeToNetworks(6, mappedLast + 1n, last.value)];
}

/** Nearly all: IPv4, and IPv6 of which the whole first group is given and not 0. */
function isElsewhere(network: string): boolean {
  if (!network.includes(':')) return true;
  return /^(?!0{1,4}:)[0-9a-f]/i.test(network) && Number(network.slice(network.indexOf('/') + 1)) >= 16;
}
