import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { type EnginePaths, enginePaths, readRecord, writeRecord } from './address.ts';
import type { Workshop } from './execute.ts';
import {
  idleSeconds,
  MARK_CACHE_BYTES,
  MAX_LOG_BYTES,
  MAX_WAITING,
  memoryLimit,
  READERS,
  THREAD_POOL,
  WRITERS,
} from './limits.ts';
import { boundLog } from './log.ts';
import { makePipes } from './pipe.ts';
import { LanePool } from './pool.ts';
import { Queries } from './queries.ts';
import { type EngineServer, serveEngine } from './server.ts';
import { SideSession, sessionsOn } from './sessions.ts';
import { emptySpool } from './spool.ts';

/**
 * The engine's process: `node main.ts <data folder>`. Started by `ensureEngine`, outlives who started it, ends itself
 * when nobody has asked for anything for a while.
 */
const STOP_WITHIN_MS = 8_000;
const WATCH_EVERY_MS = 1_000;
/**
 * Merges and changes of parts that may lie ready for each background thread. A change of records makes every part of the
 * table anew; with the engine's own two it waits half a second after every four.
 */
const BACKGROUND_TASKS = 8;
/** No further ones begin while they hold so much memory. */
const BACKGROUND_BYTES = 1024 ** 3;

interface Engine {
  readonly shop: Workshop;
  readonly version: string;
  readonly close: () => void;
}

async function openEngine(paths: EnginePaths): Promise<Engine> {
  mkdirSync(paths.data, { recursive: true, mode: 0o700 });
  const open = sessionsOn(paths.data, [
    `--max_server_memory_usage=${memoryLimit(process.env)}`,
    `--mark_cache_size=${MARK_CACHE_BYTES}`,
    `--background_merges_mutations_concurrency_ratio=${BACKGROUND_TASKS}`,
    `--merges_mutations_memory_usage_soft_limit=${BACKGROUND_BYTES}`,
  ]);
  // The first session takes the engine's lock on the folder: nothing of another engine's may be touched before.
  const control = new SideSession(open());
  const parser = new SideSession(open());
  const rows = await control.rows('SELECT version() AS version');
  await emptySpool(paths.spool);
  const pipes = makePipes(paths.spool, READERS + WRITERS);
  const readers = new LanePool(open, pipes.slice(0, READERS), MAX_WAITING);
  const writers = new LanePool(open, pipes.slice(READERS), MAX_WAITING);
  const shop: Workshop = { readers, writers, parser, queries: new Queries(control), spool: paths.spool };
  const close = (): void => {
    for (const one of [readers, writers, parser, control]) one.close();
  };
  return { shop, version: String(rows[0]?.['version']), close };
}

async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new Error('usage: main <data folder>');
  if (!(Number(process.env['UV_THREADPOOL_SIZE']) >= THREAD_POOL)) {
    throw new Error(`UV_THREADPOOL_SIZE must be at least ${THREAD_POOL} before the process starts`);
  }
  const paths = enginePaths(folder);
  const idleMs = idleSeconds(process.env) * 1000;
  const started = new Date().toISOString();
  const engine = await openEngine(paths);
  const secret = randomBytes(32).toString('base64url');
  const stopper: { stop: (reason: string) => void } = { stop: () => undefined };
  const facts = { pid: process.pid, started, version: engine.version, memory_limit: memoryLimit(process.env) };
  const server = await serveEngine(engine.shop, { secret, facts, onStop: () => stopper.stop('asked to') });
  stopper.stop = once((reason) => void shutDown(paths, engine, server, reason));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopper.stop(signal));
  setInterval(() => {
    boundLog(paths.log, MAX_LOG_BYTES);
    if (server.idleMs() >= idleMs) stopper.stop(`idle for ${Math.round(server.idleMs() / 1000)} s`);
  }, WATCH_EVERY_MS);
  writeRecord(paths, { pid: process.pid, port: server.port, secret, started, version: engine.version });
  say(`started: port ${server.port}, ClickHouse ${engine.version}`);
}

async function shutDown(paths: EnginePaths, engine: Engine, server: EngineServer, reason: string): Promise<void> {
  // The log's last line tells the others whether this was an end or an accident.
  setTimeout(() => {
    say(`stopped: ${reason}, with statements that would not end`);
    process.kill(process.pid, 'SIGKILL');
  }, STOP_WITHIN_MS);
  if ((await readRecord(paths))?.pid === process.pid) rmSync(paths.address, { force: true });
  await server.close();
  engine.close();
  say(`stopped: ${reason}`);
  process.exit(0);
}

function once(work: (reason: string) => void): (reason: string) => void {
  let done = false;
  return (reason) => {
    if (done) return;
    done = true;
    work(reason);
  };
}

function say(text: string): void {
  console.log(`${new Date().toISOString()} [${process.pid}] ${text}`);
}

main(process.argv[2]).catch((error: unknown) => {
  say(`failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
