import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where everything of the engine lies within a data folder. */
export interface EnginePaths {
  /** The data folder itself, absolute. */
  readonly root: string;
  /** The engine's own files. */
  readonly data: string;
  /** Bodies and answers on their way; emptied at every start. */
  readonly spool: string;
  /** Who runs, and how to reach it. */
  readonly address: string;
  /** Held by the one that starts an engine. */
  readonly lock: string;
  readonly log: string;
}

/** The paths for `dataFolder`. */
export function enginePaths(dataFolder: string): EnginePaths {
  const root = path.resolve(dataFolder);
  const at = (name: string): string => path.join(root, name);
  return {
    root,
    data: at('engine'),
    spool: at('engine-tmp'),
    address: at('engine.json'),
    lock: at('engine.lock'),
    log: at('engine.log'),
  };
}

/** What a running engine writes down about itself, for its user's eyes only. */
export interface EngineRecord {
  readonly pid: number;
  readonly port: number;
  readonly secret: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  /** Version of ClickHouse within. */
  readonly version: string;
}

/** Writes the record in one step and for this user alone: a reader sees all of it or none. */
export function writeRecord(paths: EnginePaths, record: EngineRecord): void {
  const temporary = `${paths.address}.${record.pid}`;
  rmSync(temporary, { force: true });
  const file = openSync(temporary, 'wx', 0o600);
  writeSync(file, `${JSON.stringify(record)}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, paths.address);
}

/** The record, or undefined where there is none or it cannot be understood. */
export async function readRecord(paths: EnginePaths): Promise<EngineRecord | undefined> {
  const text = await readFile(paths.address, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  return text === undefined ? undefined : parseRecord(text);
}

function parseRecord(text: string): EngineRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, port, secret, started, version } = value as Partial<Record<keyof EngineRecord, unknown>>;
  if (typeof pid !== 'number' || typeof port !== 'number' || typeof secret !== 'string') return undefined;
  if (typeof started !== 'string' || typeof version !== 'string') return undefined;
  return { pid, port, secret, started, version };
}

/** True while a process of that id runs, whoever it is. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** An ended process that nobody has collected, as in containers without an init: it still takes signals, and no more. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return true;
    throw error;
  }
}
