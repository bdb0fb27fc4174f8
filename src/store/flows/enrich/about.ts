import { type ReadContext, readOptions, tableName } from '../reader/scope.ts';
import { enrichedValue } from './read.ts';
import { type EnrichedName, enrichedColumns, readEnrichment } from './sources.ts';

/** What the loaded data knows of one address: by table, its columns; null where the address is in no network of it. */
export interface AddressAbout {
  readonly country: string | null;
  readonly tables: Readonly<Partial<Record<EnrichedName, Readonly<Record<string, string>> | null>>>;
  /** Tables without data. */
  readonly missing: readonly (EnrichedName | 'countries')[];
}

const names = Object.keys(enrichedColumns) as EnrichedName[];

/** Everything that networks around an address are known for. The address must be one. */
export async function readAddressAbout(context: ReadContext, address: string): Promise<AddressAbout> {
  const { database } = context.client.placement;
  const loaded = await readEnrichment(context);
  const held = 'toIPv6({address:String})';
  const cells = [
    `dictGetOrDefault('${database}.country_of', 'country', ${held}, '') AS country`,
    `toString((SELECT count() > 0 FROM ${tableName(context, 'country_prefixes')})) AS countries`,
  ];
  // Countries alone lie elsewhere: their source has no rows here.
  const there = names.filter((name) => loaded.get(name)?.sources.some(({ stored }) => stored > 0));
  for (const name of there) {
    const table = loaded.get(name);
    if (table === undefined) continue;
    const columns = ['network', ...enrichedColumns[name]];
    for (const [i, column] of columns.entries())
      cells.push(`ifNull(toString(${enrichedValue(database, name, table, i, held)}), '') AS ${name}_${column}`);
  }
  const [row = {}] = await context.client.rows<Record<string, string>>(
    `SELECT ${cells.join(', ')}`,
    readOptions(context, { address }),
  );
  const tables = Object.fromEntries(
    there.map((name) => {
      const columns = ['network', ...enrichedColumns[name]];
      const found = columns.map((column) => [column, row[`${name}_${column}`] ?? ''] as const);
      return [name, found[0]?.[1] === '' ? null : Object.fromEntries(found)];
    }),
  );
  return {
    country: row['country'] || null,
    tables,
    missing: [...(row['countries'] === '1' ? [] : ['countries' as const]), ...names.filter((n) => !there.includes(n))],
  };
}
