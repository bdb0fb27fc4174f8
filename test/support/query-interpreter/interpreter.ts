import type { Period, Query, Stage, When } from '../../../src/query/ast.ts';
import { aggregateFunctions } from './aggregates.ts';
import { compared } from './compare-stage.ts';
import { setLibrary } from './evaluate.ts';
import { countFrequent, stats, timeseries, top } from './group-stages.ts';
import { networkFunctions } from './network-functions.ts';
import { earlierBy, lengthOf, monthsOf } from './periods.ts';
import { type FlowRecord, type Stream, shownOf, timeOfRecord } from './row.ts';
import { dedup, display, expand, fields, filter, limit, parse, sort, unnest } from './row-stages.ts';
import { accum, addTotals, autoregress, fillDown, fillMissing, sessionize } from './running-stages.ts';
import { scalarFunctions } from './scalar-functions.ts';
import { type Run, rangeSeconds, rowScope, type World } from './scope.ts';
import { appendCols, cidrLookup, join, lookup, onlyColumn } from './table-stages.ts';
import { sign, Time, type Value, type Wire, wireOf } from './value.ts';

/**
 * The query language over plain values, one row at a time: written from its specification and from nothing else, to
 * judge the compiler. It shares the parser and the tree with it, and no rule of meaning. Slow and simple on purpose.
 *
 * Where the specification is silent, it does what a careful user expects:
 * - Keys come before aggregates; `fields` behind stats chooses among its columns; parse, lookup and the like add theirs
 *   behind those shown, unless display chose.
 * - Text that is a whole number is read exactly. Beside text that is no address, an address is text. A constant that
 *   cannot be read beside a number equals none of them.
 * - What a subquery found missing does not make `not in` match nothing; what is missing in a list does.
 * - Gaps of a time series and bins that fillmissing adds cover the range; without records there is one line, or, with
 *   keys, none. In a gap an expression is what it is over a count and sums of 0.
 * - A running total stays as it was where the value is missing. Unnest drops rows without a list.
 * - The row of others stands under the word `others` in its first key, which then is text. bin() takes the longest step
 *   that fits. Compare looks, behind top, at the groups of now, in a range that lies whole bins back.
 */
setLibrary({ scalars: new Map([...scalarFunctions, ...networkFunctions]), aggregates: aggregateFunctions });

export interface Interpreted {
  readonly columns: readonly string[];
  /** As they cross the wire. */
  readonly rows: readonly (readonly Wire[])[];
  /** For each row, whether it stands for all others. */
  readonly others: readonly boolean[];
}

/** @throws TypeError for a query that is wrong; it is no checker */
export function interpret(query: Query, text: string, world: World): Interpreted {
  const { stream, run } = pipeline(query, text, world);
  const columns = shownOf(stream);
  const rows = stream.rows.map((row) => {
    const scope = rowScope(row, run);
    return columns.map((name) => wireOf(scope.get(name) ?? null));
  });
  return { columns, rows, others: stream.rows.map((row) => row.others === true) };
}

/** D4: what is shown of a record where the query does not say. */
const defaultColumns =
  '@timestamp version accountId interfaceId srcAddr dstAddr srcPort dstPort protocol packets bytes startTime endTime action logStatus'.split(
    ' ',
  );

function pipeline(query: Query, text: string, outer: World): { stream: Stream; run: Run } {
  const world = { ...outer, range: rangeOf(query, outer) };
  const run: Run = {
    world,
    text,
    subquery: (inner): readonly Value[] => {
      const known = answers.get(inner);
      if (known !== undefined) return known;
      const asked = pipeline(inner, text, outer);
      const values = onlyColumn(asked.stream, asked.run);
      answers.set(inner, values);
      return values;
    },
  };
  const answers = new Map<Query, readonly Value[]>();
  return { stream: stagesOver(query.stages, run, outer), run };
}

function stagesOver(stages: readonly Stage[], run: Run, outer: World): Stream {
  let stream = recordsOf(run.world);
  for (const [i, stage] of stages.entries()) {
    stream =
      stage.command === 'compare'
        ? withPast(stream, stage.shift ?? previous(stream, run.world), stages.slice(0, i), run, outer)
        : apply(stage, stream, run, outer);
  }
  return stream;
}

