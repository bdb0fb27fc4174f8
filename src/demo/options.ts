import type { Progress } from '../core/index.ts';
import { WeirError } from '../core/index.ts';

export interface DemoOptions {
  /** Folder to write into; it is made if it is missing and must not hold another demo. */
  readonly folder: string;
  /** Length of the run; default 24. */
  readonly hours?: number;
  /** Records per second, on average; default 40. */
  readonly rate?: number;
  readonly seed?: number;
  /** Unix seconds at which the run ends; default: now. Rounded down to five minutes. */
  readonly end?: number;
  /** Without incidents the logs are a clean baseline; default true. */
  readonly incidents?: boolean;
  /** `v5`: 29 fields of versions 2 to 5. `default`: the 14 fields that AWS writes when nothing else is asked for. */
  readonly format?: 'v5' | 'default';
  /** Minutes of records per object: a multiple of 5; default 5, as AWS does. */
  readonly objectMinutes?: number;
  /** Replaces the demo that the folder holds; default false. */
  readonly replace?: boolean;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

export interface DemoRun {
  readonly hours: number;
  readonly rate: number;
  readonly seed: number;
  readonly start: number;
  readonly end: number;
  readonly minutes: number;
  readonly incidents: boolean;
  readonly format: 'v5' | 'default';
  readonly objectMinutes: number;
}

const bad = (message: string, hint: string): WeirError =>
  new WeirError('DEMO_OPTION_INVALID', message, { kind: 'usage', hint });

/** The options with defaults, checked. Throws `DEMO_OPTION_INVALID`. */
export function checkedRun(options: DemoOptions): DemoRun {
  const { hours = 24, rate = 40, seed = 1, incidents = true, format = 'v5', objectMinutes = 5 } = options;
  if (!Number.isFinite(hours) || hours < 1 / 12 || hours > 24 * 400) {
    throw bad(`The demo cannot span ${hours} hours.`, 'Give between 0.084 (5 minutes) and 9600 hours.');
  }
  if (!Number.isFinite(rate) || rate <= 0 || rate > 1_000_000) {
    throw bad(`The demo cannot write ${rate} records per second.`, 'Give a rate above 0, up to 1000000.');
  }
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw bad(`The seed ${seed} is not usable.`, 'Give a whole number from 0.');
  if (!Number.isInteger(objectMinutes) || objectMinutes < 5 || objectMinutes % 5 !== 0) {
    throw bad(`Objects of ${objectMinutes} minutes cannot be made.`, 'Give a multiple of 5.');
  }
  const wanted = options.end ?? Date.now() / 1000;
  if (!Number.isFinite(wanted) || wanted < 1_200_000_000 || wanted > 4_000_000_000) {
    throw bad(`The end ${wanted} is not a time in unix seconds.`, 'Give seconds since 1970, after 2008.');
  }
  const minutes = Math.max(5, Math.round(hours * 12) * 5);
  if (incidents && minutes < 60) {
    throw bad('The incidents do not fit into less than an hour.', 'Give at least 1 hour, or switch the incidents off.');
  }
  const end = Math.floor(wanted / 300) * 300;
  return { hours, rate, seed, start: end - minutes * 60, end, minutes, incidents, format, objectMinutes };
}
