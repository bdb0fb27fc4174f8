import type { Expression, StageOf } from '../../../src/query/ast.ts';
import { evaluate, regexOf } from './evaluate.ts';
import { ordered } from './group-stages.ts';
import { type Row, type Stream, union, withAdded, withValues } from './row.ts';
import { nameOf, type Run, rowScope } from './scope.ts';
import { isList, keyOf, textOf, truthOf, type Value } from './value.ts';

/** Adds columns, or chooses them where none were chosen yet. */
export function fields({ items }: StageOf<'fields'>, stream: Stream, run: Run): Stream {
  const names = items.map((item) => nameOf(item, run));
  const rows = stream.rows.map((row) => withItems(row, items, run));
  if (stream.closed === true) return { ...stream, rows };
  return { ...stream, rows, columns: union(stream.chosen ? stream.columns : [], names), chosen: true };
}

export function display({ items }: StageOf<'display'>, stream: Stream, run: Run): Stream {
  const { keys, measures } = stream;
  return {
    rows: stream.rows.map((row) => withItems(row, items, run)),
    columns: union(
      [],
      items.map((item) => nameOf(item, run)),
    ),
    chosen: true,
    closed: true,
    ...(keys === undefined ? {} : { keys }),
    ...(measures === undefined ? {} : { measures }),
  };
}

function withItems(row: Row, items: StageOf<'fields'>['items'], run: Run): Row {
  return items.reduce((made, item) => {
    const plain = item.expression.kind === 'field' && item.as === undefined;
    const value = evaluate(item.expression, rowScope(made, run));
    return plain ? made : withValues(made, [[nameOf(item, run), value]]);
  }, row);
}

export function filter({ condition }: StageOf<'filter'>, stream: Stream, run: Run): Stream {
  return { ...stream, rows: stream.rows.filter((row) => truthOf(evaluate(condition, rowScope(row, run))) === true) };
}

/** `sort bin(5m)` and `sort sum(bytes)` mean the column of that text, where there is one (D15). */
function sortValue(e: Expression, row: Row, run: Run): Value {
  const text = run.text.slice(e.span.start, e.span.end);
  return row.values.get(text) ?? (row.values.has(text) ? null : evaluate(e, rowScope(row, run)));
}

export function sort({ keys }: StageOf<'sort'>, stream: Stream, run: Run): Stream {
  const rows = stream.rows.map((row) => ({ row, at: keys.map((key) => sortValue(key.expression, row, run)) }));
  rows.sort((a, b) => {
    for (const [i, { descending }] of keys.entries()) {
      const order = ordered(a.at[i] ?? null, b.at[i] ?? null, descending);
      if (order !== 0) return order;
    }
    return 0;
  });
  return { ...stream, rows: rows.map(({ row }) => row) };
}

export function limit({ count, last }: StageOf<'limit'>, stream: Stream): Stream {
  return { ...stream, rows: last ? stream.rows.slice(-count) : stream.rows.slice(0, count) };
}

/** The first of each combination; a row that lacks a key is never removed. */
export function dedup({ fields }: StageOf<'dedup'>, stream: Stream, run: Run): Stream {
  const seen = new Set<string>();
  const rows = stream.rows.filter((row) => {
    const values = fields.map((field) => evaluate(field, rowScope(row, run)));
    if (values.includes(null)) return true;
    const key = values.map(keyOf).join(' ');
    const first = !seen.has(key);
    seen.add(key);
    return first;
  });
  return { ...stream, rows };
}

const literal = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Each `*` takes the shortest run, one at the end the rest; the pattern may stand anywhere. */
function globPattern(glob: string): RegExp {
  const parts = glob.split('*').map(literal);
  const open = glob.endsWith('*');
  const source = parts.map((part, i) =>
    i === 0 ? part : `${open && i === parts.length - 1 ? '(.*)' : '(.*?)'}${part}`,
  );
  return new RegExp(source.join(''), 'su');
}

/** `a=1 b="two words"`; missing without any pair. */
function logfmt(text: string): Value {
  const pairs = [...text.matchAll(/([\w.@-]+)=(?:"([^"]*)"|([^\s"]*))/g)];
  return pairs.length === 0 ? null : new Map(pairs.map((m) => [m[1] ?? '', m[2] ?? m[3] ?? '']));
}

/** Values between commas, in quotes where they hold one. */
function csvValues(text: string): Value[] {
  return [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    (m) => m[1]?.replaceAll('""', '"') ?? m[2] ?? '',
  );
}

/** Rows of what the pattern takes from a text: one, or with `multi` one for each match. */
function taken(pattern: StageOf<'parse'>['pattern'], text: string | null): (readonly Value[])[] {
  const nothing = [[]];
  if (text === null) return nothing;
  switch (pattern.kind) {
    case 'glob':
      return [(globPattern(pattern.text.value).exec(text) ?? []).slice(1)];
    case 'regex': {
      const matches = [...text.matchAll(regexOf(pattern.regex.source, 'g'))].slice(0, pattern.multi ? undefined : 1);
      // The engine cannot tell a group that took part from one that is empty: both are missing.
      const rows = matches.map((m) =>
        captured(m, pattern.names.length > 0).map((v) => (v === '' ? null : (v ?? null))),
      );
      return rows.length === 0 ? nothing : rows;
    }
    case 'logfmt':
      return [[logfmt(text)]];
    case 'csv':
      return [csvValues(text)];
  }
}

/** With names behind `as` all groups in order, else those with names. */
function captured(match: RegExpExecArray, named: boolean): (string | undefined)[] {
  return named ? match.slice(1) : Object.values(match.groups ?? {});
}

function namesOf(pattern: StageOf<'parse'>['pattern']): string[] {
  if (pattern.kind === 'logfmt') return [pattern.name.name];
  if (pattern.kind !== 'regex' || pattern.names.length > 0) return pattern.names.map((n) => n.name);
  return [...pattern.regex.source.matchAll(/\(\?P?<([A-Za-z_]\w*)>/g)].map((m) => m[1] ?? '');
}

/** No match keeps the row, with the names missing. */
export function parse({ field, pattern }: StageOf<'parse'>, stream: Stream, run: Run): Stream {
  const names = namesOf(pattern);
  const rows = stream.rows.flatMap((row) => {
    const scope = rowScope(row, run);
    const text = textOf(field === undefined ? (scope.get('@message') ?? null) : evaluate(field, scope));
    return taken(pattern, text).map((values) =>
      withValues(
        row,
        names.map((n, i) => [n, values[i] ?? null] as const),
      ),
    );
  });
  return withAdded(stream, rows, names);
}

/** One row per element; a row whose list is empty or missing has none to give. */
function flatten(stream: Stream, field: StageOf<'unnest'>['field'], into: string, run: Run): Stream {
  const rows = stream.rows.flatMap((row) => {
    const list = evaluate(field, rowScope(row, run));
    return isList(list) ? list.map((one) => withValues(row, [[into, one]])) : [];
  });
  return withAdded(stream, rows, [into]);
}

export const unnest = (stage: StageOf<'unnest'>, stream: Stream, run: Run): Stream =>
  flatten(stream, stage.field, stage.into.name, run);
export const expand = (stage: StageOf<'expand'>, stream: Stream, run: Run): Stream =>
  flatten(stream, stage.field, stage.field.name, run);
