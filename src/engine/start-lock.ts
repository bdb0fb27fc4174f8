import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { processExists } from './address.ts';

/**
 * A file that one process holds while it starts an engine. It spares the others a vain start and is no more than that:
 * the engine itself locks its folder, so that two starters at once still end with one engine.
 */
export interface StartLock {
  release(): void;
}

/** Takes the lock, or returns undefined while a living process holds it for less than `maxAgeMs`. */
export function takeStartLock(file: string, maxAgeMs: number): StartLock | undefined {
  const mark = `${process.pid} ${randomUUID()}`;
  if (!create(file, mark)) {
    if (!abandoned(file, maxAgeMs)) return undefined;
    // Moved aside, not deleted: of two that find it abandoned only one gets the file.
    const aside = `${file}.${randomUUID()}`;
    if (!moved(file, aside)) return undefined;
    rmSync(aside, { force: true });
    if (!create(file, mark)) return undefined;
  }
  return {
    release: () => {
      if (read(file) === mark) rmSync(file, { force: true });
    },
  };
}

function create(file: string, mark: string): boolean {
  try {
    const handle = openSync(file, 'wx', 0o600);
    writeSync(handle, mark);
    closeSync(handle);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Its holder is dead, or, where the process id was given to another meanwhile, it is older than any start may take. */
function abandoned(file: string, maxAgeMs: number): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return false;
  const age = Date.now() - found.mtimeMs;
  const pid = Number(read(file)?.split(' ')[0]);
  // Empty: its holder was killed between making and marking it, or is just about to mark it.
  if (!Number.isInteger(pid) || pid <= 0) return age > 1_000;
  return age > maxAgeMs || !processExists(pid);
}

function moved(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
