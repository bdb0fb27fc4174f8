import { WeirError } from '../../core/index.ts';

/** Primary result codes of SQLite. */
const busy = 5;
const locked = 6;
const corrupt = 11;
const notADatabase = 26;

/** The primary code of an error of SQLite; undefined for any other error. */
function sqliteCode(error: unknown): number | undefined {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}

/** True where a row would have broken a UNIQUE column. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 2067;
}

/** An error of SQLite as Weir's own. */
export function stateError(error: unknown, path: string): unknown {
  if (error instanceof WeirError) return error;
  const code = sqliteCode(error);
  const sentence = error instanceof Error ? error.message : String(error);
  if (code === corrupt || code === notADatabase) {
    return new WeirError('STATE_BROKEN', `${path} is damaged: ${sentence}`, {
      kind: 'internal',
      hint: 'put a copy of the file from a backup in its place, or move it away: Weir then begins a new one. Flow logs do not lie in it',
      cause: error,
    });
  }
  if (code === busy || code === locked) {
    return new WeirError('STATE_BUSY', `${path} is being written by another process`, {
      kind: 'busy',
      hint: 'try again',
      cause: error,
    });
  }
  const hint = 'the data folder must be writable, with space left on its disk';
  return new WeirError('STATE_UNREADABLE', `${path} cannot be used: ${sentence}`, {
    kind: 'internal',
    hint,
    cause: error,
  });
}
