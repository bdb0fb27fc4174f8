import type { Expression, Item, Key, Period, StageOf } from '../../../src/query/ast.ts';
import { evaluate } from './evaluate.ts';
import { chosenPeriod, floorTo, lengthOf, stepFrom } from './periods.ts';
import type { GroupKey, Row, Stream } from './row.ts';
import { groupScope, nameOf, type Run, rowScope } from './scope.ts';
import { isScalar, keyOf, sign, sortOrder, Time, textOf, type Value } from './value.ts';

interface Group {
  readonly values: readonly Value[];
  readonly rows: Row[];
}

/** Rows with equal keys; missing is a group of its own (1.4). */
export function groupsOf(rows: readonly Row[], keysOf: (row: Row) => readonly Value[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const values = keysOf(row);
    const id = values.map(keyOf).join(' ');
    const group = groups.get(id) ?? { values, rows: [] };
    group.rows.push(row);
    groups.set(id, group);
  }
  return [...groups.values()];
}

/** The period of `bin(5m)` and `datefloor(t, 5m)`; undefined for other expressions. */
function periodOf(e: Expression): Period | undefined {
  if (e.kind !== 'call' || !/^(bin|datefloor)$/i.test(e.name)) return undefined;
  const last = e.args.at(-1);
  return last?.kind === 'period' ? last.period : undefined;
}

function groupKey(key: Key, run: Run): GroupKey {
  const period = periodOf(key.expression);
  return {
    name: nameOf(key, run),
    ...(period === undefined ? {} : { period }),
    ...(key.offset === undefined ? {} : { offset: lengthOf(key.offset) ?? 0n }),
  };
}

/** The value of a key in a row; `bin(1h) offset 15m` moves the edges of the bins by a quarter of an hour. */
function keyValue(key: Key, row: Row, run: Run): Value {
  const scope = rowScope(row, run);
  const period = periodOf(key.expression);
  if (key.offset === undefined || period === undefined) return evaluate(key.expression, scope);
  const time = scope.timestamp();
  return time === null ? null : floorTo(time, period, lengthOf(key.offset) ?? 0n);
}

function secondsOf(keys: readonly GroupKey[]): number | undefined {
  const length = keys.map((key) => (key.period === undefined ? undefined : lengthOf(key.period))).find(Boolean);
  return length === undefined ? undefined : Number(length) / 1000;
}

/** The items over the rows of a group, each seeing the names before it. */
function measured(
  group: { rows: readonly Row[]; named: ReadonlyMap<string, Value> },
  items: readonly Item[],
  run: Run,
  more: { binSeconds?: number; gap?: true } = {},
): Map<string, Value> {
  const named = new Map(group.named);
  for (const item of items)
    named.set(nameOf(item, run), evaluate(item.expression, groupScope(group.rows, named, run, more)));
  return named;
}

export function stats({ items, by }: StageOf<'stats'>, { rows }: Stream, run: Run): Stream {
  const keys = by.map((key) => groupKey(key, run));
  const names = keys.map((key) => key.name);
  const seconds = secondsOf(keys);
  const groups = groupsOf(rows, (row) => by.map((key) => keyValue(key, row, run)));
  // D5: without by there is one row, also over nothing.
  if (by.length === 0 && groups.length === 0) groups.push({ values: [], rows: [] });
  const made = groups.map((group): Row => {
    const named = new Map(names.map((name, i) => [name, group.values[i] ?? null]));
    return {
      values: measured({ rows: group.rows, named }, items, run, seconds === undefined ? {} : { binSeconds: seconds }),
    };
  });
  const measures = items.map((item) => nameOf(item, run));
  return { rows: made, columns: [...names, ...measures], chosen: false, keys, measures };
}

/** Missing comes last in both directions. */
export function ordered(a: Value, b: Value, descending: boolean): number {
  if (!isScalar(a) || !isScalar(b)) return Number(!isScalar(a)) - Number(!isScalar(b));
  return descending ? sortOrder(b, a) : sortOrder(a, b);
}

const ascending = (a: readonly Value[], b: readonly Value[]) =>
  a.map((v, i) => ordered(v, b[i] ?? null, false)).find((o) => o !== 0) ?? 0;

/** The row of all the others says so in its first key, which is text for that. */
const labels = (names: readonly string[]): Value[] => names.map((_, i) => (i === 0 ? 'others' : null));
const besideOthers = (keys: readonly Value[]): Value[] => keys.map((key, i) => (i === 0 ? textOf(key) : key));

const idOf = (group: Group) => group.values.map(keyOf).join(' ');

/** The first of the order, or the same groups as in another range. */
function chosenOf(order: readonly Group[], count: number, { sameGroups }: Run): Group[] {
  return sameGroups === undefined ? order.slice(0, count) : order.filter((group) => sameGroups.has(idOf(group)));
}

/** Groups by their measure, largest first, ties by the keys ascending (E1). */
function ranked(groups: readonly Group[], item: Item, run: Run): Group[] {
  return groups
    .map((group) => ({ group, size: evaluate(item.expression, groupScope(group.rows, new Map(), run)) }))
    .sort((a, b) => ordered(a.size, b.size, true) || ascending(a.group.values, b.group.values))
    .map(({ group }) => group);
}

