import { createStatements, type Placement, viewStatements } from '../ddl.ts';
import { createDictionaries, resolveDictionaries } from '../dictionaries.ts';
import { tables, views } from '../schema.ts';

const landing = views.filter((view) => view.from === 'parsed');
const made = /^CREATE TABLE IF NOT EXISTS \S+\.`(?:inventory_|settled?_|listeners)/;

/** Who had an address when, which of the sights of a flow counts, and what else is known of its ends. */
export const migration = {
  number: 7,
  name: 'two-ends',
  statements: (placement: Placement): string[] => {
    const on = placement.cluster === undefined ? '' : ` ON CLUSTER \`${placement.cluster}\``;
    const suffix = placement.cluster === undefined ? '' : '_local';
    const named = (name: string) => `\`${placement.database}\`.\`${name}\``;
    const all = createStatements(placement);
    const flows = tables.find(({ name }) => name === 'flows')?.columns ?? [];
    const added = flows.filter(({ name, alias }) => alias !== undefined || name === 'sight');
    const fronts = suffix === '' ? ['flows'] : [`flows${suffix}`, 'flows'];
    return [
      ...all.filter((statement) => made.test(statement)),
      ...createDictionaries(placement),
      // The landing holds nothing: it is made anew with what flows gained. It goes first, so that nothing loads meanwhile.
      `DROP TABLE IF EXISTS ${named('parsed')}${on} SYNC`,
      ...landing.map(({ name }) => `DROP VIEW IF EXISTS ${named(name)}${on} SYNC`),
      // It was stored; now it is computed from what is known of listeners.
      ...fronts.map((table) => `ALTER TABLE ${named(table)}${on} DROP COLUMN IF EXISTS initiator_basis`),
      ...fronts.flatMap((table) =>
        added.map(({ name, type, alias }) => {
          // Records of before: what they say by themselves.
          const rule =
            alias === undefined
              ? `DEFAULT if(isNull(bytes), NULL, if(counted = 1, 'first', 'second'))`
              : `ALIAS ${resolveDictionaries(alias, placement)}`;
          return `ALTER TABLE ${named(table)}${on} ADD COLUMN IF NOT EXISTS \`${name}\` ${type} ${rule}`;
        }),
      ),
      ...all.filter((statement) => statement.startsWith(`CREATE TABLE IF NOT EXISTS ${named('parsed')}`)),
      ...landing.flatMap((view) => viewStatements(view, placement).slice(0, 1)),
    ];
  },
};
