import { WeirError } from '../../../core/index.ts';
import type { FlowClient } from '../client.ts';
import { reloadDictionary } from '../dictionaries.ts';
import { newVersion } from '../lookup/index.ts';
import { CountryStage } from './countries.ts';
import { createEnrichDictionary, dropRows, ensureDictionaries } from './dictionaries.ts';
import { keysOf } from './network-keys.ts';
import {
  type EnrichedName,
  type EnrichedTable,
  type EnrichmentAbout,
  type EnrichmentSource,
  enrichedColumns,
  readEnrichment,
} from './sources.ts';
import { sweepEnrichment } from './sweep.ts';

/** A network and what is known of it: as many cells as the table has columns behind `network`. */
export interface NetworkRow {
  /** `10.0.0.0/8`. */
  readonly network: string;
  readonly cells: readonly (string | null)[];
}

export interface EnrichmentContent extends Omit<EnrichmentAbout, 'table'> {
  readonly table: EnrichedName;
  readonly rows: AsyncIterable<NetworkRow> | Iterable<NetworkRow>;
  /** Of `geo`: rows carry regions and cities, and are kept beside the countries. */
  readonly places?: boolean;
}

const batchRows = 50_000;
/**
 * Loads data in place of what the same source gave before. Queries see the old rows or the new ones, never a part: rows
 * lie under a version of their own, and the row of the ledger that names the version comes last.
 * @throws WeirError ENRICHMENT_EMPTY, and whatever reading the rows throws; what was loaded stays
 */
export async function putEnrichment(client: FlowClient, content: EnrichmentContent): Promise<EnrichmentSource> {
  const { rows, places, ...about } = content;
  const version = newVersion();
  const isCountries = about.table === 'geo';
  const countries = isCountries ? await CountryStage.open(client, version, places === true) : undefined;
  let networks = 0;
  let stored = 0;
  try {
    for await (const batch of batches(rows)) {
      networks += batch.length;
      await countries?.add(batch);
      if (!isCountries || places === true) stored += await insert(client, about, version, batch, stored);
    }
    if (networks === 0) {
      throw new WeirError('ENRICHMENT_EMPTY', `${about.path} names no networks`, {
        hint: 'what was loaded before stays; give a file with content',
      });
    }
    await countries?.publish();
  } catch (error) {
    if (stored > 0) await dropRows(client, { ...about, version });
    throw error;
  } finally {
    await countries?.close();
  }
  const source: EnrichmentSource = { ...about, version, networks, stored, loadedAt: new Date().toISOString() };
  await publish(client, about.table, source);
  return source;
}

/** Takes a source away. False where there is none. */
export async function removeEnrichment(client: FlowClient, table: EnrichedName, name: string): Promise<boolean> {
  const present = await readEnrichment({ client });
  const source = present.get(table)?.sources.find((one) => one.name === name);
  if (source === undefined) return false;
  await publish(client, table, { ...source, version: newVersion(), networks: 0, stored: 0 }, true);
  return true;
}

async function publish(
  client: FlowClient,
  table: EnrichedName,
  source: EnrichmentSource,
  removed = false,
): Promise<void> {
  const before = (await readEnrichment({ client })).get(table);
  const others = before?.sources.filter(({ name }) => name !== source.name) ?? [];
  const wanted: EnrichedTable = { version: source.version, sources: removed ? others : [...others, source] };
  await createEnrichDictionary(client, table, wanted);
  const row = {
    table,
    name: source.name,
    version: source.version,
    format: source.format,
    path: source.path,
    edition: source.edition,
    made_at: source.madeAt,
    attribution: source.attribution,
    networks: source.networks,
    stored: source.stored,
    removed: removed ? 1 : 0,
    at: source.loadedAt,
  };
  await client.insertRows('enrich_sources', [row], `enrich-${table}-${source.version}`);
  // What the records' own columns read. Places of countries have a dictionary of their own alone.
  if (table !== 'geo') await client.command(reloadDictionary(`${table}_of`, client.placement));
  const present = await readEnrichment({ client });
  // Another process may have changed another list meanwhile.
  await ensureDictionaries({ client }, present);
  await sweepEnrichment(client, present);
}

async function* batches(rows: EnrichmentContent['rows']): AsyncGenerator<NetworkRow[]> {
  let batch: NetworkRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < batchRows) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Returns how many rows were written; `from` is the number of the first. */
async function insert(
  client: FlowClient,
  { table, name }: EnrichmentAbout,
  version: string,
  batch: readonly NetworkRow[],
  from: number,
): Promise<number> {
  const width = enrichedColumns[table].length;
  const lines = batch.flatMap(({ network, cells }) => {
    if (cells.length !== width) throw new TypeError(`a row of ${table} has ${width} cells`);
    return keysOf(network).map((key) => [key, cells] as const);
  });
  const text = lines.map(([key, cells], i) => JSON.stringify([table, name, version, from + i, key, cells])).join('\n');
  const columns = '`table`, name, version, row, network, cells';
  await client.insertObject(
    `INSERT INTO \`${client.placement.database}\`.enrich_rows (${columns}) SELECT ${columns} FROM input('\`table\` String, name String, version UInt64, row UInt32, network String, cells Array(Nullable(String))') FORMAT JSONCompactEachRow`,
    { text: Buffer.from(`${text}\n`) },
    { insert_deduplicate: 1, insert_deduplication_token: `enrich-${table}-${version}-${from}` },
  );
  return lines.length;
}
