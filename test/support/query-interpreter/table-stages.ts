import type { Query, Renamed, StageOf } from '../../../src/query/ast.ts';
import { comparison, evaluate, liesIn } from './evaluate.ts';
import { loose, type Row, type Stream, shownOf, withAdded, withValues } from './row.ts';
import { type LookupRows, type Run, rowScope } from './scope.ts';
import { addressOf, isScalar, keyOf, type Value } from './value.ts';

function tableNamed(name: string, run: Run): LookupRows {
  const table = run.world.tables.get(name);
  if (table === undefined) throw new TypeError(`no table ${name}`);
  return table;
}

function columnAt(table: LookupRows, name: string): number {
  const at = table.columns.findIndex((column) => loose(column) === loose(name));
  if (at === -1) throw new TypeError(`no column ${name}`);
  return at;
}

/** OUTPUT overwrites, also with missing where nothing matched; OUTPUTNEW fills only what is missing. */
function withOutputs(
  row: Row,
  outputs: readonly Renamed[],
  onlyMissing: boolean,
  read: (column: string) => Value,
  run: Run,
): Row {
  return withValues(
    row,
    outputs.map(({ name, as }) => {
      const to = (as ?? name).name;
      const own = onlyMissing ? (rowScope(row, run).get(to) ?? null) : null;
      return [to, own ?? read(name.name)] as const;
    }),
  );
}

const outputNames = (outputs: readonly Renamed[]) => outputs.map(({ name, as }) => (as ?? name).name);

export function lookup(stage: StageOf<'lookup'>, stream: Stream, run: Run): Stream {
  const table = tableNamed(stage.table.name, run);
  const rows = stream.rows.map((row) => {
    const scope = rowScope(row, run);
    const match = table.rows.find((one) =>
      stage.keys.every(({ name, as }) => {
        const value = evaluate({ kind: 'field', name: (as ?? name).name, span: name.span }, scope);
        return comparison('=', value, one[columnAt(table, name.name)] ?? null) === true;
      }),
    );
    return withOutputs(row, stage.outputs, stage.onlyMissing, (c) => match?.[columnAt(table, c)] ?? null, run);
  });
  return withAdded(stream, rows, outputNames(stage.outputs));
}

/** The longest network that holds the address. */
export function cidrLookup(stage: StageOf<'cidrlookup'>, stream: Stream, run: Run): Stream {
  const table = tableNamed(stage.table.name, run);
  const at = columnAt(table, stage.column?.name ?? table.networkColumn ?? '');
  const length = (row: readonly (string | null)[]) => Number(row[at]?.split('/')[1] ?? 0);
  const rows = stream.rows.map((row) => {
    const address = addressOf(evaluate(stage.field, rowScope(row, run)));
    const [match] = table.rows.filter((one) => liesIn(address, one[at] ?? '')).sort((a, b) => length(b) - length(a));
    return withOutputs(row, stage.outputs, stage.onlyMissing, (c) => match?.[columnAt(table, c)] ?? null, run);
  });
  return withAdded(stream, rows, outputNames(stage.outputs));
}

/** Equality of all pairs; missing equals nothing. A left join keeps rows without a partner. */
export function join(stage: StageOf<'join'>, stream: Stream, run: Run, ask: (query: Query) => Stream): Stream {
  const right = ask(stage.query);
  const rightRows = right.rows.map((row) => shownOnly(row, right, run));
  const [leftName, rightName] = [stage.left.name, stage.right.name];
  const rows = stream.rows.flatMap((row) => {
    const sides = (other: Row | null): Row => ({
      values: new Map(),
      sides: new Map<string, Row | null>([
        [leftName, row],
        [rightName, other],
      ]),
    });
    const partners = rightRows.filter((other) => {
      const scope = rowScope(sides(other), run);
      return stage.on.every(
        ({ left, right: to }) => comparison('=', evaluate(left, scope), evaluate(to, scope)) === true,
      );
    });
    if (partners.length > 0) return partners.map(sides);
    return stage.type === 'left' ? [sides(null)] : [];
  });
  const columns = [
    ...shownOf(stream).map((c) => `${leftName}.${c}`),
    ...shownOf(right).map((c) => `${rightName}.${c}`),
  ];
  return { rows, columns, chosen: false };
}

/** Of a query in brackets only what it shows is seen outside. */
function shownOnly(row: Row, stream: Stream, run: Run): Row {
  const scope = rowScope(row, run);
  return { values: new Map(shownOf(stream).map((name) => [name, scope.get(name) ?? null])) };
}

/** Columns of another query beside these, row by row; names that are there stay, unless `override=true`. */
export function appendCols(
  stage: StageOf<'appendcols'>,
  stream: Stream,
  run: Run,
  ask: (query: Query) => Stream,
): Stream {
  const setting = (name: string) => stage.settings.find((s) => s.name === name)?.value;
  const other = ask(stage.query);
  const most = Number(setting('max') ?? other.rows.length);
  const own = shownOf(stream);
  const names = shownOf(other).filter((name) => setting('override') === true || !own.includes(name));
  const rows = stream.rows.map((row, i) => {
    const beside = i < most ? other.rows[i] : undefined;
    const scope = beside === undefined ? undefined : rowScope(beside, run);
    const kept = (name: string) => (own.includes(name) ? rowScope(row, run).get(name) : undefined);
    return withValues(
      row,
      names.map((name) => [name, scope?.get(name) ?? kept(name) ?? null] as const),
    );
  });
  return withAdded(stream, rows, names);
}

/** The values of the only column of a query in brackets, each once. */
export function onlyColumn(stream: Stream, run: Run): Value[] {
  const [name, ...more] = shownOf(stream);
  if (name === undefined || more.length > 0) throw new TypeError('a subquery has one column');
  const values = stream.rows.map((row) => rowScope(row, run).get(name) ?? null);
  return [...new Map(values.filter(isScalar).map((v) => [keyOf(v), v])).values()];
}
