import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isUnsettled, putEnrichment, settleFlows } from '../../src/store/index.ts';
import { openStore, type TestStore } from '../support/flow-store.ts';

let store: TestStore;
const start = 1_795_132_800;
const pick = (salt: number, n: number) => `(cityHash64(number, ${salt}) % ${n})`;
const maybe = (salt: number, value: string) => `if(${pick(salt, 6)} = 0, NULL, ${value})`;
const address = (salt: number) =>
  `multiIf(${pick(salt, 8)} = 0, NULL, ${pick(salt, 8)} < 4, toIPv6(concat('10.0.0.', toString(${pick(salt + 1, 20)}))), ${pick(salt, 8)} < 6, toIPv6(concat('52.1.2.', toString(${pick(salt + 2, 200)}))), toIPv6(concat('2001:db8::', hex(${pick(salt + 3, 20)}))))`;

/** Records with everything that may be missing missing somewhere, of both families, behind gateways, without a start. */
const columns: Readonly<Record<string, string>> = {
  ok: '1',
  object_id: '1',
  account_id: maybe(1, `toString(100 + ${pick(2, 3)})`),
  vpc_id: maybe(3, `concat('vpc-', toString(${pick(4, 3)}))`),
  interface_id: maybe(5, `concat('eni-', toString(${pick(6, 9)}))`),
  region: maybe(7, `['eu-west-1', 'us-east-1'][1 + ${pick(8, 2)}]`),
  srcaddr: address(100),
  dstaddr: address(200),
  pkt_srcaddr: maybe(9, address(300)),
  pkt_dstaddr: maybe(10, address(400)),
  srcport: maybe(11, `toUInt16([0, 443, 5432, 40000, 65535][1 + ${pick(12, 5)}])`),
  dstport: maybe(13, `toUInt16([0, 22, 443, 50000, 65535][1 + ${pick(14, 5)}])`),
  protocol: maybe(15, `toUInt8([1, 6, 17, 255][1 + ${pick(16, 4)}])`),
  tcp_flags: maybe(17, `toUInt16(${pick(18, 64)})`),
  bytes: maybe(19, `toUInt64(9007199254740993 + ${pick(20, 1000)})`),
  packets: maybe(21, `toUInt64(${pick(22, 100)})`),
  start: `if(${pick(23, 12)} = 0, NULL, toDateTime(${start} + ${pick(24, 20_000)}, 'UTC'))`,
  duration: maybe(25, `toInt32(${pick(26, 600)})`),
  end_only: `toDateTime(${start} + ${pick(27, 20_000)}, 'UTC')`,
  slot: `toDateTime(${start} + 9000, 'UTC')`,
  action: maybe(28, `['ACCEPT', 'REJECT'][1 + ${pick(29, 2)}]`),
  log_status: maybe(30, `['OK', 'NODATA', 'SKIPDATA'][1 + ${pick(31, 3)}]`),
  subnet_id: maybe(5, `concat('subnet-eni-', toString(${pick(6, 9)}))`),
  pkt_src_aws_service: `if(${pick(33, 3)} = 0, ['S3', 'EC2', 'a long name of a service'][1 + ${pick(34, 3)}], NULL)`,
  pkt_dst_aws_service: `if(${pick(35, 3)} = 0, ['AMAZON', 'S3'][1 + ${pick(36, 2)}], NULL)`,
  flow_direction: maybe(32, `['ingress', 'egress'][1 + ${pick(33, 2)}]`),
};
const landing = (settings: string, from: string) =>
  `INSERT INTO weir.parsed (${Object.keys(columns).join(', ')}) SELECT ${Object.values(columns).join(', ')} FROM ${from} SETTINGS ${settings}`;
const oneBlock = (token: string) =>
  `max_threads=1, max_block_size=700, min_insert_block_size_rows=2000001, min_insert_block_size_bytes=0, optimize_on_insert=0, insert_deduplicate=1, deduplicate_blocks_in_dependent_materialized_views=1, insert_deduplication_token='${token}'`;

