import type { QueryFacts } from '../../../contract/index.ts';
import { fieldNamed, privateNetworks } from '../../../fields/index.ts';
import type { StoreFacts } from '../../../query/index.ts';
import { ensureDictionaries, readEnrichment, readOwnNetworks } from '../enrich/index.ts';
import { readUserTables, userTableByNetwork, userTableRows } from '../lookup/index.ts';
import { absentFields, wordsOf } from '../reader/layouts.ts';
import { type ReadContext, readOptions, tableName } from '../reader/scope.ts';
import { tables } from '../schema.ts';
import { builtInTables, type DescribedTable } from './built-in-tables.ts';

const mostLayouts = 100;

/** What the compiler must know of the store, with the words that people are told. */
export interface Facts extends StoreFacts {
  readonly tables: readonly DescribedTable[];
}

export async function readFacts(context: ReadContext): Promise<Facts> {
  const { database } = context.client.placement;
  const [layouts, networks, known, own] = await Promise.all([
    context.client.rows<{ layout: string }>(
      `SELECT toString(layout) AS layout, max(finished_at) AS newest FROM ${tableName(context, 'ingest_objects')} WHERE state != 'failed' AND layout != '' GROUP BY layout ORDER BY newest DESC LIMIT ${mostLayouts}`,
      readOptions(context),
    ),
    context.client.rows<{ n: string }>(
      `SELECT count() AS n FROM ${tableName(context, 'country_prefixes')}`,
      readOptions(context),
    ),
    readEnrichment(context),
    readUserTables(context),
  ]);
  const [given] = await Promise.all([
    readOwnNetworks(context, known.get('networks')),
    ensureDictionaries(context, known),
  ]);
  const users = own.map(
    (table): DescribedTable => ({
      name: table.name,
      columns: table.columns,
      summary: 'Your own.',
      builtIn: false,
      rowCount: table.rows,
      rows: userTableRows(database, table),
      ...(table.networkColumn === undefined
        ? {}
        : {
            networkColumn: table.networkColumn,
            byNetwork: (column: number, address: string) => userTableByNetwork(database, table, column, address),
          }),
    }),
  );
  return {
    layouts: layouts.flatMap(({ layout }) => columnsOf(layout) ?? []),
    absentFields: absentFields(layouts.map((one) => one.layout)),
    ownNetworks: [...privateNetworks, ...given],
    // A table that a user made before Weir had one of that name stays what its name means.
    tables: [
      ...builtInTables(database, Number(networks[0]?.n ?? 0), known).filter(
        ({ name }) => !users.some((table) => table.name === name),
      ),
      ...users,
    ],
  };
}

/** Columns in the order of the line; none for a layout with a field that has no column, whose line cannot be written anew. */
function columnsOf(layout: string): string[][] | undefined {
  const names = wordsOf(layout).map((word) => fieldNamed(word)?.name);
  return names.every((name) => name !== undefined) ? [names] : undefined;
}

/** The same for an editor: what can be named, and what it means. */
export async function readQueryFacts(context: ReadContext): Promise<QueryFacts> {
  const facts = await readFacts(context);
  return {
    layouts: facts.layouts.map((layout) => [...layout]),
    absent_fields: [...facts.absentFields],
    own_networks: [...facts.ownNetworks],
    sql_tables: tables
      .filter((table) => table.open)
      .map(({ name, meaning, columns }) => ({
        name,
        meaning,
        columns: columns.map((column) => ({ name: column.name, type: column.type })),
      })),
    tables: facts.tables.map((table) => ({
      name: table.name,
      columns: [...table.columns],
      network_column: table.networkColumn ?? null,
      rows: table.rowCount,
      built_in: table.builtIn,
      summary: table.summary,
      unavailable: table.unavailable === undefined ? null : `${table.unavailable.message}; ${table.unavailable.hint}`,
    })),
  };
}
