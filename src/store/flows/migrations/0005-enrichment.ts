import { createStatements, type Placement } from '../ddl.ts';

/** What is known of networks, and where it came from. */
export const migration = {
  number: 5,
  name: 'enrichment',
  statements: (placement: Placement): string[] =>
    createStatements(placement).filter((s) => /^CREATE TABLE IF NOT EXISTS \S+\.`enrich_/.test(s)),
};
