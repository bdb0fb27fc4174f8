import { closeSync, fstatSync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs';

/** The last `bytes` of the file as text; empty where there is no file. */
export function logTail(file: string, bytes: number): string {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return '';
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const buffer = Buffer.alloc(Math.min(bytes, size));
    const read = readSync(handle, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8', 0, read);
  } finally {
    closeSync(handle);
  }
}

/** Drops all but the last quarter of a log that has grown beyond `max` bytes; those who append to it may go on. */
export function boundLog(file: string, max: number): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.size <= max) return;
  const kept = logTail(file, Math.floor(max / 4));
  const handle = openSync(file, 'r+');
  try {
    ftruncateSync(handle, 0);
    writeSync(handle, kept.slice(kept.indexOf('\n') + 1));
  } finally {
    closeSync(handle);
  }
}
