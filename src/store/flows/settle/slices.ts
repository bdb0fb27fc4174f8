import { type ReadContext, readOptions, tableName } from '../reader/scope.ts';

/** A stretch of time, in seconds; `to` is not within it. */
export interface Slice {
  readonly from: number;
  readonly to: number;
  readonly records: number;
}

/** Records of one slice: they are held in memory while they are compared. */
const mostRecords = 1_200_000;
const hour = 3600;
/** A record changes what those near it are. */
export const margin = 120;

export interface Unsettled {
  /** Objects that were loaded since. */
  readonly objects: readonly string[];
  readonly slices: readonly Slice[];
  /** The slices, and these hours (Unix seconds), no time twice. */
  with(hours: readonly number[]): readonly Slice[];
}

/** What was loaded since it was last settled; everything, where what is known of the account changed. */
export async function findUnsettled(context: ReadContext, everything: boolean): Promise<Unsettled> {
  const ledger = tableName(context, 'ingest_objects');
  const known = `(SELECT object_id FROM ${tableName(context, 'settled_objects')})`;
  const objects = await context.client.rows<{ id: string; first: number | null; last: number | null }>(
    `SELECT toString(object_id) AS id, toUnixTimestamp(min(first)) AS first, toUnixTimestamp(max(last)) AS last FROM ${ledger} WHERE state != 'failed' AND object_id NOT IN ${known} GROUP BY object_id`,
    readOptions(context),
  );
  const ids = objects.map(({ id }) => id);
  if (ids.length === 0 && !everything) return { objects: ids, slices: [], with: () => [] };
  const hours = await context.client.rows<{ h: number; n: string }>(
    `SELECT toUnixTimestamp(toStartOfHour(minute)) AS h, sum(records) AS n FROM ${tableName(context, 'flows_by_minute')} GROUP BY h ORDER BY h`,
    readOptions(context),
  );
  const filled = hours.map(({ h, n }) => ({ from: Number(h), to: Number(h) + hour, records: Number(n) }));
  const all = cut(filled);
  if (everything) return { objects: ids, slices: all, with: () => all };
  const spans = objects.flatMap(({ first, last }) =>
    first === null || last === null ? [] : [{ from: Number(first) - margin, to: Number(last) + margin }],
  );
  const slicesWith = (hours: readonly number[]) =>
    cut(touched(filled, [...spans, ...hours.map((from) => ({ from, to: from + hour }))]));
  return { objects: ids, slices: slicesWith([]), with: slicesWith };
}

/** The parts of the hours that the spans touch, in order and without overlaps. */
function touched(hours: readonly Slice[], spans: readonly Omit<Slice, 'records'>[]): Slice[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  const parts: Slice[] = [];
  let next = 0;
  for (const one of hours) {
    while ((joined[next]?.to ?? Number.POSITIVE_INFINITY) <= one.from) next++;
    for (let i = next; (joined[i]?.from ?? Number.POSITIVE_INFINITY) < one.to; i++) {
      const [from, to] = [Math.max(joined[i]?.from ?? 0, one.from), Math.min(joined[i]?.to ?? 0, one.to)];
      parts.push({ from, to, records: Math.ceil((one.records * (to - from)) / (one.to - one.from)) });
    }
  }
  return parts;
}

/** Stretches that follow one another go together while they are small; a large one is cut. */
function cut(stretches: readonly Slice[]): Slice[] {
  const slices: Slice[] = [];
  for (const one of stretches) {
    const last = slices.at(-1);
    if (last !== undefined && last.to === one.from && last.records + one.records <= mostRecords) {
      slices[slices.length - 1] = { from: last.from, to: one.to, records: last.records + one.records };
      continue;
    }
    const parts = Math.min(60, Math.ceil(one.records / mostRecords));
    const step = Math.ceil((one.to - one.from) / Math.max(parts, 1) / 60) * 60;
    for (let from = one.from; from < one.to; from += step)
      slices.push({ from, to: Math.min(from + step, one.to), records: Math.ceil(one.records / Math.max(parts, 1)) });
  }
  return slices;
}
