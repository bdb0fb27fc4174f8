import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portNames, protocolNames, serviceName, tcpFlagNames } from '../../src/fields/index.ts';
import type { Period } from '../../src/query/ast.ts';
import { ceilPeriod, floorPeriod } from '../../src/query/bin-sql.ts';
import { checkRegex, regexGroupNames } from '../../src/query/check/regex.ts';
import { type Compiled, compile, functionNamed, functions } from '../../src/query/index.ts';
import { periodOf } from '../../src/query/syntax/period.ts';
import { integerType, textType, type Value } from '../../src/query/value.ts';
import { openStore, type TestStore } from '../support/flow-store.ts';
import { bareContext } from '../support/function-context.ts';

// What the reference says each function gives, asked of the engine: the examples of every function are run.

/** 2026-11-23T04:07:31Z: the start of the newest of five records, whose packets are missing, 4, 3, 2, 1. */
const newest = 1_795_406_851;
const options = {
  range: { from: newest - 3600, to: newest + 3600 },
  now: (newest + 60) * 1000,
  database: 'weir',
  facts: { layouts: [], absentFields: [], ownNetworks: ['198.51.100.0/24'], tables: [] },
  rollUps: [],
};

let store: TestStore;
const rows = (sql: string, params: Readonly<Record<string, string>> = {}) =>
  store.client.rows<Record<string, unknown>>(sql, { params });

beforeAll(async () => {
  store = await openStore('functions');
  const select = [
    `toDateTime(${newest} - number, 'UTC') AS start`,
    'toInt32(60) AS duration',
    'if(number = 0, NULL, toUInt64(5 - number)) AS packets',
    "toIPv6('10.0.0.9') AS srcaddr",
    "toIPv6('10.0.0.1') AS dstaddr",
    'toUInt16(51234) AS srcport',
    'toUInt16(443) AS dstport',
    'toUInt8(6) AS protocol',
    "'OK' AS log_status",
    'toUInt64(1) AS object_id',
    '1 AS ok',
  ];
  const names = select.map((one) => one.slice(one.lastIndexOf(' AS ') + 4));
  await store.client.command(
    `INSERT INTO weir.parsed (${names.join(', ')}) SELECT ${select.join(', ')} FROM numbers(5)`,
  );
});

afterAll(() => store.close());

function compiled(query: string): Compiled {
  const { compiled: made, diagnostics } = compile(query, options);
  if (made === undefined) throw new Error(`${query}: ${diagnostics.map((d) => `${d.code} ${d.message}`).join('; ')}`);
  return made;
}

