import { addColumns, type Placement } from '../ddl.ts';

/** Which run of settling learned of a listener: what was settled before may rest on a guess. */
export const migration = {
  number: 9,
  name: 'listener-runs',
  statements: (placement: Placement): string[] => addColumns('listeners', ['run'], placement),
};
