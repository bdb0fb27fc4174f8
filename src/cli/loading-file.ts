import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from '../core/index.ts';

/** While a load runs, `loading.json` in the data folder says how far it is, for the page of a server on the same folder. */
export async function withLoadingFile<T>(
  dataFolder: string,
  shown: Progress,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  mkdirSync(dataFolder, { recursive: true });
  const path = join(dataFolder, 'loading.json');
  let last = 0;
  const progress: Progress = {
    update(state) {
      shown.update(state);
      const now = performance.now();
      if (now - last < 500) return;
      last = now;
      const content = {
        label: state.label,
        done: state.done,
        total: state.total ?? null,
        records: state.records ?? 0,
        pid: process.pid,
      };
      // Whole or not at all: a server may be reading it.
      writeFileSync(`${path}.new`, JSON.stringify(content));
      renameSync(`${path}.new`, path);
    },
    done: () => shown.done(),
  };
  try {
    return await work(progress);
  } finally {
    rmSync(path, { force: true });
  }
}
