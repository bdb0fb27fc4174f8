import { planSums, type Question as SumQuestion } from '../src/store/index.ts';
import type { Compared } from './compare.ts';
import type { Logs, StoreName } from './store.ts';

/** A question in the words of each store. All answers must be equal. */
export interface Question extends Compared {
  readonly title: string;
  readonly sql: Readonly<Record<StoreName, string>>;
  /** Parameters of Weir's statement. */
  readonly params?: Readonly<Record<string, string>>;
}

const top = 20;
const manyPorts = 20;

/**
 * The six questions over the whole of the logs. Weir answers the sums as its page does: from the smallest table that
 * holds them (`planSums`); the rest over `flows`.
 * @param host an address that is in the logs
 */
export function questionsFor(logs: Logs, host: string): Question[] {
  const span = { from: logs.truth.start, to: logs.truth.end, filters: [] };
  const sums = (question: Omit<SumQuestion, 'from' | 'to' | 'filters'>) => planSums({ ...span, ...question }, 'weir');
  const sources = sums({ group: ['srcaddr'], present: ['srcaddr'] });
  const minutes = sums({ group: ['action'], present: ['action'], step: 60 });
  const refused = "action = 'REJECT'";
  return [
    {
      id: 'Q1',
      title: 'top sources by bytes',
      columns: ['srcaddr', 'total'],
      by: 'total',
      sql: {
        weir: `SELECT k0 AS srcaddr, bytes AS total FROM (${sources.sql}) ORDER BY total DESC LIMIT ${top}`,
        duckdb: `SELECT srcaddr, sum(bytes) AS total FROM flows WHERE srcaddr IS NOT NULL GROUP BY srcaddr ORDER BY total DESC LIMIT ${top}`,
        bare: `SELECT srcaddr, sum(bytes) AS total FROM weir.bare WHERE srcaddr != toIPv6('::') GROUP BY srcaddr ORDER BY total DESC LIMIT ${top}`,
      },
      params: sources.params,
    },
    {
      id: 'Q2',
      title: 'top source, destination and port',
      columns: ['srcaddr', 'dstaddr', 'dstport', 'total', 'records'],
      by: 'total',
      sql: {
        weir: `SELECT assumeNotNull(f.srcaddr) AS srcaddr, assumeNotNull(f.dstaddr) AS dstaddr, assumeNotNull(f.dstport) AS dstport, sum(assumeNotNull(f.bytes)) AS total, count() AS records FROM weir.flows AS f WHERE isNotNull(f.srcaddr) AND isNotNull(f.dstaddr) AND isNotNull(f.dstport) AND isNotNull(f.bytes) GROUP BY srcaddr, dstaddr, dstport ORDER BY total DESC LIMIT ${top}`,
        duckdb: `SELECT srcaddr, dstaddr, dstport, sum(bytes) AS total, count(*) AS records FROM flows WHERE srcaddr IS NOT NULL AND dstaddr IS NOT NULL AND dstport IS NOT NULL GROUP BY srcaddr, dstaddr, dstport ORDER BY total DESC LIMIT ${top}`,
        bare: `SELECT srcaddr, dstaddr, dstport, sum(bytes) AS total, count() AS records FROM weir.bare WHERE srcaddr != toIPv6('::') GROUP BY srcaddr, dstaddr, dstport ORDER BY total DESC LIMIT ${top}`,
      },
    },
    {
      id: 'Q3',
      title: 'per minute and action',
      columns: ['minute', 'action', 'records', 'packets', 'total'],
      sql: {
        weir: `SELECT time AS minute, k0 AS action, records, packets, bytes AS total FROM (${minutes.sql})`,
        duckdb: `SELECT start // 60 * 60 AS minute, action, count(*) AS records, sum(packets) AS packets, sum(bytes) AS total FROM flows WHERE action IS NOT NULL GROUP BY minute, action`,
        bare: `SELECT intDiv(toUnixTimestamp(start), 60) * 60 AS minute, action, count() AS records, sum(packets) AS packets, sum(bytes) AS total FROM weir.bare WHERE action != '' GROUP BY minute, action`,
      },
      params: minutes.params,
    },
    {
      id: 'Q4',
      title: 'refused ports with distinct sources',
      columns: ['dstport', 'records', 'sources'],
      by: 'records',
      sql: {
        weir: `SELECT assumeNotNull(f.dstport) AS dstport, count() AS records, uniqExact(assumeNotNull(f.srcaddr)) AS sources FROM weir.flows AS f WHERE f.${refused} AND isNotNull(f.dstport) AND isNotNull(f.srcaddr) GROUP BY dstport ORDER BY records DESC LIMIT ${top}`,
        duckdb: `SELECT dstport, count(*) AS records, count(DISTINCT srcaddr) AS sources FROM flows WHERE ${refused} AND dstport IS NOT NULL AND srcaddr IS NOT NULL GROUP BY dstport ORDER BY records DESC LIMIT ${top}`,
        bare: `SELECT dstport, count() AS records, uniqExact(srcaddr) AS sources FROM weir.bare WHERE ${refused} AND srcaddr != toIPv6('::') GROUP BY dstport ORDER BY records DESC LIMIT ${top}`,
      },
    },
    {
      id: 'Q5',
      title: "one host's peers",
      columns: ['peer', 'total', 'records'],
      by: 'total',
      sql: {
        weir: `SELECT assumeNotNull(if(f.srcaddr = {host:IPv6}, f.dstaddr, f.srcaddr)) AS peer, sum(assumeNotNull(f.bytes)) AS total, count() AS records FROM weir.flows AS f WHERE f.srcaddr = {host:IPv6} OR f.dstaddr = {host:IPv6} GROUP BY peer ORDER BY total DESC LIMIT ${top}`,
        duckdb: `SELECT if(srcaddr = '${host}', dstaddr, srcaddr) AS peer, sum(bytes) AS total, count(*) AS records FROM flows WHERE srcaddr = '${host}' OR dstaddr = '${host}' GROUP BY peer ORDER BY total DESC LIMIT ${top}`,
        bare: `SELECT if(srcaddr = toIPv6('${host}'), dstaddr, srcaddr) AS peer, sum(bytes) AS total, count() AS records FROM weir.bare WHERE srcaddr = toIPv6('${host}') OR dstaddr = toIPv6('${host}') GROUP BY peer ORDER BY total DESC LIMIT ${top}`,
      },
      params: { host },
    },
    {
      id: 'Q6',
      title: `refused sources with over ${manyPorts} ports`,
      columns: ['srcaddr', 'ports', 'records'],
      sql: {
        weir: `SELECT assumeNotNull(f.srcaddr) AS srcaddr, uniqExact(assumeNotNull(f.dstport)) AS ports, count() AS records FROM weir.flows AS f WHERE f.${refused} AND isNotNull(f.srcaddr) AND isNotNull(f.dstport) GROUP BY srcaddr HAVING ports > ${manyPorts}`,
        duckdb: `SELECT srcaddr, count(DISTINCT dstport) AS ports, count(*) AS records FROM flows WHERE ${refused} AND srcaddr IS NOT NULL AND dstport IS NOT NULL GROUP BY srcaddr HAVING ports > ${manyPorts}`,
        bare: `SELECT srcaddr, uniqExact(dstport) AS ports, count() AS records FROM weir.bare WHERE ${refused} AND srcaddr != toIPv6('::') GROUP BY srcaddr HAVING ports > ${manyPorts}`,
      },
    },
  ];
}

/** The host of Q5: not the busiest, but one that everybody knows (DuckDB is asked). */
export const hostSql = `SELECT srcaddr AS host FROM flows WHERE srcaddr LIKE '10.%' GROUP BY srcaddr ORDER BY count(*) DESC, srcaddr LIMIT 1 OFFSET 4`;
