import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { plainEnvironment, temporaryFolder, WEIR } from './weir.ts';

/** Starts `bin/weir` and leaves it running. */
export function startWeir(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [WEIR, ...args], { env: plainEnvironment(), stdio: ['ignore', 'ignore', 'ignore'] });
}

/** A data folder for one test; `remove` stops its engine and deletes it. */
export async function temporaryData(): Promise<{ folder: string; data: string; remove(): Promise<void> }> {
  const { path, remove } = await temporaryFolder('data');
  return { folder: path, data: join(path, 'data'), remove };
}
