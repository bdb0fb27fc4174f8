import type { StageOf } from '../../../src/query/ast.ts';
import { total } from './aggregates.ts';
import { evaluate } from './evaluate.ts';
import { binsOf, groupsOf, ordered } from './group-stages.ts';
import { lengthOf } from './periods.ts';
import { loose, type Row, type Stream, shownOf, withAdded, withValues } from './row.ts';
import { type Run, rowScope } from './scope.ts';
import { numberOf, sign, type Value } from './value.ts';

/** The sum of the values so far; where the value is missing it stays as it was. */
export function accum({ field, as }: StageOf<'accum'>, stream: Stream, run: Run): Stream {
  const name = as?.name ?? field.name;
  const seen: (bigint | number)[] = [];
  const rows = stream.rows.map((row) => {
    const n = numberOf(evaluate(field, rowScope(row, run)));
    if (n !== null) seen.push(n);
    return withValues(row, [[name, total(seen)]]);
  });
  return withAdded(stream, rows, [name]);
}

/** Values of earlier rows: `bytes_p1` … */
export function autoregress(stage: StageOf<'autoregress'>, stream: Stream, run: Run): Stream {
  const { field, as, from, to } = stage;
  const values = stream.rows.map((row) => evaluate(field, rowScope(row, run)));
  const steps = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const base = as?.name ?? field.name;
  const nameAt = (step: number) => (as !== undefined && from === to ? as.name : `${base}_p${step}`);
  const rows = stream.rows.map((row, i) =>
    withValues(
      row,
      steps.map((step) => [nameAt(step), values[i - step] ?? null] as const),
    ),
  );
  return withAdded(stream, rows, steps.map(nameAt));
}

/** Repeats the last present value of each column. */
export function fillDown({ fields }: StageOf<'filldown'>, stream: Stream, run: Run): Stream {
  const wanted = fields.flatMap(({ name }) =>
    name.endsWith('*') ? shownOf(stream).filter((c) => loose(c).startsWith(loose(name.slice(0, -1)))) : [name],
  );
  const names = fields.length === 0 ? shownOf(stream) : wanted;
  const last = new Map<string, Value>();
  const rows = stream.rows.map((row) => {
    const scope = rowScope(row, run);
    const filled = names.map((name): [string, Value] => {
      const value = scope.get(name) ?? last.get(name) ?? null;
      last.set(name, value);
      return [name, value];
    });
    return withValues(row, filled);
  });
  return withAdded(stream, rows, fields.length === 0 ? [] : names);
}

/** Adds, for each combination of the other keys, the bins of the range that are not there. */
export function fillMissing({ value, fields }: StageOf<'fillmissing'>, stream: Stream, run: Run): Stream {
  const bin = stream.keys?.find((key) => key.period !== undefined);
  if (bin === undefined || stream.keys === undefined) throw new TypeError('fillmissing needs a bin');
  const others = stream.keys.filter((key) => key !== bin);
  const given = value === undefined ? null : evaluate(value, rowScope({ values: new Map() }, run));
  const groups = groupsOf(stream.rows, (row) => others.map((key) => row.values.get(key.name) ?? null));
  // Without other keys there is one line, also over nothing; with them nothing says which lines there would be.
  if (others.length === 0 && groups.length === 0) groups.push({ values: [], rows: [] });
  const rows = groups.flatMap((group) =>
    binsOf(run, bin).flatMap((time): Row[] => {
      const there = group.rows.filter((row) => ordered(row.values.get(bin.name) ?? null, time, false) === 0);
      if (there.length > 0) return there;
      const empty = new Map<string, Value>(shownOf(stream).map((name) => [name, null]));
      for (const [i, key] of others.entries()) empty.set(key.name, group.values[i] ?? null);
      for (const field of fields) empty.set(field.name, given);
      return [{ values: empty.set(bin.name, time) }];
    }),
  );
  return { ...stream, rows };
}

/** A new session of a key begins where nothing was seen for longer than the span; numbered from 1, oldest first. */
export function sessionize(stage: StageOf<'sessionize'>, stream: Stream, run: Run): Stream {
  const span = stage.maxspan === undefined ? 1_800_000n : (lengthOf(stage.maxspan) ?? 0n);
  const name = stage.as?.name ?? 'session';
  const found = new Map<Row, Value>();
  for (const { rows } of groupsOf(stream.rows, (row) => stage.fields.map((f) => evaluate(f, rowScope(row, run))))) {
    const timed = rows.map((row) => ({ row, at: rowScope(row, run).timestamp()?.ms ?? 0n }));
    timed.sort((a, b) => sign(a.at, b.at));
    let [session, before] = [1n, timed[0]?.at ?? 0n];
    for (const { row, at } of timed) {
      if (at - before > span) session += 1n;
      before = at;
      found.set(row, session);
    }
  }
  const rows = stream.rows.map((row) => withValues(row, [[name, found.get(row) ?? null]]));
  return withAdded(stream, rows, [name]);
}

/** A column with the sum of others, and with `col=true` a last row with the sums of the columns. */
export function addTotals({ settings, fields }: StageOf<'addtotals'>, stream: Stream, run: Run): Stream {
  const setting = (name: string) => settings.find((s) => s.name === name)?.value;
  const name = String(setting('fieldname') ?? 'Total');
  const names = fields.map((field) => field.name);
  const numbersOf = (values: readonly Value[]) => values.map(numberOf).filter((n) => n !== null);
  const withRow = setting('row') !== false;
  const rows = stream.rows.map((row) =>
    withRow ? withValues(row, [[name, total(numbersOf(fields.map((f) => evaluate(f, rowScope(row, run)))))]]) : row,
  );
  if (setting('col') === true) {
    const sums = (withRow ? [...names, name] : names).map(
      (n) => [n, total(numbersOf(rows.map((row) => rowScope(row, run).get(n) ?? null)))] as const,
    );
    rows.push({ values: new Map<string, Value>([...shownOf(stream).map((c) => [c, null] as const), ...sums]) });
  }
  return withAdded(stream, rows, withRow ? [name] : []);
}
