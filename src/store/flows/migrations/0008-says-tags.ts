import { addColumns, type Placement } from '../ddl.ts';

/** Whether an answer said which tags an object has. Observations of before do not tell. */
export const migration = {
  number: 8,
  name: 'says-tags',
  statements: (placement: Placement): string[] => addColumns('inventory_observations', ['says_tags'], placement),
};
