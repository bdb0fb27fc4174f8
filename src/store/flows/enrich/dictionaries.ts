import { quoteIdentifier, quoteText } from '../../../decode/index.ts';
import type { FlowClient } from '../client.ts';
import { type EnrichedName, type EnrichedTable, type EnrichmentSource, enrichedColumns } from './sources.ts';

/** Milliseconds for which data that was replaced stays: longer than any query that began with it can run. */
const keptFor = 600_000;

/** The dictionary of a table as it was at a change. */
export function dictionaryName(table: EnrichedName, version: string): string {
  return `enrich_${table}_${version}`;
}

/** SQL of a condition that holds for the rows of some sources. */
export function rowsOf(table: EnrichedName, sources: readonly EnrichmentSource[]): string {
  const pairs = sources.map(({ name, version }) => `(${quoteText(name)}, ${version})`).join(', ');
  return `\`table\` = ${quoteText(table)} AND (name, version) IN (${pairs})`;
}

/** SQL of the rows of a dictionary, one for each network. It knows no missing values: empty stands for them. */
function sourceSql(database: string, table: EnrichedName, sources: readonly EnrichmentSource[]): string {
  const columns = enrichedColumns[table].map((_, i) => i + 1);
  const from = `FROM ${quoteIdentifier(database)}.enrich_rows WHERE ${rowsOf(table, sources)}`;
  if (table === 'threats') {
    // A network that several lists name carries all their names.
    const joined = (i: number, between: string) =>
      `arrayStringConcat(arrayDistinct(arrayFilter(x -> x != '', arrayMap(r -> ifNull(r[${i}], ''), arraySort(groupArray(cells))))), '${between}') AS c_${i}`;
    return `SELECT network, ${joined(1, ', ')}, ${joined(2, '; ')} ${from} GROUP BY network`;
  }
  const cells = columns.map((i) => `ifNull(cells[${i}], '') AS c_${i}`).join(', ');
  // The first of several rows for one network holds.
  return `SELECT network, ${cells} ${from} ORDER BY row LIMIT 1 BY network`;
}

/** Makes the dictionary of a table from its sources, and reads it: the first query does not wait. */
export async function createEnrichDictionary(
  client: FlowClient,
  table: EnrichedName,
  { version, sources }: EnrichedTable,
): Promise<void> {
  const stored = sources.filter((source) => source.stored > 0);
  if (stored.length === 0) return;
  const { database, cluster } = client.placement;
  const on = cluster === undefined ? '' : ` ON CLUSTER ${quoteIdentifier(cluster)}`;
  const attributes = enrichedColumns[table].map((_, i) => `c_${i + 1} String`).join(', ');
  const name = `${quoteIdentifier(database)}.${quoteIdentifier(dictionaryName(table, version))}`;
  await client.command(
    `CREATE OR REPLACE DICTIONARY ${name}${on} (network String, ${attributes}) PRIMARY KEY network SOURCE(CLICKHOUSE(QUERY ${quoteText(sourceSql(database, table, stored))})) LAYOUT(IP_TRIE(ACCESS_TO_KEY_FROM_ATTRIBUTES 1)) LIFETIME(0)`,
  );
  await client.command(`SYSTEM RELOAD DICTIONARY ${name}${on}`);
}

/** Drops what was replaced or removed, and what a crash left unfinished, once no query can read it any more. */
export async function sweepEnrichment(
  client: FlowClient,
  present: ReadonlyMap<EnrichedName, EnrichedTable>,
): Promise<void> {
  const { database, cluster } = client.placement;
  const on = cluster === undefined ? '' : ` ON CLUSTER ${quoteIdentifier(cluster)}`;
  const isOld = (version: string) => Number(version) / 4096 < Date.now() - keptFor;
  const names = await client.rows<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = {database:String} AND match(name, '^(enrich_(asn|cloud|threats|networks|geo)|country_prefixes)_[0-9]+(_local)?$')`,
    { params: { database } },
  );
  const current = new Set([...present].map(([table, { version }]) => dictionaryName(table, version)));
  for (const { name } of names) {
    const version = /_(\d+)(?:_local)?$/.exec(name)?.[1];
    if (version === undefined || current.has(name) || !isOld(version)) continue;
    const kind = name.startsWith('enrich_') ? 'DICTIONARY' : 'TABLE';
    await client.command(`DROP ${kind} IF EXISTS ${quoteIdentifier(database)}.${quoteIdentifier(name)}${on}`);
  }
  const held = new Set([...present.values()].flatMap(({ sources }) => sources.map(({ version }) => version)));
  const stored = await client.rows<StoredVersion>(
    `SELECT DISTINCT toString(\`table\`) AS table, name, toString(version) AS version FROM ${quoteIdentifier(database)}.enrich_rows`,
  );
  for (const one of stored) if (!held.has(one.version) && isOld(one.version)) await dropRows(client, one);
}

interface StoredVersion {
  readonly table: string;
  readonly name: string;
  readonly version: string;
}

export async function dropRows(client: FlowClient, { table, name, version }: StoredVersion): Promise<void> {
  const { database, cluster } = client.placement;
  const rows = cluster === undefined ? 'enrich_rows' : 'enrich_rows_local';
  const on = cluster === undefined ? '' : ` ON CLUSTER ${quoteIdentifier(cluster)}`;
  await client.command(
    `ALTER TABLE ${quoteIdentifier(database)}.${rows}${on} DROP PARTITION (${quoteText(table)}, ${quoteText(name)}, ${version})`,
  );
}