/** The engine quotes 64-bit integers; those that a number holds cross the wire as numbers. Lists are compared as texts. */
function wire(value: unknown, isNumber: boolean): unknown {
  if (Array.isArray(value)) return value.map(String);
  if (!isNumber || typeof value !== 'string') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

async function ask(query: string): Promise<unknown> {
  const { sql, params, columns } = compiled(query);
  const found = await rows(sql, params);
  expect(found, query).toHaveLength(1);
  return wire(found[0]?.['x'], columns.find((column) => column.name === 'x')?.kind === 'number');
}

const overRows = (aggregate: string) => `fields packets as n | stats ${aggregate} as x`;
const ofOne = (expression: string) => `fields ${expression} as x | display x | limit 1`;

describe('examples of the functions', () => {
  it.each(functions.map((fn) => [fn.name, fn] as const))('%s', async (_, fn) => {
    for (const { expression, gives } of fn.examples) {
      const query = fn.aggregate === true ? overRows(expression) : ofOne(expression);
      expect(await ask(query), expression).toEqual(Array.isArray(gives) ? gives.map(String) : gives);
    }
  });
});

describe('periods', () => {
  const day = 86_400_000;
  const times = [
    ...['1970-01-01', '1970-01-05', '2026-11-23', '2024-02-29', '2026-12-31', '2026-03-01', '2105-07-09'].flatMap(
      (date) => [0, 1, 999, 1000, day / 2 + 7, day - 1].map((ms) => Date.parse(`${date}T00:00:00Z`) + ms),
    ),
    ...[-1, -day, -31 * day - 5, Date.parse('1969-07-20T20:17:40Z')],
  ];
  const lengths = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: day, w: 7 * day };
  const months = { mo: 1, q: 3, y: 12 };

  function floorOf(ms: number, { count, unit }: Period, offset = 0): number {
    if (unit === 'mo' || unit === 'q' || unit === 'y') {
      const date = new Date(ms - offset);
      const step = months[unit] * count;
      const month = Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / step) * step;
      return new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12, 1) + offset;
    }
    const length = lengths[unit] * count;
    const origin = offset + (unit === 'w' ? 4 * day : 0);
    return Math.floor((ms - origin) / length) * length + origin;
  }

  const all = '250ms 7ms 1s 45s 5m 7m 90m 1h 7h 1d 3d 1w 2w 1mo 5mo 1q 1y 2y'.split(' ').map(periodOf);
  const text = ({ count, unit }: Period) => `${count}${unit}`;
  const asked = (sql: string, moments: readonly number[]) =>
    rows(
      `SELECT toUnixTimestamp64Milli(toDateTime64(${sql}, 3, 'UTC')) AS x FROM (SELECT arrayJoin([${moments.join(', ')}]) AS n)`,
    ).then((found) => found.map(({ x }) => Number(x)));
  const precise = "fromUnixTimestamp64Milli(toInt64(n), 'UTC')";
  const plain = "toNullable(toDateTime(toUInt32(intDiv(n, 1000)), 'UTC'))";

  it.each(all.map((period) => [text(period), period] as const))('%s', async (_, period) => {
    const floors = times.map((ms) => floorOf(ms, period));
    expect(await asked(floorPeriod(precise, period, undefined, true), times)).toEqual(floors);
    const next = times.map((ms, i) => (floors[i] === ms ? ms : nextOf(floors[i] ?? 0, period)));
    expect(await asked(ceilPeriod(precise, period), times)).toEqual(next);
    // Records: whole seconds, none before a period that reaches back beyond 1970.
    const seconds = times.filter((ms) => ms > 40 * 365 * day).map((ms) => Math.floor(ms / 1000) * 1000);
    expect(await asked(floorPeriod(plain, period), seconds)).toEqual(seconds.map((ms) => floorOf(ms, period)));
    const moved = seconds.map((ms) => floorOf(ms, period, 900_000));
    if (period.unit !== 'ms' || 900_000 % period.count === 0)
      expect(await asked(floorPeriod(plain, period, periodOf('15m')), seconds)).toEqual(moved);
  });

  function nextOf(start: number, period: Period): number {
    if (period.unit in lengths) return start + lengths[period.unit as keyof typeof lengths] * period.count;
    return new Date(start).setUTCMonth(
      new Date(start).getUTCMonth() + months[period.unit as keyof typeof months] * period.count,
    );
  }
});

