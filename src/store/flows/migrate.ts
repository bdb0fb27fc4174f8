import { fields } from '../../fields/index.ts';
import type { FlowClient } from './client.ts';
import { createStatements } from './ddl.ts';
import { migration as create } from './migrations/0001-create.ts';
import { migration as lookupTables } from './migrations/0002-lookup-tables.ts';
import { migration as missingSums } from './migrations/0003-missing-sums.ts';
import { migration as inventory } from './migrations/0004-inventory.ts';
import { migration as enrichment } from './migrations/0005-enrichment.ts';
import { migration as pairs } from './migrations/0006-pairs.ts';
import { migration as twoEnds } from './migrations/0007-two-ends.ts';
import { migration as saysTags } from './migrations/0008-says-tags.ts';
import { migration as listenerRuns } from './migrations/0009-listener-runs.ts';
import { migration as interfaceNames } from './migrations/0010-interface-names.ts';
import { migration as eitherEnd } from './migrations/0011-either-end.ts';
import { columnOf, tables } from './schema.ts';

const migrations = [
  create,
  lookupTables,
  missingSums,
  inventory,
  enrichment,
  pairs,
  twoEnds,
  saysTags,
  listenerRuns,
  interfaceNames,
  eitherEnd,
];

/**
 * Brings the tables to the present model: applies the migrations that were not applied yet, once, in order, and adds
 * the columns of fields that AWS invented since. May run in several processes at once: every statement can be repeated.
 */
export async function migrate(client: FlowClient): Promise<{ applied: string[]; addedColumns: string[] }> {
  const { database, cluster } = client.placement;
  const on = cluster === undefined ? '' : ` ON CLUSTER \`${cluster}\``;
  await client.command(`CREATE DATABASE IF NOT EXISTS \`${database}\`${on}`);
  const engine =
    cluster === undefined
      ? 'MergeTree()'
      : `ReplicatedMergeTree('/clickhouse/tables/all/${database}/schema_migrations', '{replica}')`;
  await client.command(
    `CREATE TABLE IF NOT EXISTS \`${database}\`.schema_migrations${on} (number UInt32, name String, at DateTime('UTC') DEFAULT now()) ENGINE = ${engine} ORDER BY number SETTINGS ${cluster === undefined ? 'non_' : ''}replicated_deduplication_window = 1000`,
  );
  const done = new Set(
    (await client.rows<{ number: number }>(`SELECT DISTINCT number FROM \`${database}\`.schema_migrations`)).map((r) =>
      Number(r.number),
    ),
  );
  const applied: string[] = [];
  // The first migration makes the present model: a new store needs none of the steps that brought older ones here.
  const isNew = done.size === 0;
  for (const migration of migrations) {
    if (done.has(migration.number)) continue;
    const statements = isNew && migration !== create ? [] : migration.statements(client.placement);
    for (const statement of statements) await client.command(statement);
    await client.insertRows(
      'schema_migrations',
      [{ number: migration.number, name: migration.name }],
      `migration-${migration.number}`,
    );
    applied.push(migration.name);
  }
  return { applied, addedColumns: await addNewFields(client, on) };
}

/** A field that the catalogue gained becomes a column of `flows` and `parsed`; the view between them is made anew. */
async function addNewFields(client: FlowClient, on: string): Promise<string[]> {
  const { database, cluster } = client.placement;
  const added: string[] = [];
  const suffix = cluster === undefined ? '' : '_local';
  for (const name of cluster === undefined ? ['flows', 'parsed'] : [`flows${suffix}`, 'flows', 'parsed']) {
    const present = await client.rows<{ name: string }>(
      `SELECT name FROM system.columns WHERE database = {database:String} AND table = {name:String}`,
      {
        params: { database, name },
      },
    );
    const have = new Set(present.map((c) => c.name));
    for (const field of fields) {
      // `end` lies in the tables as `duration` after `start`.
      if (have.has(field.name) || field.name === 'end') continue;
      await client.command(
        `ALTER TABLE \`${database}\`.\`${name}\`${on} ADD COLUMN IF NOT EXISTS \`${field.name}\` ${columnOf(field).type}`,
      );
      added.push(`${name}.${field.name}`);
    }
  }
  if (added.length > 0) {
    await client.command(`DROP VIEW IF EXISTS \`${database}\`.parsed_to_flows${on} SYNC`);
    for (const statement of createStatements(client.placement).filter((s) => s.includes('.`parsed_to_flows`')))
      await client.command(statement);
  }
  return added;
}

/** Names of the tables that a user may read. */
export const openTables: readonly string[] = tables.filter((t) => t.open).map((t) => t.name);
