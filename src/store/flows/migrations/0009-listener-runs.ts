import type { Placement } from '../ddl.ts';

/** Which run of settling learned of a listener: what was settled before may rest on a guess. */
export const migration = {
  number: 9,
  name: 'listener-runs',
  statements: ({ database, cluster }: Placement): string[] => {
    const tables = ['listeners_local', 'listeners'].slice(cluster === undefined ? 1 : 0);
    const on = cluster === undefined ? '' : ` ON CLUSTER \`${cluster}\``;
    return tables.map((name) => `ALTER TABLE \`${database}\`.\`${name}\`${on} ADD COLUMN IF NOT EXISTS run UInt64`);
  },
};