/** Records of the range, both ends included, newest first (D1, D4). A record without a start is in no range. */
function recordsOf(world: World): Stream {
  const { from, to } = world.range;
  const time = (record: FlowRecord) => timeOfRecord(record)?.ms;
  const inRange = world.records.filter((record) => {
    const at = time(record);
    return at !== undefined && BigInt(from) * 1000n <= at && at <= BigInt(to) * 1000n;
  });
  const rows = inRange
    .sort((a, b) => sign(time(b) ?? 0n, time(a) ?? 0n))
    .map((record) => ({ values: new Map(), record }));
  return { rows, columns: defaultColumns, chosen: false };
}

/** How far back the range just before lies: its length, rounded up to whole bins of every kind that there is. */
function previous({ keys = [] }: Stream, world: World): Period {
  const bins = keys.flatMap(({ period }) => (period === undefined ? [] : [period]));
  const calendar = bins.find((bin) => lengthOf(bin) === undefined);
  if (calendar !== undefined) {
    const [first, last] = [monthOf(world.range.from), monthOf(world.range.to)];
    const step = monthsOf(calendar);
    return { count: Math.ceil((last - first + 1) / step) * step, unit: 'mo' };
  }
  const width = bins.map((bin) => lengthOf(bin) ?? 1n).reduce(leastMultiple, 1000n);
  const length = BigInt(rangeSeconds(world)) * 1000n;
  return { count: Number(((length + width - 1n) / width) * width), unit: 'ms' };
}

function leastMultiple(a: bigint, b: bigint): bigint {
  const divisor = (x: bigint, y: bigint): bigint => (y === 0n ? x : divisor(y, x % y));
  return (a / divisor(a, b)) * b;
}

const monthOf = (seconds: number): number => {
  const date = new Date(seconds * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};

/** The same stages over the range that lies so much earlier. */
function withPast(stream: Stream, shift: Period, stages: readonly Stage[], run: Run, outer: World): Stream {
  const back = (seconds: number) => Number(earlierBy(new Time(BigInt(seconds) * 1000n), shift).ms / 1000n);
  const { from, to } = run.world.range;
  const world = { ...run.world, range: { from: back(from), to: back(to) } };
  const { groups } = stream;
  const earlier = { ...run, world, ...(groups === undefined ? {} : { sameGroups: groups }) };
  return compared(stream, stagesOver(stages, earlier, outer), shift);
}

function apply(stage: Exclude<Stage, { command: 'compare' }>, stream: Stream, run: Run, outer: World): Stream {
  const ask = (inner: Query) => pipeline(inner, run.text, outer).stream;
  switch (stage.command) {
    case 'fields':
      return fields(stage, stream, run);
    case 'display':
      return display(stage, stream, run);
    case 'filter':
      return filter(stage, stream, run);
    case 'stats':
      return stats(stage, stream, run);
    case 'sort':
      return sort(stage, stream, run);
    case 'limit':
      return limit(stage, stream);
    case 'dedup':
      return dedup(stage, stream, run);
    case 'parse':
      return parse(stage, stream, run);
    case 'unnest':
      return unnest(stage, stream, run);
    case 'expand':
      return expand(stage, stream, run);
    case 'lookup':
      return lookup(stage, stream, run);
    case 'cidrlookup':
      return cidrLookup(stage, stream, run);
    case 'join':
      return join(stage, stream, run, ask);
    case 'fillmissing':
      return fillMissing(stage, stream, run);
    case 'filldown':
      return fillDown(stage, stream, run);
    case 'accum':
      return accum(stage, stream, run);
    case 'autoregress':
      return autoregress(stage, stream, run);
    case 'appendcols':
      return appendCols(stage, stream, run, ask);
    case 'addtotals':
      return addTotals(stage, stream, run);
    case 'sessionize':
      return sessionize(stage, stream, run);
    case 'countfrequent':
      return countFrequent(stage, stream, run);
    case 'top':
      return top(stage, stream, run);
    case 'timeseries':
      return timeseries(stage, stream, run);
    case 'saved':
      throw new TypeError('saved queries are put in before');
  }
}

/** SOURCE … start=-1d end=now takes the place of the range that was asked about (E10). */
function rangeOf({ source }: Query, world: World): World['range'] {
  const seconds = (when: When | undefined, otherwise: number) => {
    if (when === undefined) return otherwise;
    if (when.kind === 'text') return Number((Time.of(when.text)?.ms ?? 0n) / 1000n);
    const ago = when.kind === 'now' ? 0n : (lengthOf(when.period) ?? 0n);
    return Math.floor((world.now - Number(ago)) / 1000);
  };
  return { from: seconds(source?.start, world.range.from), to: seconds(source?.end, world.range.to) };
}
