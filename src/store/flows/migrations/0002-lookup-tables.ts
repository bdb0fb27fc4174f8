import { createDictionary, createStatements, type Placement } from '../ddl.ts';

/** Tables of a user's own to look values up in, and the network of an address in the country data. */
export const migration = {
  number: 2,
  name: 'lookup-tables',
  statements: (placement: Placement): string[] => [
    ...createStatements(placement).filter((s) => /^CREATE TABLE IF NOT EXISTS \S+\.`lookup_/.test(s)),
    createDictionary(placement, 'CREATE OR REPLACE DICTIONARY'),
  ],
};
