import { writeFileSync } from 'node:fs';
import type { ResultColumn } from '../../store/index.ts';

const numeric = /^(Nullable\()?(U?Int|Float|Decimal)/;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  // A log line may hold anything: nothing of it may steer the terminal.
  return text.replace(/\p{Cc}/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Rows in columns, numbers to the right; missing is `-`. */
export function printTable(
  columns: readonly ResultColumn[],
  rows: readonly unknown[][],
  print: ((line: string) => void) | undefined,
  file: string | undefined,
): void {
  const cells = rows.map((row) => columns.map((_, i) => cell(row[i])));
  const widths = columns.map((c, i) => Math.max(c.name.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (texts: readonly string[]) =>
    texts
      .map((t, i) => (numeric.test(columns[i]?.type ?? '') ? t.padStart(widths[i] ?? 0) : t.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const lines = [line(columns.map((c) => c.name)), line(widths.map((w) => '─'.repeat(w))), ...cells.map(line)];
  if (print !== undefined) for (const l of lines) print(l);
  if (file !== undefined) writeFileSync(file, `${lines.join('\n')}\n`);
}
