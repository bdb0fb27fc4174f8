import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopEngine } from '../../src/engine/index.ts';
import { ROOT } from './source-tree.ts';

/** The launcher of the clone. */
export const WEIR = path.join(ROOT, 'bin', 'weir');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface Server {
  readonly url: string;
  /** Everything it has printed so far. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/** The environment of a person at a terminal: without what the test runner and npm have put in, and without the seconds that country data takes. */
export function plainEnvironment(added: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const own =
    /^(npm_(package|lifecycle|command|execpath|node_execpath)|INIT_CWD|NODE_ENV$|NODE_OPTIONS$|VITEST|TEST$|FORCE_COLOR)/;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  const search = [path.dirname(process.execPath), process.env['PATH'] ?? ''].join(path.delimiter);
  return { ...Object.fromEntries(kept), NO_COLOR: '1', PATH: search, WEIR_COUNTRY_DATA: 'none', ...added };
}

/** Runs a command to its end and keeps what it prints. */
export async function runCommand(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    env: plainEnvironment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const [code] = await once(child, 'close');
  return {
    code: typeof code === 'number' ? code : null,
    stdout: Buffer.concat(out).toString(),
    stderr: Buffer.concat(err).toString(),
  };
}

/** Runs `weir` of the clone. */
export function runWeir(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return runCommand(WEIR, args, options);
}

/** Starts a command that serves, and waits until it prints the address that it listens on. */
export async function startServer(command: string, args: readonly string[], options: RunOptions = {}): Promise<Server> {
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    env: plainEnvironment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const deadline = Date.now() + 300_000;
  for (;;) {
    const url = /http:\/\/(127\.0\.0\.1|localhost|\[::1\]):[1-9]\d*/.exec(printed)?.[0];
    if (url !== undefined) return { url, output: () => printed, stop: () => end(child) };
    if (child.exitCode !== null || Date.now() > deadline) {
      await end(child);
      throw new Error(`${command} ${args.join(' ')} printed no address:\n${printed}`);
    }
    await sleep(50);
  }
}

/** The whole group: npx and npm put a shell between themselves and the server, which passes no signal on. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const group = -child.pid;
  if (!isAlive(group)) return;
  process.kill(group, 'SIGTERM');
  for (let tries = 0; tries < 200 && isAlive(group); tries += 1) await sleep(100);
  if (isAlive(group)) process.kill(group, 'SIGKILL');
}

/** A folder for one test, and its removal, which ends the engine processes of the data folders inside first. */
export async function temporaryFolder(name: string): Promise<{ path: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), `weir-${name}-`));
  return {
    path: folder,
    remove: async () => {
      await stopEnginesBelow(folder);
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** An engine outlives the commands that used it; a removed data folder must not leave one behind. */
async function stopEnginesBelow(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  const records = names.filter((name) => path.basename(name) === 'engine.json' && !name.includes('node_modules'));
  for (const record of records) await stopEngine(path.join(folder, path.dirname(record)));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // No such process.
    return false;
  }
}
