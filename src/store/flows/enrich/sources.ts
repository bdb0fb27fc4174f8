import { type ReadContext, readOptions, tableName } from '../reader/scope.ts';

/** The tables of what is known about networks, with their columns behind `network`. */
export const enrichedColumns = {
  asn: ['asn', 'name'],
  cloud: ['provider', 'region', 'service'],
  threats: ['list', 'remark'],
  networks: ['label', 'owner', 'environment'],
  geo: ['country', 'region', 'city'],
} as const;
export type EnrichedName = keyof typeof enrichedColumns;

/** Where a table's data, or one list of it, came from, and what it is. */
export interface EnrichmentAbout {
  readonly table: EnrichedName;
  /** Name of the list; empty where the table has one source. */
  readonly name: string;
  readonly format: 'packaged' | 'csv' | 'aws' | 'list' | 'mmdb';
  /** Absolute path; the name of the package for packaged data. */
  readonly path: string;
  /** What the data calls itself: `GeoLite2-ASN`, a version; may be empty. */
  readonly edition: string;
  /** Unix seconds at which the data was made; null where nothing tells. */
  readonly madeAt: number | null;
  /** What the data's licence asks to be shown; may be empty. */
  readonly attribution: string;
}

/** Data that is loaded. */
export interface EnrichmentSource extends EnrichmentAbout {
  /** What is stored under a version never changes. */
  readonly version: string;
  readonly networks: number;
  /** Rows in `enrich_rows`: none for country data, which lies in `country_prefixes`. */
  readonly stored: number;
  /** ISO 8601. */
  readonly loadedAt: string;
}

interface LedgerRow {
  readonly table: EnrichedName;
  readonly name: string;
  readonly version: string;
  readonly format: EnrichmentAbout['format'];
  readonly path: string;
  readonly edition: string;
  readonly made_at: string | null;
  readonly attribution: string;
  readonly networks: string;
  readonly stored: string;
  readonly removed: number;
  readonly loaded_at: string;
}

/** What is loaded into a table now. `version` grows with every change of it, removals included. */
export interface EnrichedTable {
  readonly version: string;
  readonly sources: readonly EnrichmentSource[];
}

/** The newest row of each source holds. */
export async function readEnrichment(context: ReadContext): Promise<ReadonlyMap<EnrichedName, EnrichedTable>> {
  const sql = `SELECT toString(\`table\`) AS table, name, version, toString(format) AS format, path, edition, toUnixTimestamp(made_at) AS made_at, attribution, networks, stored, removed, formatDateTime(at, '%FT%TZ', 'UTC') AS loaded_at FROM ${tableName(context, 'enrich_sources')} ORDER BY version DESC LIMIT 1 BY \`table\`, name`;
  const rows = await context.client.rows<LedgerRow>(sql, readOptions(context));
  const tables = new Map<EnrichedName, { version: string; sources: EnrichmentSource[] }>();
  for (const { made_at, loaded_at, removed, ...row } of rows) {
    // The newest of a table comes first.
    const table = tables.get(row.table) ?? { version: row.version, sources: [] };
    tables.set(row.table, table);
    if (Number(removed) === 1) continue;
    const madeAt = made_at === null ? null : Number(made_at);
    table.sources.push({
      ...row,
      networks: Number(row.networks),
      stored: Number(row.stored),
      madeAt,
      loadedAt: loaded_at,
    });
  }
  for (const { sources } of tables.values()) sources.sort((a, b) => (a.name < b.name ? -1 : 1));
  return tables;
}