beforeAll(async () => {
  store = await openStore('rollups');
  await store.client.command(`INSERT INTO weir.country_prefixes VALUES ('52.1.2.0/25', 'US'), ('2001:db8::/32', 'NL')`);
  await store.client.command('SYSTEM RELOAD DICTIONARY weir.country_of');
  await store.client.command(landing(oneBlock('first'), 'numbers(6000)'));
  // Many blocks in one insert.
  await store.client.command(
    landing('max_threads=1, max_block_size=500, min_insert_block_size_rows=500', 'numbers(6000, 5000)'),
  );
});
afterAll(async () => store.close());

const rowsOf = (sql: string) => store.client.rows<Record<string, unknown>>(sql);
const lines = async (sql: string) => (await rowsOf(sql)).map((r) => JSON.stringify(r)).sort();

const flowSums =
  'count() AS n, sum(ifNull(bytes, 0)) AS b, sum(ifNull(packets, 0)) AS p, sum(counted) AS cn, sum(if(counted = 1, ifNull(bytes, 0), 0)) AS cb, sum(if(counted = 1, ifNull(packets, 0), 0)) AS cp';
const rollUpSums =
  'sum(records) AS n, sum(t.bytes) AS b, sum(t.packets) AS p, sum(counted_records) AS cn, sum(counted_bytes) AS cb, sum(counted_packets) AS cp';

/** Dimension of the roll-up → the same over `flows`. */
function compare(table: string, dimensions: Readonly<Record<string, string>>, where: string, role?: string) {
  const names = Object.keys(dimensions);
  const groups: string[][] = [[], ...names.map((n) => [n]), names];
  return async () => {
    for (const group of groups) {
      const by = group.length === 0 ? '' : ` GROUP BY ${group.map((_, i) => `d${i}`).join(', ')}`;
      const of = (list: string[]) => list.map((sql, i) => `${sql} AS d${i}, `).join('');
      const expected = await lines(
        `SELECT ${of(group.map((n) => dimensions[n] ?? n))}${flowSums} FROM weir.flows WHERE isNotNull(start)${where}${by}`,
      );
      const found = await lines(
        `SELECT ${of(group.map((n) => `t.${n}`))}${rollUpSums} FROM weir.${table} AS t${role === undefined ? '' : ` WHERE role = '${role}'`}${by} HAVING n != 0`,
      );
      expect(expected.length).toBeGreaterThan(0);
      expect(found, `${table} by ${group.join(', ')}`).toEqual(expected);
    }
  };
}
const same = (...names: string[]) => Object.fromEntries(names.map((n) => [n, n]));

