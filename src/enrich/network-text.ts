import { parseAddress, parseNetwork, rangeToNetworks } from '../core/index.ts';

/** `10.1.2.3/8` → `10.0.0.0/8`, `10.1.2.3` → `10.1.2.3/32`; undefined for anything else. */
export function networkOf(text: string): string | undefined {
  const block = parseNetwork(text);
  return block && networksBetween(block.first, block.last)?.[0];
}

/** The networks that together are all addresses from the first to the last; undefined where these are no range. */
export function networksBetween(first: string, last: string): string[] | undefined {
  const low = parseAddress(first);
  const high = parseAddress(last);
  if (low === undefined || high === undefined || low.family !== high.family || low.value > high.value) return undefined;
  return rangeToNetworks(low.family, low.value, high.value);
}
