import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WeirError } from '../core/index.ts';
import { type EnginePaths, type EngineRecord, enginePaths, processExists, readRecord } from './address.ts';
import { MAX_LOG_BYTES, THREAD_POOL } from './limits.ts';
import { boundLog, logTail } from './log.ts';
import { checkPlatform } from './platform.ts';
import { takeStartLock } from './start-lock.ts';

/** How to reach an engine: what `@clickhouse/client` wants to know, and which process it is. */
export interface EngineAddress {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly pid: number;
}

export interface EngineOptions {
  /** Milliseconds until a start counts as failed; 60,000 by default. */
  readonly timeoutMs?: number;
  /** Added to the environment of an engine that is started: `WEIR_ENGINE_IDLE_SECONDS`, `WEIR_ENGINE_MEMORY`. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface EngineStatus {
  readonly running: boolean;
  readonly pid: number | null;
  /** ISO 8601, UTC; null when none runs. */
  readonly started: string | null;
  readonly version: string | null;
  /** The last lines of the engine's log. */
  readonly log: string;
}

const START_TIMEOUT_MS = 60_000;
const PING_TIMEOUT_MS = 3_000;
const POLL_MS = 20;

/**
 * The engine of a data folder: the one that runs, else a new one. Any number of processes may ask at once, one engine
 * comes of it. Throws `ENGINE_PLATFORM` or `ENGINE_START_FAILED` with the end of the engine's log.
 */
export async function ensureEngine(dataFolder: string, options: EngineOptions = {}): Promise<EngineAddress> {
  const paths = enginePaths(dataFolder);
  const timeoutMs = options.timeoutMs ?? START_TIMEOUT_MS;
  const deadline = Date.now() + timeoutMs;
  const found = await living(paths);
  if (typeof found === 'object') return found;
  checkPlatform();
  mkdirSync(paths.root, { recursive: true });
  let failures = 0;
  let silent = false;
  while (Date.now() < deadline) {
    const lock = takeStartLock(paths.lock, timeoutMs + 10_000);
    try {
      const now = await living(paths);
      if (typeof now === 'object') return now;
      silent = now === 'silent';
      if (lock !== undefined && !silent) {
        const started = await startOne(paths, options, deadline);
        if (started !== undefined) return started;
        failures += 1;
      }
    } finally {
      lock?.release();
    }
    // An engine that was starting without us makes ours fail: wait for it a little. More failures are our own.
    if (failures > 2) throw startFailed(paths, 'it ended at once');
    await sleep(failures > 0 ? 500 : POLL_MS * 2);
  }
  const seconds = `within ${Math.round(timeoutMs / 1000)} s`;
  throw startFailed(paths, silent ? `one runs, but did not answer ${seconds}` : `it was not ready ${seconds}`);
}

/** Asks the engine to end and waits until it has. Returns false when none runs. Throws `ENGINE_STOP_FAILED`. */
export async function stopEngine(dataFolder: string, timeoutMs = 15_000): Promise<boolean> {
  const paths = enginePaths(dataFolder);
  const record = await readRecord(paths);
  if (record === undefined || (await answers(record)) !== 'yes') return false;
  await ask(record, 'POST', '/stop');
  const deadline = Date.now() + timeoutMs;
  while (processExists(record.pid)) {
    if (Date.now() > deadline) {
      throw new WeirError('ENGINE_STOP_FAILED', `The engine (process ${record.pid}) does not end.`, {
        kind: 'engine',
        hint: `Look into ${paths.log}; ending the process by hand loses nothing that was confirmed.`,
      });
    }
    await sleep(POLL_MS);
  }
  return true;
}

/** Whether an engine runs for the data folder, since when, and what it last said. Starts nothing. */
export async function engineStatus(dataFolder: string): Promise<EngineStatus> {
  const paths = enginePaths(dataFolder);
  const record = await readRecord(paths);
  const log = logTail(paths.log, 4096);
  if (record === undefined || (await answers(record)) !== 'yes')
    return { running: false, pid: null, started: null, version: null, log };
  return { running: true, pid: record.pid, started: record.started, version: record.version, log };
}

async function living(paths: EnginePaths): Promise<EngineAddress | 'silent' | undefined> {
  const record = await readRecord(paths);
  if (record === undefined) return undefined;
  const answer = await answers(record);
  if (answer !== 'yes') return answer === 'silent' ? 'silent' : undefined;
  return { url: `http://127.0.0.1:${record.port}`, username: 'weir', password: record.secret, pid: record.pid };
}

/**
 * Whether the process lives and what listens on its port knows the secret: a reused pid or port does not.
 * `silent` when it is there but says nothing for a while.
 */
async function answers(record: EngineRecord): Promise<'yes' | 'no' | 'silent'> {
  if (!processExists(record.pid)) return 'no';
  const response = await ask(record, 'GET', '/ping');
  if (response === 'silent') return 'silent';
  return response?.ok === true ? 'yes' : 'no';
}

async function ask(record: EngineRecord, method: string, at: string): Promise<Response | 'silent' | undefined> {
  const authorization = `Basic ${Buffer.from(`weir:${record.secret}`).toString('base64')}`;
  const signal = AbortSignal.timeout(PING_TIMEOUT_MS);
  try {
    const response = await fetch(`http://127.0.0.1:${record.port}${at}`, {
      method,
      headers: { authorization },
      signal,
    });
    await response.arrayBuffer();
    return response;
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return 'silent';
    // Nobody listens, or it hung up.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Starts a process and waits for it; undefined when it ended before it was ready. */
async function startOne(
  paths: EnginePaths,
  options: EngineOptions,
  deadline: number,
): Promise<EngineAddress | undefined> {
  const child = spawnEngine(paths, options);
  let ended = child.pid === undefined;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  child.unref();
  while (!ended && Date.now() < deadline) {
    await sleep(POLL_MS);
    const record = await readRecord(paths);
    const address = record?.pid === child.pid ? await living(paths) : undefined;
    if (typeof address === 'object') return address;
  }
  if (!ended) child.kill('SIGKILL');
  return undefined;
}

function spawnEngine(paths: EnginePaths, options: EngineOptions): ChildProcess {
  boundLog(paths.log, MAX_LOG_BYTES);
  const log = openSync(paths.log, 'a', 0o600);
  // Beside this file lies the entry, in TypeScript in a clone and in JavaScript in the package.
  const entry = fileURLToPath(new URL(`./main${path.extname(import.meta.url)}`, import.meta.url));
  const env: NodeJS.ProcessEnv = { ...process.env, UV_THREADPOOL_SIZE: String(THREAD_POOL), ...options.env };
  delete env['NODE_OPTIONS'];
  try {
    return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, paths.root], {
      cwd: paths.root,
      detached: true,
      stdio: ['ignore', log, log],
      env,
    });
  } finally {
    closeSync(log);
  }
}

function startFailed(paths: EnginePaths, how: string): WeirError {
  const tail = logTail(paths.log, 2048).trim();
  return new WeirError('ENGINE_START_FAILED', `The embedded engine could not be started: ${how}.\n${tail}`, {
    kind: 'engine',
    hint: `Its log is ${paths.log}. One engine at a time can use ${paths.data}.`,
  });
}