/** Every dimension of every roll-up, with missing values. */
function rollUpsHoldWhatFlowsHolds(): void {
  test(
    'by minute',
    compare(
      'flows_by_minute',
      {
        minute: 'toStartOfMinute(assumeNotNull(start))',
        ...same('account_id', 'vpc_id', 'region', 'action', 'log_status', 'direction', 'boundary'),
      },
      '',
    ),
  );
  for (const role of ['src', 'dst', 'self'] as const) {
    const end = role === 'dst' ? 'dst' : 'src';
    test(
      `by hour and ${role} address`,
      compare(
        'flows_by_hour_address',
        {
          hour: 'toStartOfHour(assumeNotNull(start))',
          address: `assumeNotNull(${end}addr)`,
          ...same('action', 'boundary'),
          country: `${end}_country`,
        },
        role === 'self' ? ' AND srcaddr = dstaddr' : ` AND isNotNull(${role}addr)`,
        role,
      ),
    );
  }
  test(
    'by hour and service',
    compare(
      'flows_by_hour_service',
      {
        hour: 'toStartOfHour(assumeNotNull(start))',
        ...same('account_id', 'vpc_id', 'interface_id', 'action', 'boundary', 'service_port', 'protocol'),
      },
      '',
    ),
  );
  const place = (side: 'src' | 'dst') =>
    `multiIf(${side}_scope = 'internal', '', ${side}_scope = 'aws', concat('aws:', ifNull(pkt_${side}_aws_service, '')), ${side}_scope = 'external', ifNull(${side}_country, 'external'), ${side}_scope = 'special', 'special', 'missing')`;
  const inside = (side: 'src' | 'dst') =>
    `if(ifNull(${side}_scope = 'internal', 0), assumeNotNull(ifNull(pkt_${side}addr, ${side}addr)), toIPv6('::'))`;
  test('by hour and pair', async () => {
    await compare(
      'flows_by_hour_pair',
      {
        hour: 'toStartOfHour(assumeNotNull(start))',
        src_address: inside('src'),
        dst_address: inside('dst'),
        src_place: place('src'),
        dst_place: place('dst'),
        own_end:
          "multiIf(direction = 'egress' AND ifNull(pkt_srcaddr = srcaddr, 1), 'src', direction = 'ingress' AND ifNull(pkt_dstaddr = dstaddr, 1), 'dst', NULL)",
        ...same('account_id', 'vpc_id', 'interface_id', 'initiator', 'action', 'boundary', 'service_port', 'protocol'),
      },
      '',
    )();
    // Every kind of place came up, or the comparison says little.
    const found = await rowsOf('SELECT DISTINCT src_place AS p FROM weir.flows_by_hour_pair');
    expect(found.map((r) => r['p'])).toEqual(
      expect.arrayContaining(['', 'US', 'NL', 'external', 'missing', 'aws:S3', 'aws:a long name of a service']),
    );
    expect(
      await rowsOf(
        "SELECT countIf(subnet_id != concat('subnet-', interface_id)) AS wrong, countIf(isNotNull(interface_id) AND isNull(subnet_id)) AS without FROM weir.flows_by_hour_pair",
      ),
    ).toEqual([{ wrong: '0', without: '0' }]);
  });
}

describe('roll-ups hold what flows holds, as it was loaded', () => {
  rollUpsHoldWhatFlowsHolds();
  test('coverage', async () => {
    for (const by of [[], ['interval'], ['account_id'], ['interface_id'], ['interval', 'account_id', 'interface_id']]) {
      const group = by.length === 0 ? '' : ` GROUP BY ${by.join(', ')}`;
      const list = by.map((n) => `${n}, `).join('');
      const inner = `SELECT toStartOfTenMinutes(assumeNotNull(start)) AS interval, account_id, interface_id, log_status, ifNull(end + toIntervalMinute(15) < toDateTime(${start + 9000}, 'UTC'), 0) AS is_late FROM weir.flows WHERE isNotNull(start)`;
      expect(
        await lines(
          `SELECT ${list}sum(ok) AS o, sum(nodata) AS n, sum(skipdata) AS s, sum(late) AS l FROM weir.coverage${group}`,
        ),
      ).toEqual(
        await lines(
          `SELECT ${list}countIf(ifNull(log_status, 'OK') = 'OK') AS o, countIf(log_status = 'NODATA') AS n, countIf(log_status = 'SKIPDATA') AS s, sum(is_late) AS l FROM (${inner})${group}`,
        ),
      );
    }
  });
});

describe('… once more is known of the account, and the records are settled by it', () => {
  beforeAll(async () => {
    const { client } = store;
    await client.insertRows('inventory_ranges', [{ prefix: '52.1.2.0/25', vpc: 'vpc-0' }], 'range');
    await client.command('SYSTEM RELOAD DICTIONARY weir.range_of');
    const scopes = () =>
      lines('SELECT src_scope, dst_scope, sight, initiator, count() AS n FROM weir.flows GROUP BY ALL');
    const before = await scopes();
    const { changed } = await settleFlows(client, { everything: true });
    expect(changed).toBeGreaterThan(1000);
    expect(await scopes()).not.toEqual(before);
    // What is settled stays as it is.
    expect(await settleFlows(client, { everything: true })).toMatchObject({ changed: 0 });
  });
  rollUpsHoldWhatFlowsHolds();
});

