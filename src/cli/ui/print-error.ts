import type { WeirError } from '../../core/index.ts';

/** Shows an error on standard error: one line that says what and where, one that says what to do. */
export function printError(error: WeirError, json: boolean): void {
  if (json) {
    process.stderr.write(`${JSON.stringify(error.toJSON())}\n`);
    return;
  }
  process.stderr.write(`weir: ${error.message}\n`);
  if (error.hint !== undefined) process.stderr.write(`  ${error.hint}\n`);
  if (error.kind === 'internal' && error.cause instanceof Error && error.cause.stack !== undefined) {
    process.stderr.write(`${error.cause.stack}\n`);
  }
}
