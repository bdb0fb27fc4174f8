import { type Progress, silentProgress } from '../../../core/index.ts';
import type { FlowClient } from '../client.ts';
import { reloadDictionary } from '../dictionaries.ts';
import { storedFlowColumns } from '../schema.ts';
import { carryThrough, forgetRun } from './carry.ts';
import { alive, claim, noteStep, type Run, type Step } from './claim.ts';
import { countryState, hasOpenRuns, knowledgeEdition, settledEdition } from './knowledge.ts';
import { learnListeners, wronglyGuessed } from './listeners.ts';
import { named } from './named.ts';
import { renewSums } from './renew.ts';
import { findUnsettled, margin, type Slice } from './slices.ts';
import { baseColumns, baseSelect, changesColumns, changesSelect, rowsSelect } from './sql.ts';

export interface SettleOptions {
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Every record again, also where nothing new is known. */
  readonly everything?: boolean | undefined;
  /** The kept sums, too, by what is known of countries now. */
  readonly renewSums?: boolean | undefined;
}

export interface SettleSummary {
  /** Records that were looked at, and those whose derived columns are others now. */
  readonly records: number;
  readonly changed: number;
}

/**
 * Makes the derived columns what the account and all records together say: which sight of a flow counts, directions by
 * the addresses of interfaces, scopes by the ranges of VPCs, initiators by who was seen to listen. Looks at what was
 * loaded since the last time, and at everything when the inventory is another. May be stopped and started anywhere: a run
 * that found its changes is carried through by the next one.
 */
export async function settleFlows(client: FlowClient, options: SettleOptions = {}): Promise<SettleSummary> {
  const context = { client, signal: options.signal };
  const edition = await knowledgeEdition(context);
  const isOther = options.everything === true || (await settledEdition(context)) !== edition;
  const countries = await countryState(context);
  const isMore = isOther || options.renewSums === true || countries.areNewer || (await hasOpenRuns(context));
  if (!isMore && (await findUnsettled(context, false)).objects.length === 0) return { records: 0, changed: 0 };
  const claimed = await claim(
    client,
    { edition, countries: countries.version },
    (run, step) => leftOver(client, run, step),
    options.signal,
  );
  let run = claimed;
  let step: Step = 'claimed';
  const progress = options.progress ?? silentProgress;
  try {
    return await alive(
      client,
      () => run,
      () => step,
      async () => {
        // Sums are corrected by what the records give now: they must carry the countries of now before.
        if (options.renewSums === true || countries.areNewer) {
          const report = (done: number, total: number) =>
            progress.update({ label: 'sums by day', done, total, unit: 'items' });
          await renewSums(client, run, report, options.signal);
        }
        const { objects, slices: fresh, with: slicesWith } = await findUnsettled(context, isOther);
        // Who listens is learned of everything before anything is judged by it; what was judged before may be wrong now.
        await learnListeners(client, run, fresh, options.signal);
        const slices = slicesWith(await wronglyGuessed(client, fresh));
        const found = await findChanges(client, run, slices, progress, options.signal);
        run = { ...run, ...found };
        step = 'found';
        await noteStep(client, run, step);
        await carryThrough(client, run);
        await noteObjects(client, run, objects);
        step = 'done';
        await noteStep(client, run, step);
        return found;
      },
    );
  } catch (error) {
    if (step === 'claimed') await leftOver(client, run, 'claimed');
    throw error;
  } finally {
    progress.done();
  }
}

/** What another process left: changes that were found whole are made, others are forgotten. */
async function leftOver(client: FlowClient, run: Run, step: Step): Promise<void> {
  if (step === 'found') {
    await carryThrough(client, run);
    await noteStep(client, run, 'done');
  } else {
    await forgetRun(client, run);
    await noteStep(client, run, 'given up');
  }
}

async function noteObjects(client: FlowClient, { run }: Run, objects: readonly string[]): Promise<void> {
  const batch = 10_000;
  for (let from = 0; from < objects.length; from += batch) {
    const rows = objects.slice(from, from + batch).map((object_id) => ({ object_id, run }));
    await client.insertRows('settled_objects', rows, `settled-${run}-${from}`);
  }
}

/** Writes the records that change, with what they change to, into `settle_rows`. */
async function findChanges(
  client: FlowClient,
  run: Run,
  slices: readonly Slice[],
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<{ records: number; changed: number }> {
  const tables = { base: `settle_base_${run.run}`, changes: `settle_changes_${run.run}` };
  const sql = (text: string) => named(client, text, tables);
  const total = slices.reduce((sum, { records }) => sum + records, 0);
  let done = 0;
  const report = () => progress.update({ label: 'settling', done, total, unit: 'records' });
  report();
  const [shared] = await client.rows<{ n: string }>(
    sql('SELECT count() AS n FROM {inventory_addresses} WHERE alone = 0'),
  );
  const isShared = shared?.n !== '0';
  await client.command(reloadDictionary('listener_of', client.placement));
  await client.command(sql(`CREATE TABLE {base} (${baseColumns}) ENGINE = Memory`));
  await client.command(sql(`CREATE TABLE {changes} (${changesColumns}) ENGINE = Memory`));
  try {
    for (const { from, to, records } of slices) {
      signal?.throwIfAborted();
      const bounds = { from, to };
      await client.command(sql('TRUNCATE TABLE {base}'));
      await client.command(sql('TRUNCATE TABLE {changes}'));
      await client.command(sql(`INSERT INTO {base} ${baseSelect(isShared)}`), {
        params: { low: from - margin, high: to + margin, ...bounds },
      });
      await client.command(sql(`INSERT INTO {changes} ${changesSelect}`), { params: bounds });
      await client.command(sql(`INSERT INTO {settle_rows} ${rowsSelect(storedFlowColumns)}`), {
        params: { run: run.run, ...bounds },
      });
      done += records;
      report();
    }
  } finally {
    for (const name of ['{base}', '{changes}']) await client.command(sql(`DROP TABLE IF EXISTS ${name} SYNC`));
  }
  const [row] = await client.rows<{ n: string }>(
    sql('SELECT count() AS n FROM {settle_rows} WHERE run = {run:UInt64}'),
    { params: { run: run.run } },
  );
  return { records: total, changed: Number(row?.n ?? 0) };
}
