import { hostname } from 'node:os';
import type { FlowClient } from '../client.ts';
import { newVersion } from '../lookup/index.ts';

/** How far a run is. What a run in step `found` changes is kept whole: whoever comes may carry it through. */
export type Step = 'claimed' | 'found' | 'done' | 'given up';

/** What a run rests on. */
export interface Basis {
  readonly edition: string;
  /** Version of the country data. */
  readonly countries: string;
}

export interface Run extends Basis {
  readonly run: string;
  readonly records: number;
  readonly changed: number;
}

interface RunState extends Run {
  readonly step: Step;
  /** Milliseconds since somebody said that it lives. */
  readonly silent: number;
  /** Whose it is: host and process. */
  readonly owner: string;
}

const owner = `${hostname()}:${process.pid}`;

const beat = 5_000;
/** A run of which nothing was heard so long has no process any more. */
const dead = 30_000;
const pause = 500;

export async function noteStep(client: FlowClient, run: Run, step: Step): Promise<void> {
  const row = { ...run, step, owner, at: new Date().toISOString() };
  await client.insertRows('settle_runs', [row], `settle-${run.run}-${step}-${row.at}`);
}

/** Runs that did not end, the oldest first. */
async function openRuns(client: FlowClient): Promise<RunState[]> {
  const rows = await client.rows<
    Record<'run' | 'edition' | 'countries' | 'records' | 'changed' | 'silent' | 'owner', string> & { step: Step }
  >(
    `SELECT toString(o.run) AS run, toString(argMax(o.step, (o.at, o.step))) AS step, argMax(o.edition, (o.at, o.step)) AS edition, argMax(o.countries, (o.at, o.step)) AS countries, argMax(o.records, (o.at, o.step)) AS records, argMax(o.changed, (o.at, o.step)) AS changed, argMax(o.owner, (o.at, o.step)) AS owner, {now:Int64} - toUnixTimestamp64Milli(max(o.at)) AS silent FROM \`${client.placement.database}\`.settle_runs AS o GROUP BY o.run HAVING step IN ('claimed', 'found') ORDER BY o.run`,
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
  basis: Basis,
  leftOver: (run: Run, step: Step) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<Run> {
  for (;;) {
    signal?.throwIfAborted();
    const mine: Run = { run: newVersion(), ...basis, records: 0, changed: 0 };
    running.add(mine.run);
    await noteStep(client, mine, 'claimed');
    const others = (await openRuns(client)).filter(({ run }) => run !== mine.run);
    const live = others.filter(isLive);
    for (const { step, ...other } of others)
      if (!live.some(({ run }) => run === other.run)) await leftOver(other, step);
    if (!live.some(({ run, step }) => step === 'found' || BigInt(run) < BigInt(mine.run))) return mine;
    await noteStep(client, mine, 'given up');
    running.delete(mine.run);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** A process of this machine can be asked for; of another, silence tells. */
function isLive(run: RunState): boolean {
  const [host, pid] = [run.owner.slice(0, run.owner.lastIndexOf(':')), Number(run.owner.split(':').at(-1))];
  if (host !== hostname()) return run.silent < dead;
  if (pid === process.pid) return running.has(run.run);
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Runs of this process. */
const running = new Set<string>();

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
    running.delete(run().run);
  }
}
