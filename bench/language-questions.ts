import type { Logs } from './store.ts';

/** A published query over the demo network, and the same question written by hand. All answers must be equal. */
export interface LanguageQuestion {
  /** Its number among the published queries. */
  readonly n: number;
  /** As it is published, with the demo's addresses and interfaces in it. */
  readonly query: string;
  readonly title: string;
  readonly columns: readonly string[];
  /** Only the first rows by this column are asked for; rows that tie with the last one may differ. */
  readonly by?: string;
  /** The best that we can write over `flows`, by hand, in the engine's SQL. */
  readonly flows: string;
  /** The same over a table of sums, where that gives the same answer whatever the records are. */
  readonly sums?: string;
  readonly duckdb: string;
}

/** Things of the demo that the questions speak of. */
export interface Things {
  /** An address of the network's own that serves HTTPS. */
  readonly host: string;
  /** An interface that refuses. */
  readonly interface: string;
}

/** DuckDB is asked for them. */
export const thingsSql = `SELECT
  (SELECT dstaddr FROM flows WHERE dstaddr LIKE '10.20.%' AND dstport = 443 GROUP BY dstaddr ORDER BY count(*) DESC, dstaddr LIMIT 1) AS host,
  (SELECT "interface-id" FROM flows WHERE action = 'REJECT' GROUP BY "interface-id" ORDER BY count(*) DESC, "interface-id" LIMIT 1) AS interface`;

const list = (names: readonly string[], column: (name: string) => string) =>
  names.map((name) => `${column(name)} AS "${name}"`).join(', ');
const lower = (name: string) => (name === '@timestamp' ? 'start' : name.toLowerCase());
/** Fields of records under the names of the query. */
const fields = (names: readonly string[]) =>
  list(names, (name) => `f.${lower(name).replace('interfaceid', 'interface_id')}`);
const duckFields = (names: readonly string[]) =>
  list(names, (name) => lower(name).replace('interfaceid', '"interface-id"'));

/** What the language asks for where a query has no `limit`: 10,000 rows, and one that tells that there are more. */
const unbounded = 10_001;

const sumOfKept = (column: string) => `if(sum(records) = sum(no_${column}), NULL, sum(${column}))`;

