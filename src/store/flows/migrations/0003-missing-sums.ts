import { modifyColumn, type Placement, viewStatements } from '../ddl.ts';
import { views } from '../schema.ts';

const tables = ['flows_by_minute', 'flows_by_hour_address', 'flows_by_hour_service'];

/** The kept sums also tell how many of their records have no bytes and no packets. They are made anew from the records. */
export const migration = {
  number: 3,
  name: 'missing-sums',
  statements: (placement: Placement): string[] => {
    const on = placement.cluster === undefined ? '' : ` ON CLUSTER \`${placement.cluster}\``;
    const suffix = placement.cluster === undefined ? '' : '_local';
    const named = (name: string) => `\`${placement.database}\`.\`${name}\``;
    const mine = views.filter((view) => tables.includes(view.to));
    return [
      ...mine.map((view) => `DROP VIEW IF EXISTS ${named(view.name)}${on} SYNC`),
      ...tables.flatMap((table) => [
        ...(suffix === '' ? [table] : [`${table}${suffix}`, table]).flatMap((name) =>
          ['no_bytes', 'no_packets'].map(
            (column) =>
              `ALTER TABLE ${named(name)}${on} ADD COLUMN IF NOT EXISTS ${column} UInt64 AFTER uncounted_packets`,
          ),
        ),
        `TRUNCATE TABLE ${named(`${table}${suffix}`)}${on}`,
      ]),
      // The views of today write a role that the table did not know then.
      ...modifyColumn('flows_by_hour_address', 'role', placement),
      ...mine.flatMap((view) => viewStatements(view, placement)),
    ];
  },
};
