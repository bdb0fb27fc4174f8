/** A small, fast, seeded generator (sfc32). The demo draws from nothing else, so that a seed fixes every byte. */
export class Rng {
  private a: number;
  private b: number;
  private c: number;
  private d = 1;

  /** The label separates streams: two labels of one seed are unrelated. */
  constructor(seed: number, label: string) {
    let h = 0x811c9dc5 ^ (seed | 0) ^ Math.imul(Math.floor(seed / 0x1_0000_0000) | 0, 0x9e3779b1);
    for (let i = 0; i < label.length; i += 1) h = Math.imul(h ^ label.charCodeAt(i), 0x01000193);
    this.a = h | 0;
    this.b = (seed ^ 0x5bd1e995) | 0;
    this.c = Math.imul(h, 0x85ebca6b) | 0;
    for (let i = 0; i < 16; i += 1) this.u32();
  }

  /** 0 … 2^32-1 */
  u32(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }

  /** 0 (included) … 1 (excluded) */
  float(): number {
    return this.u32() / 0x1_0000_0000;
  }

  /** 0 … n-1 */
  int(n: number): number {
    return Math.floor((this.u32() / 0x1_0000_0000) * n);
  }

  /** low … high, both included */
  between(low: number, high: number): number {
    return low + this.int(high - low + 1);
  }

  /** One element; the list must not be empty. */
  pick<T>(list: readonly T[]): T {
    const value = list[this.int(list.length)];
    if (value === undefined) throw new RangeError('pick from an empty list');
    return value;
  }

  /** `digits` hexadecimal digits */
  hex(digits: number): string {
    let out = '';
    while (out.length < digits) out += this.u32().toString(16).padStart(8, '0');
    return out.slice(0, digits);
  }
}

/** Log-normal multipliers around 1, drawn once: sizes in a network have a median and a long tail. */
export function sizeTable(rng: Rng, sigma: number): Float64Array {
  const table = new Float64Array(4096);
  for (let i = 0; i < table.length; i += 1) {
    const radius = Math.sqrt(-2 * Math.log(1 - rng.float()));
    table[i] = Math.exp(sigma * radius * Math.cos(2 * Math.PI * rng.float()));
  }
  return table;
}
