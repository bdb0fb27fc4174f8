import type { FlowClient } from '../client.ts';
import { newVersion } from '../lookup/index.ts';

/** How far a run is. What a run in step `found` changes is kept whole: whoever comes may carry it through. */
export type Step = 'claimed' | 'found' | 'done' | 'given up';

export interface Run {
  readonly run: string;
  readonly edition: string;
  readonly records: number;
  readonly changed: number;
}

interface RunState extends Run {
  readonly step: Step;
  /** Milliseconds since somebody said that it lives. */
  readonly silent: number;
}

const beat = 5_000;
/** A run of which nothing was heard so long has no process any more. */
const dead = 30_000;
const pause = 500;

export async function noteStep(client: FlowClient, run: Run, step: Step): Promise<void> {
  const row = { ...run, step, at: new Date().toISOString() };
  await client.insertRows('settle_runs', [row], `settle-${run.run}-${step}-${row.at}`);
}

/** Runs that did not end, the oldest first. */
export async function openRuns(client: FlowClient): Promise<RunState[]> {
  const rows = await client.rows<Record<'run' | 'edition' | 'records' | 'changed' | 'silent', string> & { step: Step }>(
    `SELECT toString(o.run) AS run, toString(argMax(o.step, (o.at, o.step))) AS step, argMax(o.edition, (o.at, o.step)) AS edition, argMax(o.records, (o.at, o.step)) AS records, argMax(o.changed, (o.at, o.step)) AS changed, {now:Int64} - toUnixTimestamp64Milli(max(o.at)) AS silent FROM \`${client.placement.database}\`.settle_runs AS o GROUP BY o.run HAVING step IN ('claimed', 'found') ORDER BY o.run`,
    { params: { now: Date.now() } },
  );
  return rows.map((row) => ({
    ...row,
    records: Number(row.records),
    changed: Number(row.changed),
    silent: Number(row.silent),
  }));
}

/**
 * Waits until no other process settles, and says that this one does. What others left is given to `leftOver`. Of two that
 * claim at once the older goes first: both write before they look.
 */
export async function claim(
  client: FlowClient,
  edition: string,
  leftOver: (run: Run, step: Step) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<Run> {
  for (;;) {
    signal?.throwIfAborted();
    const mine: Run = { run: newVersion(), edition, records: 0, changed: 0 };
    await noteStep(client, mine, 'claimed');
    const others = (await openRuns(client)).filter(({ run }) => run !== mine.run);
    const live = others.filter(({ silent }) => silent < dead);
    for (const { step, ...other } of others)
      if (!live.some(({ run }) => run === other.run)) await leftOver(other, step);
    if (!live.some(({ run, step }) => step === 'found' || BigInt(run) < BigInt(mine.run))) return mine;
    await noteStep(client, mine, 'given up');
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Says from time to time that the run lives, until `work` ends. */
export async function alive<T>(
  client: FlowClient,
  run: () => Run,
  step: () => Step,
  work: () => Promise<T>,
): Promise<T> {
  let failure: unknown;
  const timer = setInterval(() => {
    noteStep(client, run(), step()).catch((error: unknown) => {
      failure = error;
    });
  }, beat);
  try {
    const result = await work();
    if (failure !== undefined) throw failure;
    return result;
  } finally {
    clearInterval(timer);
  }
}