/** The questions over the whole of the logs: one for each of the shapes that most published queries have. */
export function languageQuestions({ truth: { start, end } }: Logs, things: Things): LanguageQuestion[] {
  const within = (time: string) => `${time} >= toDateTime(${start}, 'UTC') AND ${time} < toDateTime(${end}, 'UTC')`;
  const flows = `FROM weir.flows AS f WHERE ${within('f.start')}`;
  const duck = `FROM flows WHERE start >= ${start} AND start < ${end}`;
  const { host, interface: eni } = things;
  const refusals = ['@timestamp', 'srcAddr', 'dstAddr', 'srcPort', 'dstPort', 'protocol', 'action'];
  const newest = [
    '@timestamp',
    'interfaceId',
    'srcAddr',
    'dstAddr',
    'srcPort',
    'dstPort',
    'protocol',
    'packets',
    'bytes',
    'action',
  ];
  const largest = ['srcAddr', 'dstAddr', 'srcPort', 'dstPort', 'protocol', 'bytes', 'action'];
  return [
    {
      n: 69,
      title: 'refusals of one interface',
      query: `fields ${refusals.join(', ')} | filter interfaceId = "${eni}" | filter action = "REJECT" | sort @timestamp desc | limit 100`,
      columns: refusals,
      by: '@timestamp',
      flows: `SELECT ${fields(refusals)} ${flows} AND f.interface_id = '${eni}' AND f.action = 'REJECT' ORDER BY f.start DESC LIMIT 100`,
      duckdb: `SELECT ${duckFields(refusals)} ${duck} AND "interface-id" = '${eni}' AND action = 'REJECT' ORDER BY start DESC LIMIT 100`,
    },
    {
      n: 21,
      title: 'refusals by source',
      query: 'filter action="REJECT" | stats count(*) as numRejections by srcAddr | sort numRejections desc | limit 20',
      columns: ['srcAddr', 'numRejections'],
      by: 'numRejections',
      flows: `SELECT f.srcaddr AS srcAddr, count() AS numRejections ${flows} AND f.action = 'REJECT' GROUP BY f.srcaddr ORDER BY numRejections DESC LIMIT 20`,
      // The sums are kept for records with a source; those without are a group of their own.
      sums: `SELECT srcAddr, sum(n) AS numRejections FROM (SELECT toNullable(address) AS srcAddr, sum(records) AS n FROM weir.flows_by_hour_address WHERE role = 'src' AND ${within('hour')} AND action = 'REJECT' GROUP BY address UNION ALL SELECT NULL, count() ${flows} AND isNull(f.srcaddr) AND f.action = 'REJECT' HAVING count() > 0) GROUP BY srcAddr ORDER BY numRejections DESC LIMIT 20`,
      duckdb: `SELECT srcaddr AS "srcAddr", count(*) AS "numRejections" ${duck} AND action = 'REJECT' GROUP BY srcaddr ORDER BY count(*) DESC LIMIT 20`,
    },
    {
      n: 23,
      title: 'who sends to one address',
      query: `filter (dstAddr like '${host}' and isIpv4InSubnet(srcAddr, '10.20.0.0/16')) | stats sum(bytes) as bytesTransferred by srcAddr, dstAddr | sort bytesTransferred desc | limit 10`,
      columns: ['srcAddr', 'dstAddr', 'bytesTransferred'],
      by: 'bytesTransferred',
      // The text of an IPv4 address ends the text of its mapped form, so both hold it.
      flows: `SELECT f.srcaddr AS srcAddr, f.dstaddr AS dstAddr, sum(f.bytes) AS bytesTransferred ${flows} AND f.srcaddr BETWEEN toIPv6('::ffff:10.20.0.0') AND toIPv6('::ffff:10.20.255.255') AND position(toString(f.dstaddr), '${host}') > 0 GROUP BY f.srcaddr, f.dstaddr ORDER BY bytesTransferred DESC LIMIT 10`,
      duckdb: `SELECT srcaddr AS "srcAddr", dstaddr AS "dstAddr", sum(bytes) AS "bytesTransferred" ${duck} AND srcaddr LIKE '10.20.%' AND contains(dstaddr, '${host}') GROUP BY srcaddr, dstaddr ORDER BY sum(bytes) DESC LIMIT 10`,
    },
    {
      n: 57,
      title: 'sums by protocol',
      query:
        'stats sum(bytes) as totalBytes, sum(packets) as totalPackets, count(*) as flows by protocol | sort totalBytes desc',
      columns: ['protocol', 'totalBytes', 'totalPackets', 'flows'],
      flows: `SELECT f.protocol AS protocol, sum(f.bytes) AS totalBytes, sum(f.packets) AS totalPackets, count() AS flows ${flows} GROUP BY f.protocol ORDER BY totalBytes DESC`,
      sums: `SELECT protocol, ${sumOfKept('bytes')} AS totalBytes, ${sumOfKept('packets')} AS totalPackets, sum(records) AS flows FROM weir.flows_by_hour_service WHERE ${within('hour')} GROUP BY protocol ORDER BY totalBytes DESC`,
      duckdb: `SELECT protocol, sum(bytes) AS "totalBytes", sum(packets) AS "totalPackets", count(*) AS flows ${duck} GROUP BY protocol ORDER BY sum(bytes) DESC`,
    },
    {
      n: 70,
      title: 'who uses one service',
      query: `fields @timestamp, srcAddr, dstAddr, dstPort, action, packets, bytes | filter dstAddr = "${host}" and dstPort = 443 | stats count(*) as connections, sum(bytes) as totalBytes by srcAddr, action | sort connections desc`,
      columns: ['srcAddr', 'action', 'connections', 'totalBytes'],
      by: 'connections',
      flows: `SELECT f.srcaddr AS srcAddr, f.action AS action, count() AS connections, sum(f.bytes) AS totalBytes ${flows} AND f.dstaddr = toIPv6('${host}') AND f.dstport = 443 GROUP BY f.srcaddr, f.action ORDER BY connections DESC LIMIT ${unbounded}`,
      duckdb: `SELECT srcaddr AS "srcAddr", action, count(*) AS connections, sum(bytes) AS "totalBytes" ${duck} AND dstaddr = '${host}' AND dstport = 443 GROUP BY srcaddr, action ORDER BY count(*) DESC LIMIT ${unbounded}`,
    },
    {
      n: 97,
      title: 'refusals by port',
      query: 'filter action = "REJECT" | stats count() as reject_count by dstport | sort reject_count desc | limit 20',
      columns: ['dstport', 'reject_count'],
      by: 'reject_count',
      flows: `SELECT f.dstport AS dstport, count() AS reject_count ${flows} AND f.action = 'REJECT' GROUP BY f.dstport ORDER BY reject_count DESC LIMIT 20`,
      duckdb: `SELECT dstport, count(*) AS reject_count ${duck} AND action = 'REJECT' GROUP BY dstport ORDER BY count(*) DESC LIMIT 20`,
    },
    {
      n: 138,
      title: 'busy pairs per hour, two ports',
      query: `fields @timestamp, srcAddr, dstAddr, dstPort, bytes, packets | filter dstPort in [443, 5432] and action = "ACCEPT" | stats sum(bytes) as total_bytes, count(*) as connections by srcAddr, dstAddr, bin(1h) | filter total_bytes > 1048576 or connections > 50 | sort total_bytes desc`,
      columns: ['srcAddr', 'dstAddr', 'bin(1h)', 'total_bytes', 'connections'],
      by: 'total_bytes',
      flows: `SELECT f.srcaddr AS srcAddr, f.dstaddr AS dstAddr, toStartOfHour(f.start) AS "bin(1h)", sum(f.bytes) AS total_bytes, count() AS connections ${flows} AND f.dstport IN (443, 5432) AND f.action = 'ACCEPT' GROUP BY f.srcaddr, f.dstaddr, "bin(1h)" HAVING total_bytes > 1048576 OR connections > 50 ORDER BY total_bytes DESC LIMIT ${unbounded}`,
      duckdb: `SELECT srcaddr AS "srcAddr", dstaddr AS "dstAddr", start // 3600 * 3600 AS "bin(1h)", sum(bytes) AS total_bytes, count(*) AS connections ${duck} AND dstport IN (443, 5432) AND action = 'ACCEPT' GROUP BY ALL HAVING sum(bytes) > 1048576 OR count(*) > 50 ORDER BY total_bytes DESC LIMIT ${unbounded}`,
    },
    {
      n: 2,
      title: 'destinations of one network',
      query:
        'filter isIpv4InSubnet(srcAddr, "10.20.0.0/24") | stats sum(bytes) as bytesTransferred by dstAddr | sort bytesTransferred desc | limit 15',
      columns: ['dstAddr', 'bytesTransferred'],
      by: 'bytesTransferred',
      flows: `SELECT f.dstaddr AS dstAddr, sum(f.bytes) AS bytesTransferred ${flows} AND f.srcaddr BETWEEN toIPv6('::ffff:10.20.0.0') AND toIPv6('::ffff:10.20.0.255') GROUP BY f.dstaddr ORDER BY bytesTransferred DESC LIMIT 15`,
      duckdb: `SELECT dstaddr AS "dstAddr", sum(bytes) AS "bytesTransferred" ${duck} AND srcaddr LIKE '10.20.0.%' GROUP BY dstaddr ORDER BY sum(bytes) DESC LIMIT 15`,
    },
    {
      n: 89,
      title: 'the newest records',
      query: `fields ${newest.join(', ')} | sort @timestamp desc | limit 20`,
      columns: newest,
      by: '@timestamp',
      flows: `SELECT ${fields(newest)} ${flows} ORDER BY f.start DESC LIMIT 20`,
      duckdb: `SELECT ${duckFields(newest)} ${duck} ORDER BY start DESC LIMIT 20`,
    },
    {
      n: 96,
      title: 'refusals by source, destination and port',
      query:
        'fields srcaddr, dstaddr, dstport | filter action = "REJECT" | stats count() as reject_count by srcaddr, dstaddr, dstport | sort reject_count desc | limit 50',
      columns: ['srcaddr', 'dstaddr', 'dstport', 'reject_count'],
      by: 'reject_count',
      flows: `SELECT f.srcaddr AS srcaddr, f.dstaddr AS dstaddr, f.dstport AS dstport, count() AS reject_count ${flows} AND f.action = 'REJECT' GROUP BY f.srcaddr, f.dstaddr, f.dstport ORDER BY reject_count DESC LIMIT 50`,
      duckdb: `SELECT srcaddr, dstaddr, dstport, count(*) AS reject_count ${duck} AND action = 'REJECT' GROUP BY ALL ORDER BY count(*) DESC LIMIT 50`,
    },
    {
      n: 77,
      title: 'largest IPv6 records, by a regular expression',
      query: `fields ${largest.join(', ')} | filter srcAddr like /:/ | sort bytes desc | limit 100`,
      columns: largest,
      by: 'bytes',
      flows: `SELECT ${fields(largest)} ${flows} AND f.srcaddr NOT BETWEEN toIPv6('::ffff:0.0.0.0') AND toIPv6('::ffff:255.255.255.255') ORDER BY f.bytes DESC LIMIT 100`,
      duckdb: `SELECT ${duckFields(largest)} ${duck} AND contains(srcaddr, ':') ORDER BY bytes DESC NULLS LAST LIMIT 100`,
    },
    {
      n: 71,
      title: 'bytes over time',
      query: 'fields bytes | stats sum(bytes) as totalBytes by bin(5m) as timeWindow | sort timeWindow asc',
      columns: ['timeWindow', 'totalBytes'],
      flows: `SELECT toStartOfFiveMinutes(f.start) AS timeWindow, sum(f.bytes) AS totalBytes ${flows} GROUP BY timeWindow ORDER BY timeWindow`,
      sums: `SELECT toStartOfFiveMinutes(minute) AS timeWindow, ${sumOfKept('bytes')} AS totalBytes FROM weir.flows_by_minute WHERE ${within('minute')} GROUP BY timeWindow ORDER BY timeWindow`,
      duckdb: `SELECT start // 300 * 300 AS "timeWindow", sum(bytes) AS "totalBytes" ${duck} GROUP BY ALL ORDER BY "timeWindow"`,
    },
    {
      n: 20,
      title: 'pairs by bytes',
      query: 'stats sum(bytes) as bytesTransferred by srcAddr, dstAddr | sort bytesTransferred desc | limit 10',
      columns: ['srcAddr', 'dstAddr', 'bytesTransferred'],
      by: 'bytesTransferred',
      flows: `SELECT f.srcaddr AS srcAddr, f.dstaddr AS dstAddr, sum(f.bytes) AS bytesTransferred ${flows} GROUP BY f.srcaddr, f.dstaddr ORDER BY bytesTransferred DESC LIMIT 10`,
      duckdb: `SELECT srcaddr AS "srcAddr", dstaddr AS "dstAddr", sum(bytes) AS "bytesTransferred" ${duck} GROUP BY ALL ORDER BY sum(bytes) DESC NULLS LAST LIMIT 10`,
    },
    {
      n: 51,
      title: 'pairs refused at many ports',
      query:
        'filter action = "REJECT" | stats count_distinct(dstPort) as uniquePorts, count(*) as attempts by srcAddr, dstAddr | filter uniquePorts > 10 | sort uniquePorts desc | limit 20',
      columns: ['srcAddr', 'dstAddr', 'uniquePorts', 'attempts'],
      by: 'uniquePorts',
      flows: `SELECT f.srcaddr AS srcAddr, f.dstaddr AS dstAddr, uniqExact(f.dstport) AS uniquePorts, count() AS attempts ${flows} AND f.action = 'REJECT' GROUP BY f.srcaddr, f.dstaddr HAVING uniquePorts > 10 ORDER BY uniquePorts DESC LIMIT 20`,
      duckdb: `SELECT srcaddr AS "srcAddr", dstaddr AS "dstAddr", count(DISTINCT dstport) AS "uniquePorts", count(*) AS attempts ${duck} AND action = 'REJECT' GROUP BY ALL HAVING count(DISTINCT dstport) > 10 ORDER BY "uniquePorts" DESC LIMIT 20`,
    },
  ];
}
