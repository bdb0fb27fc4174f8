import { wakefulness } from './crowd.ts';

/** Traffic of a minute relative to the mean: European days and nights, quieter weekends, a little unrest. */
function rhythm(unixSeconds: number): number {
  const hour = (unixSeconds / 3600) % 24;
  const weekday = Math.floor(unixSeconds / 86_400 + 4) % 7;
  const weekend = weekday === 0 || weekday === 6 ? 0.72 : 1;
  const unrest = 1 + 0.05 * Math.sin(unixSeconds / 1_310) + 0.03 * Math.sin(unixSeconds / 287);
  return wakefulness(hour + 0.6) * weekend * unrest;
}

/**
 * How many records shall have been written by the end of each minute, so that the run's sum is `total` whatever part of
 * the week it covers.
 */
export class Budget {
  private readonly start: number;
  private readonly perWeight: number;
  private weight = 0;

  constructor(start: number, minutes: number, total: number) {
    this.start = start;
    let sum = 0;
    for (let m = 0; m < minutes; m += 1) sum += rhythm(start + m * 60);
    this.perWeight = total / sum;
  }

  /** Call once for every minute, in order. */
  untilEndOf(minute: number): number {
    this.weight += rhythm(this.start + minute * 60);
    return Math.round(this.weight * this.perWeight);
  }
}