describe('… and after newer country data', () => {
  beforeAll(async () => {
    const { client } = store;
    const sums = () => lines('SELECT country, sum(records) AS n FROM weir.flows_by_hour_address GROUP BY country');
    const before = await sums();
    // An object that was loaded before: its sums carry the countries of then.
    await client.insertRows(
      'ingest_objects',
      [{ object_id: '1', state: 'loaded', started_at: '2026-11-20T00:00:00Z', finished_at: '2026-11-20T00:00:01Z' }],
      'object',
    );
    const networks = { '52.1.2.0/25': 'NO', '52.1.2.128/25': 'US', '2001:db8::/32': 'NL' };
    await putEnrichment(client, {
      table: 'geo',
      name: '',
      format: 'csv',
      path: 'countries.csv',
      edition: '',
      madeAt: null,
      attribution: '',
      rows: Object.entries(networks).map(([network, country]) => ({ network, cells: [country, null, null] })),
    });
    expect(await sums()).toEqual(before);
    expect(await isUnsettled({ client })).toBe(true);
    await settleFlows(client);
    expect(await isUnsettled({ client })).toBe(false);
    expect(await sums()).not.toEqual(before);
  });
  rollUpsHoldWhatFlowsHolds();
});

test('the SELECTs of the views hold over a whole table, too, whose blocks number their texts each for itself', async () => {
  for (const [view, time] of [
    ['flows_to_minute', 'minute'],
    ['flows_to_hour_service', 'hour'],
    ['flows_to_hour_pair', 'hour'],
  ] as const) {
    const sql = (await rowsOf(`SELECT as_select FROM system.tables WHERE database = 'weir' AND name = '${view}'`))[0]?.[
      'as_select'
    ];
    const sums = (from: string, n: string, by: string) =>
      lines(
        `SELECT ${by} AS t, account_id, vpc_id, ${n} AS n FROM ${from} GROUP BY ALL SETTINGS max_threads = 1, max_block_size = 500`,
      );
    expect(await sums(`(${String(sql)})`, 'sum(records)', time)).toEqual(
      await sums(
        '(SELECT * FROM weir.flows WHERE isNotNull(start))',
        'count()',
        `toStartOf${time === 'minute' ? 'Minute' : 'Hour'}(assumeNotNull(start))`,
      ),
    );
  }
});

test('an insert that is repeated under its token changes no table', async () => {
  const tables = [
    'flows',
    'flows_by_minute',
    'flows_by_hour_address',
    'flows_by_hour_service',
    'flows_by_hour_pair',
    'coverage',
    'object_loads',
    'quarantine',
  ];
  const state = async () => {
    const counts = tables.map((t) => `(SELECT count() FROM weir.${t}) AS ${t}`).join(', ');
    return (await rowsOf(`SELECT ${counts}, (SELECT sum(records) FROM weir.flows_by_minute) AS sum`))[0];
  };
  for (const table of tables) await store.client.command(`OPTIMIZE TABLE weir.${table} FINAL`);
  const before = await state();
  await store.client.command(landing(oneBlock('first'), 'numbers(6000)'));
  for (const table of tables) await store.client.command(`OPTIMIZE TABLE weir.${table} FINAL`);
  expect(await state()).toEqual(before);
  await store.client.command(landing(oneBlock('second'), 'numbers(6000)'));
  expect(await state()).not.toEqual(before);
});

test('SELECT * FROM flows has every stored column', async () => {
  const row = (await rowsOf('SELECT * FROM weir.flows LIMIT 1'))[0] ?? {};
  expect(Object.keys(row)).toEqual(
    expect.arrayContaining(['srcaddr', 'start', 'boundary', 'counted', 'extra', 'tgw_id']),
  );
});
