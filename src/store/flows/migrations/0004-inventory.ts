import { createStatements, type Placement } from '../ddl.ts';

/** Snapshots of what the accounts hold. */
export const migration = {
  number: 4,
  name: 'inventory',
  statements: (placement: Placement): string[] =>
    createStatements(placement).filter((s) => /^CREATE TABLE IF NOT EXISTS \S+\.`inventory_/.test(s)),
};
