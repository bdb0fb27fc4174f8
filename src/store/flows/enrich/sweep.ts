import { quoteIdentifier } from '../../../decode/index.ts';
import type { FlowClient } from '../client.ts';
import { dictionaryName, dropRows, type StoredVersion } from './dictionaries.ts';
import type { EnrichedName, EnrichedTable } from './sources.ts';

/** Milliseconds for which what was replaced stays: longer than any query that began with it can run. */
const keptFor = 600_000;
/** What no row of the ledger names may still be loading, a database of millions of networks for many minutes. */
const unfinishedFor = 6 * 3_600_000;

/** Versions are milliseconds × 4096. */
const ageOf = (version: string) => Date.now() - Number(version) / 4096;

/** Drops what was replaced or removed, and what a crash left unfinished, once no query can read it any more. */
export async function sweepEnrichment(
  client: FlowClient,
  present: ReadonlyMap<EnrichedName, EnrichedTable>,
): Promise<void> {
  const { database, cluster } = client.placement;
  const on = cluster === undefined ? '' : ` ON CLUSTER ${quoteIdentifier(cluster)}`;
  const [ledger, stored, made] = await Promise.all([
    client.rows<StoredVersion>(versionsIn(database, 'enrich_sources')),
    client.rows<StoredVersion>(versionsIn(database, 'enrich_rows')),
    client.rows<{ name: string }>(
      `SELECT name FROM system.tables WHERE database = {database:String} AND match(name, '^enrich_(asn|cloud|threats|networks|geo)_[0-9]+_|^country_prefixes_[0-9]+(_local)?$')`,
      { params: { database } },
    ),
  ]);
  const isOld = (version: string, changes: readonly StoredVersion[]) => {
    if (!changes.some((change) => change.version === version)) return ageOf(version) > unfinishedFor;
    // Used until the next change.
    const next = changes.filter((change) => Number(change.version) > Number(version));
    return Math.max(...next.map((change) => ageOf(change.version))) > keptFor;
  };
  const current = new Set([...present].map(([table, content]) => dictionaryName(table, content)));
  for (const { name } of made) {
    const [, table, version] = /^(?:enrich_([a-z]+)|country_prefixes)_(\d+)/.exec(name) ?? [];
    if (version === undefined || current.has(name)) continue;
    const changes = ledger.filter((change) => change.table === table);
    if (!isOld(version, changes)) continue;
    const kind = table === undefined ? 'TABLE' : 'DICTIONARY';
    await client.command(`DROP ${kind} IF EXISTS ${quoteIdentifier(database)}.${quoteIdentifier(name)}${on}`);
  }
  const held = new Set([...present.values()].flatMap(({ sources }) => sources.map(({ version }) => version)));
  for (const one of stored) {
    const changes = ledger.filter(({ table, name }) => table === one.table && name === one.name);
    if (!held.has(one.version) && isOld(one.version, changes)) await dropRows(client, one);
  }
}

function versionsIn(database: string, table: string): string {
  return `SELECT DISTINCT toString(\`table\`) AS table, toString(name) AS name, toString(version) AS version FROM ${quoteIdentifier(database)}.${table}`;
}
