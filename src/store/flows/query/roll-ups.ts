import type { RollUp } from '../../../query/index.ts';
import { rollUps } from '../reader/plan.ts';

/**
 * The tables of sums as the compiler of the language knows them. Countries stay out: a sum keeps the country of the load,
 * and the language answers with what the records say today.
 */
export const queryRollUps: readonly RollUp[] = rollUps.map(({ holds, ...rest }) => ({
  ...rest,
  holds: Object.fromEntries([...holds].filter(([column]) => !column.endsWith('_country'))),
}));