export function top(stage: StageOf<'top'>, { rows }: Stream, run: Run): Stream {
  const names = stage.fields.map((field) => nameOf(field, run));
  const groups = groupsOf(rows, (row) => stage.fields.map((f) => evaluate(f.expression, rowScope(row, run))));
  // What lacks a key has no rank: it belongs to the others, as in the statement that E1 shows.
  const order = ranked(
    groups.filter((group) => !group.values.includes(null)),
    stage.by,
    run,
  );
  const row = (values: readonly Value[], of: readonly Row[]): Row => ({
    values: measured({ rows: of, named: new Map(names.map((name, i) => [name, values[i] ?? null])) }, [stage.by], run),
  });
  const chosen = chosenOf(order, stage.count, run);
  const made = chosen.map((group) => row(stage.others ? besideOthers(group.values) : group.values, group.rows));
  const rest = groups.filter((group) => !chosen.includes(group)).flatMap((group) => group.rows);
  if (stage.others && rest.length > 0)
    made.push({
      ...row(labels(names), rest),
      others: true,
    });
  const measure = nameOf(stage.by, run);
  return {
    rows: made,
    columns: [...names, measure],
    chosen: false,
    keys: names.map((name) => ({ name })),
    measures: [measure],
    groups: new Set(chosen.map(idOf)),
  };
}

/** Starts of all bins that touch the range. */
export function binsOf(run: Run, { period, offset = 0n }: GroupKey): Time[] {
  if (period === undefined) throw new TypeError('no bin');
  const { from, to } = run.world.range;
  const bins: Time[] = [];
  const last = new Time(BigInt(to) * 1000n);
  for (
    let at = floorTo(new Time(BigInt(from) * 1000n), period, offset);
    at.ms <= last.ms;
    at = floorTo(stepFrom(at, period), period, offset)
  )
    bins.push(at);
  return bins;
}

export function timeseries(stage: StageOf<'timeseries'>, { rows }: Stream, run: Run): Stream {
  const { items, limit } = stage;
  const period = stage.bin ?? chosenPeriod(run.world.range);
  const bin: GroupKey = { name: binName(stage), period };
  const keys = stage.keys.map((key) => groupKey(key, run));
  const names = keys.map((key) => key.name);
  const binSeconds = Number(lengthOf(period) ?? 0n) / 1000;
  const series = groupsOf(rows, (row) => stage.keys.map((key) => keyValue(key, row, run)));
  // One line without keys is there even when nothing happened.
  if (names.length === 0 && series.length === 0) series.push({ values: [], rows: [] });
  const [first] = items;
  if (first === undefined) throw new TypeError('timeseries needs an aggregate');
  const order = limit === undefined ? series : ranked(series, first, run);
  const kept = (limit === undefined ? order : chosenOf(order, limit, run)).map((group) => ({ group, others: false }));
  const groups = new Set(kept.map(({ group }) => idOf(group)));
  const rest = series.filter((one) => !kept.some(({ group }) => group === one)).flatMap((group) => group.rows);
  if (rest.length > 0) kept.push({ group: { values: labels(names), rows: rest }, others: true });
  const bins = binsOf(run, bin);
  const made = kept.flatMap(({ group, others }) => {
    const keyValues = limit === undefined ? group.values : besideOthers(group.values);
    return bins.map((time): Row => {
      const within = group.rows.filter((row) => {
        const at = rowScope(row, run).timestamp();
        return at !== null && floorTo(at, period).ms === time.ms;
      });
      const named = new Map<string, Value>([
        [bin.name, time],
        ...names.map((n, i) => [n, keyValues[i] ?? null] as const),
      ]);
      const gap = within.length === 0 ? { gap: true as const } : {};
      const values = measured({ rows: within, named }, items, run, { binSeconds, ...gap });
      return others ? { values, others } : { values };
    });
  });
  const measures = items.map((item) => nameOf(item, run));
  return {
    rows: made.sort((a, b) => sign(msOf(a, bin.name), msOf(b, bin.name))),
    columns: [bin.name, ...names, ...measures],
    chosen: false,
    keys: [bin, ...keys],
    measures,
    ...(limit === undefined ? {} : { groups }),
  };
}

const msOf = (row: Row, name: string): bigint => {
  const at = row.values.get(name);
  return at instanceof Time ? at.ms : 0n;
};

/** The bin of a time series has the name that `by bin(5m)` would have. */
function binName({ bin }: StageOf<'timeseries'>): string {
  return bin === undefined ? 'bin()' : `bin(${bin.count}${bin.unit})`;
}

/** The most frequent combinations first, with how often each occurs. */
export function countFrequent({ fields }: StageOf<'countfrequent'>, { rows }: Stream, run: Run): Stream {
  const names = fields.map((field) => field.name);
  const groups = groupsOf(rows, (row) => fields.map((field) => evaluate(field, rowScope(row, run))));
  const made = groups
    .sort((a, b) => b.rows.length - a.rows.length || ascending(a.values, b.values))
    .map(
      (group): Row => ({
        values: new Map<string, Value>([
          ...names.map((name, i) => [name, group.values[i] ?? null] as const),
          ['_approxcount', BigInt(group.rows.length)],
        ]),
      }),
    );
  return {
    rows: made,
    columns: [...names, '_approxcount'],
    chosen: false,
    keys: names.map((name) => ({ name })),
    measures: ['_approxcount'],
  };
}
