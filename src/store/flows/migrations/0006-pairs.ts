import { createStatements, type Placement, viewStatements } from '../ddl.ts';
import { views } from '../schema.ts';

/** Sums by pair of ends, made from the records that there are. */
export const migration = {
  number: 6,
  name: 'pairs',
  statements: (placement: Placement): string[] => {
    const on = placement.cluster === undefined ? '' : ` ON CLUSTER \`${placement.cluster}\``;
    const name = `\`${placement.database}\`.\`flows_by_hour_pair${placement.cluster === undefined ? '' : '_local'}\``;
    const mine = views.filter((view) => view.to === 'flows_by_hour_pair');
    return [
      ...createStatements(placement).filter((s) => /^CREATE TABLE IF NOT EXISTS \S+\.`flows_by_hour_pair/.test(s)),
      // A migration that was broken off begins anew.
      ...mine.map((view) => `DROP VIEW IF EXISTS \`${placement.database}\`.\`${view.name}\`${on} SYNC`),
      `TRUNCATE TABLE ${name}${on}`,
      ...mine.flatMap((view) => viewStatements(view, placement)),
    ];
  },
};
