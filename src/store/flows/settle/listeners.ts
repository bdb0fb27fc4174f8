import { isServicePort } from '../../../fields/index.ts';
import type { FlowClient } from '../client.ts';
import type { Run } from './claim.ts';
import { named } from './named.ts';
import type { Slice } from './slices.ts';
import { address } from './sql.ts';

const hour = 3600;
const key = 'address, port, protocol';

/** Who answered a SYN in the slice, and is not known from that day yet. */
const answered = `SELECT DISTINCT toDate(assumeNotNull(start)) AS day, ${address('src')} AS address, assumeNotNull(srcport) AS port, assumeNotNull(protocol) AS protocol, {run:UInt64} AS run FROM {flows} WHERE start >= toDateTime({from:UInt32}, 'UTC') AND start < toDateTime({to:UInt32}, 'UTC') AND protocol = 6 AND action = 'ACCEPT' AND bitAnd(ifNull(tcp_flags, 0), 18) = 18 AND isNotNull(srcport) AND isNotNull(srcaddr) AND (day, ${key}) NOT IN (SELECT day, ${key} FROM {listeners} WHERE day BETWEEN toDate({from:UInt32}) AND toDate({to:UInt32}))`;

/** Those whom no finished run knew; where services listen on the port anyway, nobody guessed wrongly. */
const news = `SELECT ${key} FROM {listeners} GROUP BY ${key} HAVING min(run) > (SELECT max(run) FROM {settle_runs} WHERE step = 'done') AND NOT ${isServicePort('port')}`;

const end = (side: 'src' | 'dst') => `(${address(side)}, ifNull(${side}port, 0), ifNull(protocol, 255))`;
const called = (side: 'src' | 'dst', other: 'src' | 'dst') =>
  `(${end(side)} IN (${news}) AND ${end(other)} NOT IN (SELECT ${key} FROM {listeners}) AND NOT (initiator <=> '${other}'))`;

/** Learns who listens from the records of the slices. */
export async function learnListeners(
  client: FlowClient,
  { run }: Run,
  slices: readonly Slice[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const { from, to } of joined(slices, 86_400)) {
    signal?.throwIfAborted();
    await client.command(named(client, `INSERT INTO {listeners} (day, ${key}, run) ${answered}`), {
      params: { from, to, run },
    });
  }
}

/**
 * Hours, in Unix seconds, with records whose initiator was guessed before somebody was seen to listen; not those that
 * are within the slices.
 */
export async function wronglyGuessed(client: FlowClient, slices: readonly Slice[]): Promise<number[]> {
  const inside = joined(slices, Number.POSITIVE_INFINITY);
  const present = await client.rows<{ h: number }>(
    named(
      client,
      `SELECT DISTINCT toUnixTimestamp(hour) AS h FROM {flows_by_hour_address} WHERE address IN (SELECT address FROM (${news})) ORDER BY h`,
    ),
  );
  const hours = present
    .map(({ h }) => Number(h))
    .filter((h) => !inside.some(({ from, to }) => from <= h && to >= h + hour));
  const [low, high] = [hours[0], hours.at(-1)];
  if (low === undefined || high === undefined) return [];
  const rows = await client.rows<{ h: number }>(
    named(
      client,
      `SELECT DISTINCT toUnixTimestamp(toStartOfHour(assumeNotNull(start))) AS h FROM {flows} WHERE start >= toDateTime({low:UInt32}, 'UTC') AND start < toDateTime({end:UInt32}, 'UTC') AND has({hours:Array(UInt32)}, h) AND bitAnd(ifNull(tcp_flags, 0), 2) = 0 AND isNotNull(srcport) AND isNotNull(dstport) AND (${called('src', 'dst')} OR ${called('dst', 'src')})`,
    ),
    { params: { low, end: high + hour, hours } },
  );
  return rows.map(({ h }) => Number(h));
}

/** Slices that follow one another as one, of at most so many seconds. */
function joined(slices: readonly Slice[], most: number): Slice[] {
  const days: Slice[] = [];
  for (const slice of slices) {
    const last = days.at(-1);
    if (last !== undefined && last.to === slice.from && slice.to - last.from <= most)
      days[days.length - 1] = { ...last, to: slice.to };
    else days.push(slice);
  }
  return days;
}
