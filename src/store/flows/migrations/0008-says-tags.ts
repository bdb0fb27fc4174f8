import type { Placement } from '../ddl.ts';

/** Whether an answer said which tags an object has. Observations of before do not tell. */
export const migration = {
  number: 8,
  name: 'says-tags',
  statements: ({ database, cluster }: Placement): string[] => {
    const tables = ['inventory_observations_local', 'inventory_observations'].slice(cluster === undefined ? 1 : 0);
    const on = cluster === undefined ? '' : ` ON CLUSTER \`${cluster}\``;
    return tables.map(
      (name) => `ALTER TABLE \`${database}\`.\`${name}\`${on} ADD COLUMN IF NOT EXISTS says_tags UInt8 AFTER tags`,
    );
  },
};
