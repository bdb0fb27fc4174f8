import { asWeirError, type WeirError } from '../core/index.ts';
import { enginePaths, processExists } from './address.ts';
import { logTail } from './log.ts';
import { type EngineAddress, type EngineOptions, ensureEngine } from './start.ts';

/** One time that an engine was found dead and another was started. */
export interface EngineRestart {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** One sentence: what is known of the end. */
  readonly reason: string;
  readonly pid: number;
}

export interface EngineHealth {
  readonly address: EngineAddress | null;
  /** How often the engine was started again since the watch began. */
  readonly restarts: number;
  readonly last_restart: EngineRestart | null;
  /** Why there is no engine now; null while there is one. */
  readonly error: WeirError | null;
}

export interface WatchOptions extends EngineOptions {
  readonly onRestart?: (restart: EngineRestart) => void;
  /** Milliseconds between looks; 1,000 by default. */
  readonly everyMs?: number;
}

export interface EngineWatch {
  /** How the engine is, and what became of the one before. */
  health(): EngineHealth;
  /** Ends the watch; the engine goes on until it is idle. */
  stop(): void;
}

const PING_EVERY = 5;
const SLOWEST_RETRY_MS = 30_000;

/**
 * Keeps an engine running for `dataFolder`: starts it, looks after it, and starts it again when it is gone. Statements
 * that were running fail in their callers, who repeat them. Throws as `ensureEngine` when the first start fails.
 */
export async function superviseEngine(dataFolder: string, options: WatchOptions = {}): Promise<EngineWatch> {
  const log = enginePaths(dataFolder).log;
  let address: EngineAddress | null = await ensureEngine(dataFolder, options);
  let error: WeirError | null = null;
  let last: EngineRestart | null = null;
  let restarts = 0;
  let looks = 0;
  let stopped = false;
  let timer: NodeJS.Timeout;
  const everyMs = options.everyMs ?? 1_000;

  const look = async (): Promise<number> => {
    looks += 1;
    const known: EngineAddress | null = address;
    // The process table is asked often, the engine itself now and then: that also keeps it from ending as idle.
    if (known !== null && processExists(known.pid) && looks % PING_EVERY !== 0) return everyMs;
    const reason = known === null || processExists(known.pid) ? 'it did not answer' : endOf(log, known.pid);
    try {
      const next = await ensureEngine(dataFolder, options);
      if (known?.pid !== next.pid) {
        restarts += 1;
        last = { at: new Date().toISOString(), reason, pid: next.pid };
        address = next;
        options.onRestart?.(last);
      }
      error = null;
      return everyMs;
    } catch (thrown) {
      address = null;
      error = asWeirError(thrown);
      return Math.min(SLOWEST_RETRY_MS, everyMs * 10);
    }
  };
  const next = (delay: number): void => {
    if (stopped) return;
    timer = setTimeout(() => void look().then(next), delay);
    timer.unref();
  };
  next(everyMs);
  return {
    health: () => ({ address, restarts, last_restart: last, error }),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** What the log says of the end of process `pid`. */
function endOf(log: string, pid: number): string {
  const lines = logTail(log, 64 * 1024)
    .split('\n')
    .filter((line) => line !== '');
  const goodbye = lines.findLast((line) => line.includes(`[${pid}] stopped: `));
  if (goodbye !== undefined)
    return `the engine ended: ${goodbye.slice(goodbye.indexOf('stopped: ') + 'stopped: '.length)}`;
  return `the engine (process ${pid}) ended without a word: killed, or out of memory`;
}