describe('regular expressions', () => {
  const good =
    String.raw`a|b  (a)(b)  (?<n>a)  (?P<n>a)  (?i)a  (?i:a)  (?:a)  (?s-i)a  [a-z]+?  [^]a]  []a]  [[:alpha:]_]  a{2,3}  a{2,}  \d\w\s\b\B  \pL\p{Greek}\PN  \x41\x{10FFFF}  ^\Aa\z$  \Q.*\E  a\/b  \.\*\[  x*  [\]\[]  [a\-z]  (?<a>x)(?<b>y)  \\  a{,3}  a{x  (?U)a+  \C  [\d\-.]  \101  \0  .{1000}  (a{10}){10}  [\pL\x41]  (?im)^a  \Q(\E  [\\]  [.-]  ^eni-[0-9a-f]{8,17}$`.split(
      '  ',
    );
  const bad =
    String.raw`(?=a)  (?!a)  (?<=a)  (?<!a)  (?>a)  (a)\1  \k<n>  (?P=n)  (?P>n)  a++  a*+  a?+  a{2}+  (  )  (a  a)  [a  a\  [b-a]  (?<>a)  *a  a**  a{1001}  a{3,2}  (?z)a  (?#x)a  \g1  \R  \K  \X  \h  \N  \u0041  \ya  (?|a)  [[:nope:]]  \p{Nope}  (?<a-b>x)  +  ?  |*  (a{100}){100}  \8  \xZZ  \Z  \cA  \e  [\b]  (?i  (?iz:a)`.split(
      '  ',
    );
  const runs = (source: string) =>
    rows('SELECT match(materialize({s:String}), {re:String}) AS x, extractGroups({s:String}, {re:String}) AS g', {
      s: 'abc',
      re: source,
    }).then(
      () => true,
      () => false,
    );

  it.each(good)('%s passes, and the engine takes it', async (source) => {
    expect(checkRegex(source)).toBeUndefined();
    // extractGroups wants a group.
    const found = await rows('SELECT length(extractGroups({s:String}, {re:String})) AS x', {
      s: '',
      re: `(?:${source})?()`,
    });
    if (!source.startsWith('^')) expect(Number(found[0]?.['x'])).toBe(regexGroupNames(source).length + 1);
  });

  it('all others are refused', async () => {
    expect(bad.filter((source) => checkRegex(source) === undefined)).toEqual([]);
    const taken = await Promise.all(bad.map(runs));
    expect(bad.filter((_, i) => taken[i])).toEqual([]);
    // The engine takes these, but groups name columns.
    expect(['(?<n>a)(?<n>b)', '(?<1>a)'].map(checkRegex)).not.toContain(undefined);
  });
});

describe('patterns of dates', () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];
  const runs = async (expression: string) => {
    const { compiled: made } = compile(ofOne(expression), options);
    if (made === undefined) return false;
    await rows(made.sql, made.params);
    return true;
  };

  it('whatever the compiler lets through, the engine knows', async () => {
    const taken = { writes: '', reads: '', java: '', javaReads: '' };
    for (const letter of letters) {
      if (await runs(`formatDate(@timestamp, "%${letter}")`)) taken.writes += letter;
      if (await runs(`parseDate("x", "%${letter}")`)) taken.reads += letter;
      if (await runs(`formatDate(@timestamp, "${letter}")`)) taken.java += letter;
      if (await runs(`parseDate("x", "${letter}")`)) taken.javaReads += letter;
    }
    for (const needed of 'YmdHMSjaAbB') expect(taken.writes).toContain(needed);
    for (const needed of 'YmdHMS') expect(taken.reads).toContain(needed);
    for (const needed of 'yMdHms') expect(taken.java).toContain(needed);
    for (const needed of 'yMdHms') expect(taken.javaReads).toContain(needed);
  });

  it('reads back what it wrote', async () => {
    for (const pattern of ['%Y-%m-%d %H:%M:%S', '%d/%b/%Y %T', 'yyyy-MM-dd HH:mm:ss', 'dd MMM yyyy, HH:mm:ss'])
      expect(await ask(ofOne(`parseDate(formatDate(@timestamp, "${pattern}"), "${pattern}")`)), pattern).toBe(
        newest * 1000,
      );
  });
});

