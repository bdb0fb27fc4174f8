import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derivedColumns, helperColumns } from '../../src/fields/index.ts';
import { type Compiled, compile, type LookupTable, parseQuery, type RollUp } from '../../src/query/index.ts';
import { queryRollUps } from '../../src/store/flows/query/roll-ups.ts';
import { outputFormats, shownSql } from '../../src/store/flows/sandbox/output.ts';
import { createFlowClient, type FlowClient } from '../../src/store/index.ts';
import { temporaryData } from '../support/data-folder.ts';
import {
  absentFields,
  fixtureLayout,
  fixtureLog,
  fixtureNow,
  fixtureRecords,
  fixtureTables,
  ownNetworks,
  type RangeName,
  ranges,
} from '../support/query-fixture.ts';
import { interpret, type LookupRows, type Wire } from '../support/query-interpreter/index.ts';
import { runWeir } from '../support/weir.ts';

// The engine and an interpreter that knows nothing of it answer the same queries over the same records; the engine
// twice, with the tables of sums and without.

interface Asked {
  readonly query: string;
  /** Absent: all. */
  readonly range?: RangeName;
  /** The query says in which order its rows are, to the last one. */
  readonly ordered?: true;
}
interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Wire[])[];
  /** For each row, whether it stands for all others. */
  readonly others: readonly boolean[];
}

const golden = join(import.meta.dirname, '../golden/query/agreement.json');
const groups = Object.entries(JSON.parse(readFileSync(golden, 'utf8')) as Record<string, Asked[]>);

const sql = (value: string | null | undefined) => (value == null ? 'NULL' : `'${value}'`);

/** A network as the range of its addresses, those of IPv4 mapped into IPv6. */
function within(address: string, network: string): string {
  const [start = '', bits = ''] = network.split('/');
  const prefix = Number(bits) + (start.includes(':') ? 0 : 96);
  const ends = `IPv6CIDRToRange(toIPv6('${start}'), toUInt8(${prefix}))`;
  return `${address} BETWEEN ${ends}.1 AND ${ends}.2`;
}

function lookupTable([name, { columns, networkColumn, rows }]: readonly [string, LookupRows]): LookupTable {
  const cells = (row: readonly (string | null)[]) => row.map((v, i) => `CAST(${sql(v)} AS Nullable(String)) AS l_${i}`);
  const table = { name, columns, rows: rows.map((row) => `SELECT ${cells(row).join(', ')}`).join(' UNION ALL ') };
  if (networkColumn === undefined) return table;
  const networks = rows.map((row) => ({ row, network: row[columns.indexOf(networkColumn)] ?? '' }));
  networks.sort((a, b) => Number(b.network.split('/')[1]) - Number(a.network.split('/')[1]));
  const byNetwork = (column: number, address: string) =>
    `CAST(multiIf(${networks.map((n) => `${within(address, n.network)}, ${sql(n.row[column])}`).join(', ')}, NULL) AS Nullable(String))`;
  return { ...table, networkColumn, byNetwork };
}

/** True crosses as 1 or as true, whole seconds with or without their zeros: that is not what is judged here. */
function plain(value: Wire | boolean, kind: string): Wire {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return kind === 'time' && typeof value === 'string' ? value.replace(/\.000Z$/, 'Z') : value;
}

let place: Awaited<ReturnType<typeof temporaryData>>;
let client: FlowClient;

beforeAll(async () => {
  place = await temporaryData();
  const file = join(place.folder, 'flows.log');
  await writeFile(file, fixtureLog);
  const run = await runWeir(['ingest', file, '--data', place.data, '--json']);
  expect(run.code, run.stderr).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({ records: fixtureRecords.length, quarantined: 0, untimed: 1 });
  client = createFlowClient({ dataFolder: place.data });
  // No query here asks for what the inventory says, and the engine reads the rules of all columns for every query.
  const asked = readFileSync(golden, 'utf8').toLowerCase();
  const isAsked = (name: string) => asked.includes(name) || asked.includes(name.replaceAll('_', ''));
  const named = derivedColumns.filter(({ name, stored }) => !stored && !isAsked(name));
  const drop = [...named, ...helperColumns].map(({ name }) => `DROP COLUMN ${name}`).join(', ');
  await client.command(`ALTER TABLE ${client.placement.database}.flows ${drop}`);
});
afterAll(async () => {
  await client?.close();
  await place?.remove();
});

function compiled({ query, range = 'all' }: Asked, tables: readonly RollUp[]): Compiled {
  const facts = { layouts: [fixtureLayout], absentFields, ownNetworks, tables: [...fixtureTables].map(lookupTable) };
  const options = {
    range: ranges[range],
    now: fixtureNow,
    database: client.placement.database,
    facts,
    rollUps: tables,
  };
  const answer = compile(query, options);
  if (answer.compiled === undefined) throw new Error(answer.diagnostics.map((d) => d.message).join('; '));
  return answer.compiled;
}

