import { asWeirError, WeirError } from '../../core/index.ts';

/** The same error with the place in the text shown beneath it, where it has one. */
export function pointAt(text: string, caught: unknown): WeirError {
  const error = asWeirError(caught);
  if (error.position === undefined) return error;
  const { offset, length } = error.position;
  const before = text.slice(0, offset);
  const row = before.split('\n').length;
  const column = offset - (before.lastIndexOf('\n') + 1);
  const line = text.split('\n')[row - 1] ?? '';
  const from = Math.max(0, column - 60);
  const shown = line.slice(from, from + 100);
  const caret = ' '.repeat(column - from) + '^'.repeat(Math.max(1, Math.min(length, shown.length - (column - from))));
  return new WeirError(
    error.code,
    `${error.message}\n  ${row} | ${shown}\n  ${' '.repeat(String(row).length)} | ${caret}`,
    {
      kind: error.kind,
      hint: error.hint,
      position: error.position,
      cause: error.cause,
    },
  );
}
