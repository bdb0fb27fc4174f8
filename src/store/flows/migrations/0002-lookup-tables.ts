import { createStatements, type Placement } from '../ddl.ts';
import { createDictionaries } from '../dictionaries.ts';

/** Tables of a user's own to look values up in, and the network of an address in the country data. */
export const migration = {
  number: 2,
  name: 'lookup-tables',
  statements: (placement: Placement): string[] => [
    ...createStatements(placement).filter((s) => /^CREATE TABLE IF NOT EXISTS \S+\.`lookup_/.test(s)),
    ...createDictionaries(placement, 'CREATE OR REPLACE DICTIONARY').filter((s) => s.includes('.`country_of`')),
  ],
};