const optionsOf = ({ params }: Compiled) => ({ params, settings: { join_use_nulls: 1 } });
const describeAnswer = (asked: Compiled) =>
  client.rows<{ name: string; type: string }>(`DESCRIBE (${asked.sql})`, optionsOf(asked));

/** The answer as the server would send it. With sums in place of records the columns are of the same types. */
async function askEngine(asked: Compiled, given?: Awaited<ReturnType<typeof describeAnswer>>): Promise<Answer> {
  const { sql: statement, columns } = asked;
  const options = optionsOf(asked);
  const types = given ?? (await describeAnswer(asked));
  const typed = types.map(({ name, type }, i) => ({ name, type, boolean: columns[i]?.kind === 'boolean' }));
  const answer = await text(await client.stream(shownSql(statement, typed, true), outputFormats.rows.format, options));
  const lines = answer.split('\n').filter((line) => line !== '');
  const rows = lines.map((line) => JSON.parse(line) as (Wire | boolean)[]);
  const flag = columns.findIndex((column) => column.flag === 'others');
  const shown = columns.map((column, at) => ({ ...column, at })).filter(({ at }) => at !== flag);
  return {
    columns: shown.map(({ name }) => name),
    rows: rows.map((row) => shown.map(({ at, kind }) => plain(row[at] ?? null, kind))),
    others: rows.map((row) => flag !== -1 && Number(row[flag]) === 1),
  };
}

function askInterpreter({ query, range = 'all' }: Asked): Answer {
  const world = { range: ranges[range], now: fixtureNow, ownNetworks, records: fixtureRecords, tables: fixtureTables };
  return interpret(parseQuery(query).query, query, world);
}

/** Floating numbers are equal within 1e-9 of their size; ten digits decide where a row is sorted to. */
const digits = (value: unknown) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value;
const sortText = (row: unknown) => JSON.stringify(row, (_, value: unknown) => digits(value));

function equal(a: Wire | undefined, b: Wire | undefined): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What differs, in words; undefined where nothing does. */
function difference(expected: Answer, found: Answer, ordered: boolean): unknown {
  expect(found.columns).toEqual(expected.columns);
  const rowsOf = ({ rows, others }: Answer) => {
    const all = rows.map((row, i): Wire[] => [...row, others[i] === true ? 'others' : '']);
    return ordered ? all : all.sort((a, b) => (sortText(a) < sortText(b) ? -1 : 1));
  };
  const [wanted, got] = [rowsOf(expected), rowsOf(found)];
  const same =
    wanted.length === got.length && wanted.every((row, i) => row.every((value, j) => equal(value, got[i]?.[j])));
  return same ? undefined : { expected: wanted, found: got };
}

/** Tables of sums that answered in place of the records, and how often. */
const used = new Map<string, number>();

describe.concurrent.each(groups)('%s', (_, queries) => {
  const named = queries.map((asked): [string, Asked] => [`${asked.query} [${asked.range ?? 'all'}]`, asked]);
  it.each(named)('%s', async (_name, asked) => {
    const expected = askInterpreter(asked);
    const ordered = asked.ordered === true;
    const overRecords = compiled(asked, []);
    const types = await describeAnswer(overRecords);
    expect(difference(expected, await askEngine(overRecords, types), ordered)).toBeUndefined();
    const overSums = compiled(asked, queryRollUps);
    for (const table of overSums.reads) used.set(table, (used.get(table) ?? 0) + 1);
    if (overSums.sql === overRecords.sql) return;
    expect(difference(expected, await askEngine(overSums, types), ordered), 'with tables of sums').toBeUndefined();
  });
});

describe('columns that Weir adds', () => {
  // What they hold for these records is not in the specification: the tables of sums must say what the records say.
  it.each([
    'stats sum(bytes) as b, count(*) as n by direction, boundary',
    'stats sum(packets) as p, count(bytes) as c by servicePort, protocol',
    'stats count(*) as n by srcAddr, boundary, action',
    'filter direction = "egress" | stats sum(bytes) as b by bin(1h) as t, boundary',
    'filter not (boundary = "internal") | stats sum(bytes) as b, avg(bytes) as a by dstAddr',
    'filter action = "REJECT" and protocol = 6 | stats count(*) as n, sum(bytes) as b by servicePort',
  ])('%s', async (query) => {
    for (const range of ['all', 'ragged', 'hours', 'minutes'] as const) {
      const records = await askEngine(compiled({ query, range }, []));
      const sums = await askEngine(compiled({ query, range }, queryRollUps));
      expect(difference(records, sums, false), range).toBeUndefined();
    }
  });
});

it('asks at least 200 different queries, and every table of sums answers some', () => {
  const asked = groups.flatMap(([, queries]) => queries.map(({ query, range = 'all' }) => `${query} ${range}`));
  expect(new Set(asked).size).toBeGreaterThanOrEqual(500);
  expect([...used.keys()].sort()).toEqual([
    'flows',
    'flows_by_hour_address',
    'flows_by_hour_service',
    'flows_by_minute',
  ]);
});
