import { quoteIdentifier, quoteText } from '../../../decode/index.ts';
import type { FlowClient } from '../client.ts';

/** Milliseconds for which a version that was replaced stays: longer than any query that began with it can run. */
const keptFor = 600_000;

/** The dictionary of a version; only tables with networks have one. */
export function dictionaryName(table: string, version: string): string {
  return `lookup_${table}_${version}`;
}

interface Version {
  readonly name: string;
  readonly version: string;
}

/** Drops what was replaced or removed, and what a crash left unfinished, once no query can read it any more. */
export async function sweepVersions(client: FlowClient, present: readonly Version[]): Promise<void> {
  const { database, cluster } = client.placement;
  const on = cluster === undefined ? '' : ` ON CLUSTER ${quoteIdentifier(cluster)}`;
  const current = new Set(present.map((table) => dictionaryName(table.name, table.version)));
  const isOld = ({ name, version }: Version) =>
    !current.has(dictionaryName(name, version)) && Number(version) / 4096 < Date.now() - keptFor;
  const dictionaries = await client.rows<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = {database:String} AND engine = 'Dictionary' AND startsWith(name, 'lookup_')`,
    { params: { database } },
  );
  for (const { name } of dictionaries) {
    const match = /^lookup_(.+)_(\d+)$/.exec(name);
    if (match?.[1] === undefined || match[2] === undefined || !isOld({ name: match[1], version: match[2] })) continue;
    await client.command(`DROP DICTIONARY IF EXISTS ${quoteIdentifier(database)}.${quoteIdentifier(name)}${on}`);
  }
  const stored = await client.rows<Version>(
    `SELECT DISTINCT toString(\`table\`) AS name, toString(version) AS version FROM ${quoteIdentifier(database)}.lookup_rows`,
  );
  const rows = cluster === undefined ? 'lookup_rows' : 'lookup_rows_local';
  for (const one of stored.filter(isOld)) {
    await client.command(
      `ALTER TABLE ${quoteIdentifier(database)}.${rows}${on} DROP PARTITION (${quoteText(one.name)}, ${one.version})`,
    );
  }
}
