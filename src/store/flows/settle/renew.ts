import type { FlowClient } from '../client.ts';
import { resolveDictionaries } from '../dictionaries.ts';
import { tables, type View, views } from '../schema.ts';
import type { Run } from './claim.ts';

const quoted = (name: string) => `\`${name}\``;
/** Loads that go on meanwhile make a day's sums wrong by what came between two reads; the next pass finds that. */
const passes = 5;

/**
 * Makes the sums of every day what its records give now: countries are written into them when a record is loaded, and
 * newer country data says otherwise. A day whose records are no longer all there keeps its sums. Adds the difference of
 * what should be and what is, so that it may be stopped and repeated anywhere.
 */
export async function renewSums(
  client: FlowClient,
  run: Run,
  report: (done: number, total: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { database } = client.placement;
  const days = await client.rows<{ day: string }>(
    `SELECT toString(day) AS day FROM (SELECT toDate(minute) AS day, sum(records) AS n FROM ${quoted(database)}.flows_by_minute GROUP BY day) AS m INNER JOIN (SELECT toDate(assumeNotNull(start)) AS day, count() AS n FROM ${quoted(database)}.flows WHERE isNotNull(start) GROUP BY day) AS f USING (day, n) ORDER BY day`,
  );
  const mine = views.filter(({ from }) => from === 'flows');
  let done = 0;
  for (const { day } of days) {
    for (const view of mine) {
      for (let pass = 0; pass < passes; pass++) {
        signal?.throwIfAborted();
        if (!(await addDifference(client, run, view, day, pass))) break;
      }
    }
    report(++done, days.length);
  }
}

/** Whether there was one. */
async function addDifference(
  client: FlowClient,
  { run }: Run,
  view: View,
  day: string,
  pass: number,
): Promise<boolean> {
  const { database } = client.placement;
  const target = tables.find(({ name }) => name === view.to);
  const time = target?.orderBy?.[0];
  if (target === undefined || time === undefined) throw new Error(`the model has no roll-up ${view.to}`);
  const kept = target.columns.filter(({ alias }) => alias === undefined);
  const keys = kept.filter(({ type }) => type !== 'UInt64').map(({ name }) => quoted(name));
  const sums = kept.filter(({ type }) => type === 'UInt64').map(({ name }) => quoted(name));
  const from = `(SELECT * FROM ${quoted(database)}.flows WHERE toDate(start) = '${day}')`;
  const fresh = resolveDictionaries(view.select, client.placement).replaceAll('{from}', from);
  const role = kept.find(({ name }) => name === 'role');
  // One table may be filled by several views, each with rows of its own.
  const own = role === undefined ? '' : ` AND role IN (SELECT DISTINCT role FROM (${fresh}))`;
  const all = `SELECT ${[...keys, ...sums.map((sum) => `toUInt64(${sum}) AS ${sum}`)].join(', ')} FROM (${fresh}) UNION ALL SELECT ${[...keys, ...sums.map((sum) => `toUInt64(toUInt64(0) - ${sum}) AS ${sum}`)].join(', ')} FROM ${quoted(database)}.${quoted(view.to)} WHERE toDate(${quoted(time)}) = '${day}'${own}`;
  const totals = sums.map((sum) => `sum(s.${sum}) AS t_${sum.replaceAll('`', '')}`);
  const difference = `SELECT ${[...keys, ...sums.map((sum) => `t_${sum.replaceAll('`', '')} AS ${sum}`)].join(', ')} FROM (SELECT ${[...keys, ...totals].join(', ')} FROM (${all}) AS s GROUP BY ${keys.join(', ')}) WHERE ${sums.map((sum) => `t_${sum.replaceAll('`', '')} != 0`).join(' OR ')}`;
  const settings = { max_bytes_before_external_group_by: 1_073_741_824 };
  const [row] = await client.rows<{ n: string }>(`SELECT count() AS n FROM (${difference})`, { settings });
  if (row?.n === '0') return false;
  const names = [...keys, ...sums].join(', ');
  await client.command(
    `INSERT INTO ${quoted(database)}.${quoted(view.to)} (${names}) SELECT ${names} FROM (${difference}) ORDER BY ALL`,
    {
      settings: {
        ...settings,
        insert_deduplicate: 1,
        insert_deduplication_token: `renew-${run}-${view.name}-${day}-${pass}`,
        deduplicate_insert_select: 'force_enable',
      },
    },
  );
  return true;
}
