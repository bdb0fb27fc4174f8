import { type ReadContext, readOptions, tableName } from '../reader/scope.ts';

/**
 * What is known of the account and of own networks, as a number that grows with every change of it; '0' while there is
 * nothing.
 */
export async function knowledgeEdition(context: ReadContext): Promise<string> {
  const [row] = await context.client.rows<{ edition: string }>(
    `SELECT toString(greatest((SELECT max(edition) FROM ${tableName(context, 'inventory_editions')}), (SELECT max(version) FROM ${tableName(context, 'enrich_sources')} WHERE \`table\` = 'networks'))) AS edition`,
    readOptions(context),
  );
  return row?.edition ?? '0';
}

/** What was known when everything was settled last; '0' before the first time: without knowledge nothing is to do again. */
export async function settledEdition(context: ReadContext): Promise<string> {
  const [row] = await context.client.rows<{ edition: string }>(
    `SELECT toString(max(edition)) AS edition FROM ${tableName(context, 'settle_runs')} WHERE step = 'done'`,
    readOptions(context),
  );
  return row?.edition ?? '0';
}

/** The country data of now, and whether sums may still carry that of before. */
export async function countryState(context: ReadContext): Promise<{ version: string; areNewer: boolean }> {
  // Versions are milliseconds × 4096: sums of objects that began to load before carry what held before.
  const [row] = await context.client.rows<{ version: string; renewed: string; older: string }>(
    `WITH (SELECT max(version) FROM ${tableName(context, 'enrich_sources')} WHERE \`table\` = 'geo') AS newest SELECT toString(newest) AS version, toString((SELECT max(countries) FROM ${tableName(context, 'settle_runs')} WHERE step = 'done')) AS renewed, (SELECT count() FROM ${tableName(context, 'ingest_objects')} WHERE state != 'failed' AND toUnixTimestamp64Milli(started_at) < intDiv(newest, 4096)) AS older`,
    readOptions(context),
  );
  if (row === undefined) return { version: '0', areNewer: false };
  return { version: row.version, areNewer: BigInt(row.version) > BigInt(row.renewed) && row.older !== '0' };
}

/** Whether there is something to settle; cheap enough to be asked often. */
export async function isUnsettled(context: ReadContext): Promise<boolean> {
  if ((await settledEdition(context)) !== (await knowledgeEdition(context))) return true;
  if ((await countryState(context)).areNewer || (await hasOpenRuns(context))) return true;
  const [row] = await context.client.rows<{ n: string }>(
    `SELECT count() AS n FROM ${tableName(context, 'ingest_objects')} WHERE state != 'failed' AND object_id NOT IN (SELECT object_id FROM ${tableName(context, 'settled_objects')})`,
    readOptions(context),
  );
  return row?.n !== '0';
}

/** Whether a run did not end. */
export async function hasOpenRuns(context: ReadContext): Promise<boolean> {
  const [row] = await context.client.rows<{ n: string }>(
    `SELECT count() AS n FROM (SELECT run, argMax(step, (at, step)) AS s FROM ${tableName(context, 'settle_runs')} GROUP BY run HAVING s IN ('claimed', 'found'))`,
    readOptions(context),
  );
  return row !== undefined && row.n !== '0';
}
