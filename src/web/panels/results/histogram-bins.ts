import { type Answer, numberOf, shapeOf } from '../../data/answer.ts';
import { namedColumn } from '../../data/answer-roles.ts';
import type { Range } from '../../data/time-range.ts';
import { placesOf, type Step, stepsOf, timeOf } from './steps.ts';

export interface Bin {
  readonly step: Step;
  readonly all: bigint;
  /** The part of `all` that was refused, where the answer is by action. */
  readonly refused: bigint;
}

/** Records over time without a gap; a step without a row held none. */
export function binsOf(answer: Answer, range: Range): Bin[] {
  const { bin = -1, keys, measures } = shapeOf(answer.columns);
  const column = answer.columns[bin];
  const at = measures[0]?.at ?? -1;
  if (column === undefined) return [];
  const steps = stepsOf(column, bin, answer.rows, range);
  const places = placesOf(steps);
  const sums = steps.map(() => ({ all: 0n, refused: 0n }));
  const action = keys.find((place) => {
    const key = answer.columns[place];
    return key !== undefined && namedColumn(key) === 'action';
  });
  for (const row of answer.rows) {
    const sum = sums[places.get(timeOf(row[bin]) ?? Number.NaN) ?? -1];
    const count = numberOf(row[at]);
    if (sum === undefined || typeof count !== 'bigint') continue;
    sum.all += count;
    if (action !== undefined && row[action] === 'REJECT') sum.refused += count;
  }
  return steps.map((step, index) => ({ step, all: sums[index]?.all ?? 0n, refused: sums[index]?.refused ?? 0n }));
}
