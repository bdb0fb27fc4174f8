import { createStatements, type Placement } from '../ddl.ts';

/** Makes the store from nothing, from the model. */
export const migration = {
  number: 1,
  name: 'create',
  statements: (placement: Placement): string[] => createStatements(placement),
};
