import type { FlowClient, Settings } from '../client.ts';
import { resolveDictionaries } from '../dictionaries.ts';
import { storedFlowColumns, tables, type View, views } from '../schema.ts';
import type { Run } from './claim.ts';
import { codedColumns, columnSql } from './code.ts';
import { formerName } from './model.ts';
import { recordHint, recordKey } from './sql.ts';

/**
 * Makes the changes that a run found: the sums first, by what was and what is, then the records. Every statement may be
 * repeated: an INSERT by its token, the change of the records because it says what they are to hold.
 */
export async function carryThrough(client: FlowClient, run: Run): Promise<void> {
  if (run.changed > 0) {
    const sums = views.filter(({ from }) => from === 'flows');
    await Promise.all(
      sums.flatMap((view) => [correct(client, run, view, 'former'), correct(client, run, view, 'present')]),
    );
    await changeRecords(client, run);
  }
  await forgetRun(client, run);
}

const quoted = (name: string) => `\`${name}\``;
const onCluster = (client: FlowClient) =>
  client.placement.cluster === undefined ? '' : ` ON CLUSTER ${quoted(client.placement.cluster)}`;
const local = (client: FlowClient, name: string) =>
  `${quoted(client.placement.database)}.${quoted(client.placement.cluster === undefined ? name : `${name}_local`)}`;

/**
 * Adds the sums of the records as they are to be, or takes away those of what they were. Sums are taken away by adding
 * what makes them 0 modulo 2^64: that is what the engine's sums of UInt64 do with it.
 */
async function correct(client: FlowClient, run: Run, view: View, which: 'former' | 'present'): Promise<void> {
  const { database } = client.placement;
  const target = tables.find(({ name }) => name === view.to);
  if (target === undefined) throw new Error(`the model has no table ${view.to}`);
  const kept = target.columns.filter(({ alias }) => alias === undefined);
  const values = storedFlowColumns.map((column) =>
    which === 'former' && codedColumns.includes(column) ? `${formerName(column)} AS ${column}` : quoted(column),
  );
  // Behind the table's own alias the view reads on.
  const from = `(SELECT ${values.join(', ')} FROM ${quoted(database)}.settle_rows WHERE run = ${run.run})`;
  const select = resolveDictionaries(view.select, client.placement).replaceAll('{from}', from);
  const cells = kept.map(({ name, type }) =>
    which === 'former' && type === 'UInt64' ? `toUInt64(0) - toUInt64(${quoted(name)})` : quoted(name),
  );
  const names = kept.map(({ name }) => quoted(name)).join(', ');
  await client.command(
    `INSERT INTO ${quoted(database)}.${quoted(view.to)} (${names}) SELECT ${cells.join(', ')} FROM (${select}) ORDER BY ALL`,
    { settings: { ...once(`${run.run}-${view.name}-${which}`), max_bytes_before_external_group_by: 1_073_741_824 } },
  );
}

const once = (token: string): Settings => ({
  insert_deduplicate: 1,
  insert_deduplication_token: `settle-${token}`,
  deduplicate_insert_select: 'force_enable',
});

/** No record has this code: it sets bits that no column has. */
const noCode = 'toUInt64(18446744073709551615)';

async function changeRecords(client: FlowClient, { run }: Run): Promise<void> {
  const { database } = client.placement;
  const dictionary = `settle_codes_${run}`;
  const on = onCluster(client);
  await client.command(
    `CREATE DICTIONARY IF NOT EXISTS ${quoted(database)}.${quoted(dictionary)}${on} (key UInt128, code UInt64) PRIMARY KEY key SOURCE(CLICKHOUSE(QUERY 'SELECT key, any(c) AS code FROM (SELECT key, code AS c FROM ${quoted(database)}.settle_rows WHERE run = ${run}) GROUP BY key')) LAYOUT(COMPLEX_KEY_HASHED()) LIFETIME(0)`,
  );
  const days = await client.rows<{ day: string }>(
    `SELECT DISTINCT toString(toDate(assumeNotNull(start))) AS day FROM ${quoted(database)}.settle_rows WHERE run = {run:UInt64} ORDER BY day`,
    { params: { run } },
  );
  const [other] = await client.rows<Record<string, number>>(
    `SELECT ${codedColumns.map((column) => `max(toUInt8(NOT (${column} <=> ${formerName(column)}))) AS ${column}_changes`).join(', ')} FROM ${quoted(database)}.settle_rows WHERE run = {run:UInt64}`,
    { params: { run } },
  );
  // Columns that no record changes are not written anew.
  const changing = codedColumns.filter((column) => Number(other?.[`${column}_changes`]) === 1);
  const hints = `(SELECT ${recordHint} FROM ${quoted(database)}.settle_rows WHERE run = ${run})`;
  // The key is made only where the hint says that it may be one that changes.
  const code = `if(${recordHint} IN ${hints}, dictGetOrDefault('${database}.${dictionary}', 'code', tuple(${recordKey}), ${noCode}), ${noCode})`;
  const set = changing.map((column) => `${quoted(column)} = ${columnSql(column, code)}`).join(', ');
  // A partition is a day: others are left alone. One statement for all, since each makes every part of the table anew.
  const within = `toDate(start) IN (${days.map(({ day }) => `toDate('${day}')`).join(', ')})`;
  await client.command(
    `ALTER TABLE ${local(client, 'flows')}${on} UPDATE ${set} WHERE ${within} AND ${code} != ${noCode}`,
    { settings: { mutations_sync: 2 } },
  );
  await client.command(`DROP DICTIONARY IF EXISTS ${quoted(database)}.${quoted(dictionary)}${on}`);
}

/** Drops what a run kept. */
export async function forgetRun(client: FlowClient, { run }: Run): Promise<void> {
  const { database } = client.placement;
  for (const name of [`settle_base_${run}`, `settle_changes_${run}`])
    await client.command(`DROP TABLE IF EXISTS ${quoted(database)}.${quoted(name)} SYNC`);
  await client.command(`ALTER TABLE ${local(client, 'settle_rows')}${onCluster(client)} DROP PARTITION ${run}`);
}