describe('names', () => {
  it('of services and flags are those of the catalogue', async () => {
    const pairs = [null, 0, 22, 443, 41022, 65535, ...portNames.slice(0, 5).map(([port]) => port)].flatMap((port) =>
      [null, 0, 1, 6, 17, 200, ...protocolNames.slice(5, 9).map(([protocol]) => protocol)].map(
        (protocol) => [port, protocol] as const,
      ),
    );
    const known = pairs.filter(([port, protocol]) => port !== null || protocol !== null);
    const { context, params } = bareContext();
    const value = (sql: string): Value => ({ type: integerType(0, 65_535), sql, uses: new Set(), aggregate: false });
    const compiledCall = (name: string, ...args: string[]) =>
      functionNamed(name)?.compile(args.map(value), context).sql;
    const services = await rows(
      `SELECT ${compiledCall('serviceName', 't.1', 't.2')} AS x FROM (SELECT arrayJoin([${known.map(([a, b]) => `(${a ?? 'NULL'}, ${b ?? 'NULL'})`).join(', ')}]::Array(Tuple(Nullable(UInt16), Nullable(UInt8)))) AS t)`,
      params,
    );
    expect(services.map(({ x }) => x)).toEqual(
      known.map(([port, protocol]) => (!port && protocol === null ? null : serviceName(port, protocol))),
    );
    const flags = await rows(`SELECT ${compiledCall('tcpFlagNames', 'number')} AS x FROM numbers(256)`, params);
    expect(flags.map(({ x }) => x)).toEqual(Array.from({ length: 256 }, (_, n) => tcpFlagNames(n).join(' ') || 'none'));
  });
});

describe('sums that are kept', () => {
  const most = 2n ** 64n - 1n;
  const records = [
    ['ACCEPT', most],
    [null, null],
    ['ACCEPT', null],
    ['ACCEPT', most],
    ['REJECT', null],
    ['REJECT', 7n],
  ] as const;
  const bytes: Value = {
    type: integerType(0, most),
    sql: 'bytes',
    uses: new Set(['bytes']),
    aggregate: false,
    field: 'bytes',
  };
  const action: Value = { type: textType, sql: 'action', uses: new Set(['action']), aggregate: false, field: 'action' };
  const refused: Value = { type: { kind: 'boolean' }, sql: "(action = 'REJECT')", uses: action.uses, aggregate: false };
  const kept = {
    rows: 'w_records',
    sum: (column: string) => (column === 'bytes' ? 'w_bytes' : undefined),
    present: (column: string) => (column === 'bytes' ? '(w_records - w_no_bytes)' : undefined),
  };
  const calls = [
    ['count'],
    ['count', bytes],
    ['count', action],
    ['sum', bytes],
    ['sum', refused],
    ['avg', bytes],
    ['avg', refused],
    ['count_distinct', action],
    ['sortsFirst', action],
    ['values', action],
  ] as const;

  it.each(['', 'GROUP BY action', 'WHERE action IS NULL', "WHERE action = 'none'"])(
    'are the same: %s',
    async (tail) => {
      // In one table each record stands for itself; in the other a row stands for all that share an action and a bucket.
      const quoted = records
        .map(([a, b], i) => `(${a === null ? 'NULL' : `'${a}'`}, ${b ?? 'NULL'}, ${i >> 1})`)
        .join(', ');
      const raw = `(SELECT t.1 AS action, t.2 AS bytes, t.3 AS bucket FROM (SELECT arrayJoin([${quoted}]::Array(Tuple(Nullable(String), Nullable(UInt64), UInt8))) AS t))`;
      const sums = `(SELECT action, toUInt64(count()) AS w_records, ifNull(sum(r.bytes), 0) AS w_bytes, toUInt64(countIf(isNull(r.bytes))) AS w_no_bytes FROM ${raw} AS r GROUP BY action, bucket)`;
      const { context, params } = bareContext();
      const select = (of: (fn: ReturnType<typeof functionNamed>, args: readonly Value[]) => Value | undefined) =>
        calls.map(([name, ...args], i) => `toString(${of(functionNamed(name), args)?.sql}) AS x${i}`).join(', ');
      const order = `${tail} ORDER BY x0, x3`;
      const single = await rows(
        `SELECT ${select((fn, args) => fn?.compile(args, context))} FROM ${raw} ${order}`,
        params,
      );
      const summed = await rows(
        `SELECT ${select((fn, args) => fn?.fromSums?.(args, kept, context))} FROM ${sums} ${order}`,
        params,
      );
      expect(summed).toEqual(single);
      if (tail === '') expect(single[0]).toMatchObject({ x0: '6', x1: '3', x3: String(2n * most + 7n), x4: '2' });
    },
  );
});
