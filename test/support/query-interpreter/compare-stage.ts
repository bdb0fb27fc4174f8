import type { Period } from '../../../src/query/ast.ts';
import { arithmetic } from './evaluate.ts';
import { laterBy } from './periods.ts';
import { type Row, type Stream, withValues } from './row.ts';
import { keyOf, Time, type Value } from './value.ts';

/** What compare adds for a measure: missing on one side stays missing, and so does a percentage of 0. */
function changes(name: string, x: Value, before: Value): [string, Value][] {
  const delta = arithmetic('-', x, before);
  const percent = arithmetic('*', arithmetic('/', delta, before), 100n);
  return [
    [`${name}_prev`, before],
    [`${name}_delta`, delta],
    [`${name}_pct`, percent],
  ];
}

/** Rows of the shifted range beside those of the range, matched by the keys, bins moved by the shift (E3). */
export function compared(stream: Stream, before: Stream, shift: Period): Stream {
  const { keys = [], measures = [] } = stream;
  const moved = (row: Row): Row =>
    withValues(
      row,
      keys.flatMap(({ name, period }): [string, Value][] => {
        const at = row.values.get(name);
        return period !== undefined && at instanceof Time ? [[name, laterBy(at, shift)]] : [];
      }),
    );
  const idOf = (row: Row) =>
    `${row.others === true} ${keys.map(({ name }) => keyOf(row.values.get(name) ?? null)).join(' ')}`;
  const now = new Map(stream.rows.map((row) => [idOf(row), row]));
  const then = new Map(before.rows.map(moved).map((row) => [idOf(row), row]));
  const rows = [...new Set([...now.keys(), ...then.keys()])].map((id): Row => {
    const [present, past] = [now.get(id), then.get(id)];
    const made = new Map(keys.map(({ name }) => [name, (present ?? past)?.values.get(name) ?? null]));
    for (const name of measures) {
      const [x, y] = [present?.values.get(name) ?? null, past?.values.get(name) ?? null];
      made.set(name, x);
      for (const [more, value] of changes(name, x, y)) made.set(more, value);
    }
    return { values: made, ...((present ?? past)?.others === true ? { others: true as const } : {}) };
  });
  const all = measures.flatMap((name) => [name, ...changes(name, null, null).map(([more]) => more)]);
  return { ...stream, rows, columns: [...keys.map(({ name }) => name), ...all], measures: all };
}
