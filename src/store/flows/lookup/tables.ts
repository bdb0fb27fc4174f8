import { WeirError } from '../../../core/index.ts';
import { quoteIdentifier, quoteText } from '../../../decode/index.ts';
import type { FlowClient } from '../client.ts';
import { type ReadContext, readOptions, tableName } from '../reader/scope.ts';
import { checkTableName, readTable, type TableContent } from './read-table.ts';
import { dictionaryName, sweepVersions } from './versions.ts';

/** A table that a user gave. */
export interface UserTable {
  readonly name: string;
  /** Its content never changes under a version; a new content is a new version. */
  readonly version: string;
  readonly columns: readonly string[];
  readonly networkColumn: string | undefined;
  readonly rows: number;
}

interface LedgerRow {
  readonly table: string;
  readonly version: string;
  readonly columns: string[];
  readonly network_column: string;
  readonly rows: string;
  readonly removed: number;
}

const batchRows = 20_000;

/** The tables that hold now, by name. */
export async function readUserTables(context: ReadContext): Promise<UserTable[]> {
  const sql = `SELECT \`table\`, version, columns, network_column, rows, removed FROM ${tableName(context, 'lookup_tables')} ORDER BY version DESC LIMIT 1 BY \`table\``;
  const rows = await context.client.rows<LedgerRow>(sql, readOptions(context));
  return rows
    .filter((row) => Number(row.removed) === 0)
    .map((row) => ({
      name: row.table,
      version: row.version,
      columns: row.columns,
      networkColumn: row.network_column === '' ? undefined : row.network_column,
      rows: Number(row.rows),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Makes or replaces a table. Queries see the whole old content or the whole new one: its rows lie under a version of
 * their own, and the row of the ledger that names the version is written last.
 * @param builtIn names that are taken
 * @throws WeirError LOOKUP_NAME_INVALID, CSV_INVALID, LOOKUP_TOO_LARGE
 */
export async function putLookupTable(
  client: FlowClient,
  name: string,
  csv: Uint8Array,
  builtIn: readonly string[],
): Promise<UserTable & Pick<TableContent, 'nearly'>> {
  checkTableName(name, builtIn);
  const content = readTable(csv);
  const version = newVersion();
  for (let from = 0; from < content.rows.length; from += batchRows) {
    const rows = content.rows
      .slice(from, from + batchRows)
      .map(({ cells, network }, i) => ({ table: name, version, row: from + i, cells, network }));
    await client.insertRows('lookup_rows', rows, `lookup-${name}-${version}-${from}`);
  }
  if (content.networkColumn !== undefined) await createDictionary(client, name, version, content);
  const { columns, networkColumn, rows } = content;
  await writeLedger(client, { table: name, version, columns, network_column: networkColumn ?? '', rows: rows.length });
  await sweepVersions(client, await readUserTables({ client }));
  return { name, version, columns, networkColumn, rows: rows.length, nearly: content.nearly };
}

/** Throws LOOKUP_TABLE_UNKNOWN. */
export async function removeLookupTable(client: FlowClient, name: string): Promise<void> {
  const present = await readUserTables({ client });
  if (!present.some((table) => table.name === name)) {
    throw new WeirError('LOOKUP_TABLE_UNKNOWN', `there is no table "${name}" of yours`, {
      kind: 'missing',
      hint:
        present.length === 0
          ? 'weir lookup add <name> <file.csv> makes one'
          : `your tables are ${present.map((table) => table.name).join(', ')}`,
    });
  }
  await writeLedger(client, { table: name, version: newVersion(), removed: 1 });
  await sweepVersions(
    client,
    present.filter((table) => table.name !== name),
  );
}

interface LedgerEntry {
  readonly table: string;
  readonly version: string;
  readonly columns?: readonly string[];
  readonly network_column?: string;
  readonly rows?: number;
  readonly removed?: 1;
}

async function writeLedger(client: FlowClient, entry: LedgerEntry): Promise<void> {
  const row = { ...entry, at: new Date().toISOString() };
  await client.insertRows('lookup_tables', [row], `lookup-${entry.table}-${entry.version}`);
}

/** Grows with time; two that are made in the same millisecond differ. Milliseconds × 4096 fit a number exactly. */
export function newVersion(): string {
  return String(Date.now() * 4096 + Math.floor(Math.random() * 4096));
}

/** Every column is an attribute, the networks as they were written, too. It has no missing ones: empty stands for them. */
async function createDictionary(
  client: FlowClient,
  name: string,
  version: string,
  content: TableContent,
): Promise<void> {
  const { database, cluster } = client.placement;
  const on = cluster === undefined ? '' : ` ON CLUSTER ${quoteIdentifier(cluster)}`;
  const attributes = content.columns.map((_, i) => `c_${i} String`).join(', ');
  const cells = content.columns.map((_, i) => `ifNull(cells[${i + 1}], '') AS c_${i}`).join(', ');
  // The first of several rows for one network holds.
  const source = `SELECT network, ${cells} FROM ${quoteIdentifier(database)}.lookup_rows WHERE \`table\` = ${quoteText(name)} AND version = ${version} ORDER BY row LIMIT 1 BY network`;
  const dictionary = `${quoteIdentifier(database)}.${quoteIdentifier(dictionaryName(name, version))}`;
  await client.command(
    `CREATE DICTIONARY IF NOT EXISTS ${dictionary}${on} (network String, ${attributes}) PRIMARY KEY network SOURCE(CLICKHOUSE(QUERY ${quoteText(source)})) LAYOUT(IP_TRIE) LIFETIME(0)`,
  );
  // Read now: what is wrong with it is told to who gave it, and the first query does not wait.
  await client.command(`SYSTEM RELOAD DICTIONARY ${dictionary}${on}`);
}

/** SQL of a SELECT with the columns of a table as l_0, l_1, … */
export function userTableRows(database: string, table: UserTable): string {
  const cells = table.columns.map((_, i) => `cells[${i + 1}] AS l_${i}`).join(', ');
  return `SELECT ${cells} FROM ${quoteIdentifier(database)}.lookup_rows WHERE \`table\` = ${quoteText(table.name)} AND version = ${table.version} ORDER BY row`;
}

/** SQL of a column's value for the longest network that holds an address; NULL where there is none. */
export function userTableByNetwork(database: string, table: UserTable, column: number, address: string): string {
  const dictionary = quoteText(`${database}.${dictionaryName(table.name, table.version)}`);
  return networkValue(dictionary, `c_${column}`, address);
}

/** As `userTableByNetwork`, for any dictionary of networks whose empty values are missing ones. */
export function networkValue(dictionary: string, attribute: string, address: string): string {
  // The dictionary takes no Nullable key.
  return `if(isNull(${address}), NULL, nullIf(dictGetOrNull(${dictionary}, '${attribute}', assumeNotNull(${address})), ''))`;
}
