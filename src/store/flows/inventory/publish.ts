import type { FlowClient } from '../client.ts';
import { createTable } from '../ddl.ts';
import { reloadDictionary } from '../dictionaries.ts';
import { newVersion } from '../lookup/index.ts';
import { type ReadContext, readOptions, tableName } from '../reader/scope.ts';
import { inventoryTables } from './model.ts';

/** Who held an address in a VPC in a time. Missing is empty text. */
export interface HolderRow {
  readonly vpc: string;
  readonly address: string;
  readonly role: string;
  readonly interface: string;
  readonly resource: string;
  readonly resource_kind: string;
  readonly name: string;
  readonly owner: string;
  readonly tier: string;
  readonly instance: string;
  readonly subnet: string;
  readonly zone: string;
  readonly account: string;
  readonly region: string;
  readonly groups: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Seconds; both are within it. */
  readonly valid_from: number;
  readonly valid_to: number;
  readonly assumed: 0 | 1;
  readonly alone: 0 | 1;
}

export interface RangeRow {
  readonly prefix: string;
  readonly vpc: string;
}

const batchRows = 20_000;

/**
 * Puts the holders and ranges in place of those of before, each at once, and lets the columns of the records read them.
 * Two that publish at once leave the tables of one of them.
 */
export async function publishHolders(
  client: FlowClient,
  holders: readonly HolderRow[],
  ranges: readonly RangeRow[],
): Promise<void> {
  const edition = newVersion();
  await replace(client, 'inventory_addresses', edition, holders);
  await replace(client, 'inventory_ranges', edition, ranges);
  for (const name of ['address_of', 'interface_of', 'range_of'])
    await client.command(reloadDictionary(name, client.placement));
  const row = { edition, addresses: holders.length, at: new Date().toISOString() };
  await client.insertRows('inventory_editions', [row], `inventory-edition-${edition}`);
}

async function replace(client: FlowClient, name: string, edition: string, rows: readonly object[]): Promise<void> {
  const { placement } = client;
  const model = inventoryTables.find((table) => table.name === name);
  if (model === undefined) throw new Error(`the model has no table ${name}`);
  const on = placement.cluster === undefined ? '' : ` ON CLUSTER \`${placement.cluster}\``;
  const suffix = placement.cluster === undefined ? '' : '_local';
  const named = (table: string) => `\`${placement.database}\`.\`${table}\``;
  const stage = `${name}_${edition}`;
  for (const statement of createTable({ ...model, name: stage }, placement)) await client.command(statement);
  try {
    for (let from = 0; from < rows.length; from += batchRows)
      await client.insertRows(stage, rows.slice(from, from + batchRows), `${stage}-${from}`);
    // The engine does not replace by nothing: an inventory without a single address is rare, and right.
    const change =
      rows.length === 0 ? 'DROP PARTITION tuple()' : `REPLACE PARTITION tuple() FROM ${named(`${stage}${suffix}`)}`;
    await client.command(`ALTER TABLE ${named(`${name}${suffix}`)}${on} ${change}`);
  } finally {
    await client.command(`DROP TABLE IF EXISTS ${named(stage)}${on} SYNC`);
    if (suffix !== '') await client.command(`DROP TABLE IF EXISTS ${named(`${stage}_local`)}${on} SYNC`);
  }
}

/** The edition of holders and ranges that columns read now; '0' before the first. */
export async function readInventoryEdition(context: ReadContext): Promise<string> {
  const [row] = await context.client.rows<{ edition: string }>(
    `SELECT toString(max(edition)) AS edition FROM ${tableName(context, 'inventory_editions')}`,
    readOptions(context),
  );
  return row?.edition ?? '0';
}
