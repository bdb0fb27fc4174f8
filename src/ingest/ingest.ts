import { asWeirError, type Progress, silentProgress, WeirError } from '../core/index.ts';
import type { Layout } from '../decode/index.ts';
import type { FlowClient } from '../store/index.ts';
import { contentIdentity } from './identity.ts';
import { countsOf, loadedAlready, noCounts, type ObjectCounts, writeLedger } from './ledger.ts';
import { loadObject } from './load-object.ts';
import type { Source, SourceObject } from './object.ts';
import { source as files } from './sources/files.ts';
import { type IngestSummary, newTally } from './summary.ts';

/** Every source that `weir ingest` can read. */
export const sources: readonly Source[] = [files];

export interface IngestOptions {
  readonly logFormat?: Layout | undefined;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  /** Runs once there is something to load, before the first object. */
  readonly prepare?: () => Promise<void>;
  /** Objects loaded at the same time. */
  readonly lanes?: number;
}

/**
 * Loads every object at the locations. A bad object is recorded and does not stop the others; an object that was
 * loaded before is skipped; stopping anywhere and starting again loses and doubles nothing.
 * @throws WeirError INPUT_MISSING, SOURCE_UNKNOWN; STORE_… and limits of the machine (disk full) stop the load
 */
export async function ingest(
  client: FlowClient,
  locations: readonly string[],
  options: IngestOptions = {},
): Promise<IngestSummary> {
  const started = performance.now();
  const objects = await listAll(locations);
  await options.prepare?.();
  const tally = newTally();
  const progress = options.progress ?? silentProgress;
  const totalBytes = objects.reduce((sum, o) => sum + o.size, 0);
  let doneBytes = 0;
  const report = () =>
    progress.update({
      label: 'loading',
      done: doneBytes,
      total: totalBytes,
      unit: 'bytes',
      records: Number(tally.records),
    });
  report();

  const seen = new Set<string>();
  let next = 0;
  async function lane(): Promise<void> {
    for (;;) {
      options.signal?.throwIfAborted();
      const object = objects[next++];
      if (object === undefined) return;
      await loadOne(client, object, seen, options.logFormat, tally);
      doneBytes += object.size;
      report();
    }
  }
  try {
    await Promise.all(Array.from({ length: options.lanes ?? 2 }, lane));
  } finally {
    progress.done();
  }
  return tally.summary((performance.now() - started) / 1000);
}

async function listAll(locations: readonly string[]): Promise<SourceObject[]> {
  const objects: SourceObject[] = [];
  for (const location of locations) {
    const source = sources.find((s) => s.accepts(location));
    if (source === undefined) {
      throw new WeirError('SOURCE_UNKNOWN', `${location}: no source reads this kind of address`, {
        kind: 'usage',
        hint: `sources: ${sources.map((s) => `${s.name} (${s.summary.toLowerCase().replace(/\.$/, '')})`).join(', ')}`,
      });
    }
    for await (const object of source.list(location)) objects.push(object);
  }
  return objects;
}

async function loadOne(
  client: FlowClient,
  object: SourceObject,
  seen: Set<string>,
  logFormat: Layout | undefined,
  tally: ReturnType<typeof newTally>,
): Promise<void> {
  const startedAt = new Date();
  const identity = await contentIdentity(object.path).catch((error: unknown) => asWeirError(error));
  if (identity instanceof WeirError) {
    tally.failed(object, identity);
    return;
  }
  const twice = seen.has(identity.objectId);
  seen.add(identity.objectId);
  if (twice || (await loadedAlready(client, [identity.objectId])).size > 0) {
    tally.skipped(object);
    return;
  }
  const entry = { object, identity, startedAt };
  let counts: ObjectCounts;
  try {
    const outcome = await loadObject(client, object, identity.objectId, logFormat);
    counts = await countsOf(client, identity.objectId);
    await writeLedger(client, { ...entry, state: outcome.state, outcome, counts });
    tally.loaded(object, counts, outcome);
  } catch (caught) {
    const error = asWeirError(caught);
    // What is wrong with the machine is not the object's fault: stop, so that the same command can go on later.
    if (error.code === 'DISK_FULL' || error.code === 'STORE_UNREACHABLE' || error.code.startsWith('ENGINE_START'))
      throw error;
    await writeLedger(client, {
      ...entry,
      state: 'failed',
      outcome: { format: '', layout: '', note: error.message },
      counts: noCounts,
    });
    tally.failed(object, error);
  }
}
