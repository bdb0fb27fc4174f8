import type { Sums } from '../../../contract/index.ts';
import { sumNames } from './plan.ts';

/** A 64-bit count as it crosses the wire: a number while that is exact, else its decimal text. */
export function exactCount(value: string | number | bigint): number | string {
  const big = BigInt(value);
  return big <= BigInt(Number.MAX_SAFE_INTEGER) && big >= BigInt(Number.MIN_SAFE_INTEGER)
    ? Number(big)
    : big.toString();
}

/** An address as people write it: the engine shows IPv4 as `::ffff:10.0.0.1`. */
export function plainAddress(text: string): string {
  return text.startsWith('::ffff:') && text.includes('.') ? text.slice(7) : text;
}

/** Unix seconds as ISO 8601 in UTC without fractions. */
export function instantOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

export type SumRow = Record<(typeof sumNames)[number], string | number>;

/** Adds up exactly, and gives the sums as they cross the wire. */
export class SumOf {
  readonly #sums = sumNames.map(() => 0n);

  add(row: SumRow): this {
    for (const [i, name] of sumNames.entries()) this.#sums[i] = (this.#sums[i] ?? 0n) + BigInt(row[name]);
    return this;
  }

  get(name: (typeof sumNames)[number]): bigint {
    return this.#sums[sumNames.indexOf(name)] ?? 0n;
  }

  get sums(): Sums {
    return {
      records: exactCount(this.get('records')),
      bytes: exactCount(this.get('bytes')),
      packets: exactCount(this.get('packets')),
      counted_bytes: exactCount(this.get('counted_bytes')),
      counted_packets: exactCount(this.get('counted_packets')),
    };
  }
}
