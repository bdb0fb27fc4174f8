import type { Placement } from '../ddl.ts';
import { createDictionaries, resolveDictionaries } from '../dictionaries.ts';
import { tables } from '../schema.ts';

/** What the interface that logged a record belongs to. */
export const migration = {
  number: 10,
  name: 'interface-names',
  statements: (placement: Placement): string[] => {
    const on = placement.cluster === undefined ? '' : ` ON CLUSTER \`${placement.cluster}\``;
    const flows = tables.find(({ name }) => name === 'flows')?.columns ?? [];
    const added = flows.filter(({ name }) => /^_?interface(_name|_kind|_zone)?$/.test(name));
    const fronts = placement.cluster === undefined ? ['flows'] : ['flows_local', 'flows'];
    return [
      ...createDictionaries(placement, 'CREATE OR REPLACE DICTIONARY').filter((sql) => sql.includes('`interface_of`')),
      ...fronts.flatMap((table) =>
        added.map(
          ({ name, type, alias = '' }) =>
            `ALTER TABLE \`${placement.database}\`.\`${table}\`${on} ADD COLUMN IF NOT EXISTS \`${name}\` ${type} ALIAS ${resolveDictionaries(alias, placement)}`,
        ),
      ),
    ];
  },
};
