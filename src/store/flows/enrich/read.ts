import { quoteIdentifier, quoteText } from '../../../decode/index.ts';
import { networkValue } from '../lookup/index.ts';
import { type ReadContext, readOptions, tableName } from '../reader/scope.ts';
import { dictionaryName, rowsOf } from './dictionaries.ts';
import { type EnrichedName, type EnrichedTable, enrichedColumns } from './sources.ts';

/** SQL of the rows of a table as l_0, l_1, …: the network and its cells. */
export function enrichedRows(database: string, table: EnrichedName, { sources }: EnrichedTable): string {
  const cells = enrichedColumns[table].map((_, i) => `cells[${i + 1}] AS l_${i + 1}`).join(', ');
  return `SELECT toNullable(network) AS l_0, ${cells} FROM ${quoteIdentifier(database)}.enrich_rows WHERE ${rowsOf(table, sources)} ORDER BY name, row`;
}

/** SQL of a column's value for the longest network that holds an address; NULL where there is none. */
export function enrichedValue(
  database: string,
  name: EnrichedName,
  table: EnrichedTable,
  column: number,
  address: string,
): string {
  const dictionary = quoteText(`${database}.${dictionaryName(name, table)}`);
  const held = table.sources.some(({ format }) => format === 'mmdb') ? withCompatible(address) : address;
  return column === 0 ? shownNetwork(dictionary, 'network', held) : networkValue(dictionary, `c_${column}`, held);
}

/** MMDB files and their readers take `::10.0.0.1` for 10.0.0.1; `::` and `::1` are none of these. */
export function withCompatible(address: string): string {
  const number = `toUInt128(${address})`;
  return `if(${number} BETWEEN 2 AND 4294967295, IPv4ToIPv6(toIPv4(toUInt32(assumeNotNull(${number})))), ${address})`;
}

/** SQL of the network that holds an address, as people write it. The dictionary has ::ffff:10.0.0.0/104 for 10.0.0.0/8. */
export function shownNetwork(dictionary: string, attribute: string, address: string): string {
  const parts = "splitByChar('/', p)";
  const shown = `if(startsWith(p, '::ffff:') AND position(p, '.') > 0, concat(substring(${parts}[1], 8), '/', toString(toInt16(${parts}[2]) - 96)), p)`;
  return `arrayMap(p -> ${shown}, [${networkValue(dictionary, attribute, address)}])[1]`;
}

/** The user's own networks; none where they gave none. */
export async function readOwnNetworks(context: ReadContext, own: EnrichedTable | undefined): Promise<string[]> {
  if (own === undefined || own.sources.length === 0) return [];
  const rows = await context.client.rows<{ network: string }>(
    `SELECT DISTINCT network FROM ${tableName(context, 'enrich_rows')} WHERE ${rowsOf('networks', own.sources)} ORDER BY network`,
    readOptions(context),
  );
  return rows.map(({ network }) => network);
}
