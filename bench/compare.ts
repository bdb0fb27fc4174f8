import type { Answer } from './store.ts';

/** What must be known of a question to compare its answers. */
export interface Compared {
  readonly id: string;
  /** Columns of the answer, in order. */
  readonly columns: readonly string[];
  /** Only the largest rows by this column are asked for; rows that tie with the last one may differ. */
  readonly by?: string;
}

/** A value as text in one spelling: DuckDB keeps times as seconds, an IPv6 column shows IPv4 addresses as mapped ones. */
function spelt(value: unknown): string {
  const text = String(value);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return String(Date.parse(text) / 1000);
  return text.replace(/^::ffff:(?=\d+\.)/, '');
}

/** Rows as text, in one spelling for all stores and in one order. */
function plain(question: Compared, answer: Answer): string[][] {
  const rows = answer.rows.map((row) =>
    question.columns.map((column) => {
      const value = row[column];
      if (value === undefined) throw new Error(`${question.id}: the answer has no column ${column}`);
      return value === null ? '-' : spelt(value);
    }),
  );
  return rows.sort((a, b) => (a.join(' ') < b.join(' ') ? -1 : 1));
}

/** Rows that tie with the last place are interchangeable: of them only the value counts. */
function withoutLastPlace(question: Compared, rows: readonly string[][]): string[] {
  const by = question.by === undefined ? -1 : question.columns.indexOf(question.by);
  if (by < 0) return rows.map((row) => row.join(' '));
  const place = (row: readonly string[]) => BigInt(row[by] ?? '');
  let last = place(rows[0] ?? []);
  for (const row of rows) if (place(row) < last) last = place(row);
  return rows.map((row) => (place(row) === last ? `(last place) ${last}` : row.join(' '))).sort();
}

/** Why two answers differ, or undefined when they are equal. An empty answer proves nothing and counts as wrong. */
export function difference(question: Compared, one: Answer, other: Answer): string | undefined {
  const [a, b] = [one, other].map((answer) => plain(question, answer));
  if (a === undefined || b === undefined || a.length === 0) return 'the answer is empty';
  const [left, right] = [withoutLastPlace(question, a), withoutLastPlace(question, b)];
  if (left.length !== right.length) return `${left.length} rows against ${right.length}`;
  const at = left.findIndex((row, index) => row !== right[index]);
  return at < 0 ? undefined : `'${left[at]}' against '${right[at]}'`;
}
