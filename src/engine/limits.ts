import os from 'node:os';

const GIB = 1024 ** 3;

/** Sessions that may run writing statements at once. */
export const WRITERS = 2;
/** Sessions that may run reading statements at once. */
export const READERS = 4;
/** Statements that may wait for a session before more are refused with code 202. */
export const MAX_WAITING = 256;
/** Threads of Node's pool: every running statement holds one, and files, gzip and name look-ups need some as well. */
export const THREAD_POOL = 16;
/** Largest text of a statement, in bytes; rows of an INSERT go through a file and are not bound by it. */
export const MAX_STATEMENT_BYTES = 32 * 1024 * 1024;
/** Bytes that `engine.log` may grow to before its older half is dropped. */
export const MAX_LOG_BYTES = 4 * 1024 * 1024;
/** A client that takes nothing for so long while rows wait for it loses its query. */
export const STALLED_CLIENT_MS = 120_000;
export const MARK_CACHE_BYTES = 500_000_000;

/** Bytes the engine may use in all: `WEIR_ENGINE_MEMORY` (bytes), else 4 GiB or 60 % of the machine, the smaller one. */
export function memoryLimit(env: NodeJS.ProcessEnv, total: number = os.totalmem()): number {
  return numberFrom(env, 'WEIR_ENGINE_MEMORY') ?? Math.floor(Math.min(4 * GIB, total * 0.6));
}

/** Seconds without a request after which the engine ends itself: `WEIR_ENGINE_IDLE_SECONDS`, else 300. */
export function idleSeconds(env: NodeJS.ProcessEnv): number {
  return numberFrom(env, 'WEIR_ENGINE_IDLE_SECONDS') ?? 300;
}

function numberFrom(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`${name} must be a number above 0, got '${text}'`);
  return value;
}
