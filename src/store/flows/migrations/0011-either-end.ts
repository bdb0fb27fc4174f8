import { modifyColumn, type Placement, viewStatements } from '../ddl.ts';
import { views } from '../schema.ts';

/** Sums by address also tell of the records in which it is both ends: how much it took part in is one read. */
export const migration = {
  number: 11,
  name: 'either-end',
  statements: (placement: Placement): string[] => {
    const on = placement.cluster === undefined ? '' : ` ON CLUSTER \`${placement.cluster}\``;
    const named = (name: string) => `\`${placement.database}\`.\`${name}\``;
    const table = named(`flows_by_hour_address${placement.cluster === undefined ? '' : '_local'}`);
    const mine = views.filter(({ name }) => name === 'flows_to_hour_src');
    return [
      ...modifyColumn('flows_by_hour_address', 'role', placement),
      // A migration that was broken off begins anew.
      ...mine.map((view) => `DROP VIEW IF EXISTS ${named(view.name)}${on} SYNC`),
      `ALTER TABLE ${table}${on} DELETE WHERE role = 'self' SETTINGS mutations_sync = 2`,
      ...mine.flatMap((view) => viewStatements(view, placement, "role = 'self'")),
    ];
  },
};
