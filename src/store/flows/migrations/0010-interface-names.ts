import { addColumns, type Placement } from '../ddl.ts';
import { createDictionaries } from '../dictionaries.ts';

/** What the interface that logged a record belongs to. */
export const migration = {
  number: 10,
  name: 'interface-names',
  statements: (placement: Placement): string[] => [
    ...createDictionaries(placement, 'CREATE OR REPLACE DICTIONARY').filter((sql) => sql.includes('.`interface_of`')),
    ...addColumns('flows', ['_interface', 'interface_name', 'interface_kind', 'interface_zone'], placement),
  ],
};
