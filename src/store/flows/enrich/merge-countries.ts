import { type Family, parseAddress, parseNetwork, rangeToNetworks } from '../../../core/index.ts';
import { keysOf } from './network-keys.ts';

interface Run {
  readonly family: Family;
  readonly low: bigint;
  readonly high: bigint;
  readonly country: string;
}

/**
 * Networks of cities as networks of countries: neighbours in one country become one, ten times fewer. They come in the
 * order of their addresses, and none holds another.
 */
export class CountryMerger {
  #run: Run | undefined;

  /** Gives what is complete as lines `network,country`. */
  add(network: string, country: string): string[] {
    const block = parseNetwork(network);
    const low = block && parseAddress(block.first);
    const high = block && parseAddress(block.last);
    if (low === undefined || high === undefined) throw new TypeError(`${network} is no network`);
    const run = this.#run;
    const next: Run = { family: low.family, low: low.value, high: high.value, country };
    if (run?.family === next.family && run.country === country && run.high + 1n === next.low) {
      this.#run = { ...run, high: next.high };
      return [];
    }
    const lines = this.end();
    this.#run = next;
    return lines;
  }

  end(): string[] {
    const run = this.#run;
    this.#run = undefined;
    if (run === undefined) return [];
    return rangeToNetworks(run.family, run.low, run.high)
      .flatMap(keysOf)
      .map((network) => `${network},${run.country}`);
  }
}
