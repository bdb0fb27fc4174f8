import type { FlowClient } from './client.ts';
import { retentionStatement } from './ddl.ts';
import type { Table } from './schema.ts';

/** Drops what is older than so many days from now on, in these tables; undefined keeps everything. */
export async function setRetention(
  client: FlowClient,
  tables: readonly Table[],
  days: number | undefined,
): Promise<void> {
  const { database, cluster } = client.placement;
  for (const table of tables) {
    const statement = retentionStatement(table, days, client.placement);
    if (statement === undefined) continue;
    const name = cluster === undefined ? table.name : `${table.name}_local`;
    const [row] = await client.rows<{ limited: number }>(
      `SELECT position(create_table_query, ' TTL ') > 0 AS limited FROM system.tables WHERE database = {database:String} AND name = {name:String}`,
      { params: { database, name } },
    );
    // What was never limited needs no lifting, and the engine refuses it.
    if (days !== undefined || row?.limited === 1) await client.command(statement);
  }
}
