import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stopEngine } from '../../src/engine/index.ts';

export const launcher = fileURLToPath(new URL('../../bin/weir', import.meta.url));

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `bin/weir` to its end. */
export function weir(args: readonly string[], cwd = tmpdir()): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, [launcher, ...args], { cwd, maxBuffer: 1 << 28 }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, out, err });
    });
  });
}

/** Starts `bin/weir` and leaves it running. */
export function startWeir(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [launcher, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Rows of `weir sql`, as objects. */
export async function sql<T>(data: string, query: string): Promise<T[]> {
  const run = await weir(['sql', query, '--format', 'json', '--data', data]);
  if (run.code !== 0) throw new Error(`${query}\n${run.err}`);
  return JSON.parse(run.out) as T[];
}

/** A data folder for one test; `remove` stops its engine and deletes it. */
export async function temporaryData(): Promise<{ folder: string; data: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'weir-test-'));
  const data = join(folder, 'data');
  return {
    folder,
    data,
    async remove() {
      await stopEngine(data);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
