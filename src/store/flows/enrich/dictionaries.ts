import { createHash } from 'node:crypto';
import { quoteIdentifier, quoteText } from '../../../decode/index.ts';
import type { FlowClient } from '../client.ts';
import { type ReadContext, readOptions } from '../reader/scope.ts';
import { type EnrichedName, type EnrichedTable, type EnrichmentSource, enrichedColumns } from './sources.ts';

/**
 * The dictionary of a table as it was at a change. Its name tells what is in it: two that change a table at once make
 * different ones, and none is ever replaced.
 */
export function dictionaryName(table: EnrichedName, { version, sources }: EnrichedTable): string {
  const held = sources.map((source) => `${source.name}:${source.version}`).sort();
  return `enrich_${table}_${version}_${createHash('sha256').update(held.join(' ')).digest('hex').slice(0, 12)}`;
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

/** Makes the dictionary of a table from its sources where it is not there, and reads it: the first query does not wait. */
export async function createEnrichDictionary(
  client: FlowClient,
  table: EnrichedName,
  content: EnrichedTable,
): Promise<void> {
  const stored = content.sources.filter((source) => source.stored > 0);
  if (stored.length === 0) return;
  const { database, cluster } = client.placement;
  const on = cluster === undefined ? '' : ` ON CLUSTER ${quoteIdentifier(cluster)}`;
  const attributes = enrichedColumns[table].map((_, i) => `c_${i + 1} String`).join(', ');
  const name = `${quoteIdentifier(database)}.${quoteIdentifier(dictionaryName(table, content))}`;
  await client.command(
    `CREATE DICTIONARY IF NOT EXISTS ${name}${on} (network String, ${attributes}) PRIMARY KEY network SOURCE(CLICKHOUSE(QUERY ${quoteText(sourceSql(database, table, stored))})) LAYOUT(IP_TRIE(ACCESS_TO_KEY_FROM_ATTRIBUTES 1)) LIFETIME(0)`,
  );
  await client.command(`SYSTEM RELOAD DICTIONARY ${name}${on}`);
}

/**
 * Makes the dictionaries that are missing. The ledger is what holds: where two changed a table at once, or a process
 * died behind its row, the dictionary of what they made together is not there yet.
 */
export async function ensureDictionaries(
  context: ReadContext,
  present: ReadonlyMap<EnrichedName, EnrichedTable>,
): Promise<void> {
  const wanted = [...present].filter(([, { sources }]) => sources.some(({ stored }) => stored > 0));
  if (wanted.length === 0) return;
  const there = await context.client.rows<{ name: string }>(
    `SELECT name FROM system.tables WHERE database = {database:String} AND startsWith(name, 'enrich_')`,
    readOptions(context, { database: context.client.placement.database }),
  );
  const names = new Set(there.map(({ name }) => name));
  for (const [table, content] of wanted)
    if (!names.has(dictionaryName(table, content))) await createEnrichDictionary(context.client, table, content);
}

/** Rows of one source, as they were loaded at one time. */
export interface StoredVersion {
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
