import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planSums, type Question, readFilters } from '../../src/store/index.ts';
import { dataHours, dataStart, fillStore, openStore, type TestStore } from '../support/flow-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openStore('plans');
  await fillStore(store.client);
});
afterAll(async () => store.close());

async function answer(
  question: Question,
  allowRollUps: boolean,
): Promise<{ rows: string[]; reads: readonly string[] }> {
  const plan = planSums(question, 'weir', allowRollUps);
  const rows = await store.client.rows<Record<string, unknown>>(plan.sql, { params: plan.params });
  return {
    rows: rows.map((r) => JSON.stringify(Object.entries(r).sort(([a], [b]) => a.localeCompare(b)))).sort(),
    reads: plan.reads,
  };
}

const filterTexts = [
  'action:REJECT',
  '!action:REJECT',
  'action:-',
  'boundary:inbound',
  'boundary:internal',
  '!boundary:outbound',
  'boundary:-',
  'account_id:111111111110',
  '!account_id:111111111111',
  'account_id:-',
  'vpc_id:vpc-1',
  'vpc_id:-',
  'interface_id:eni-3',
  '!interface_id:eni-4',
  'interface_id:-',
  'srcaddr:10.0.1.0/24',
  'srcaddr:10.0.0.7',
  '!srcaddr:52.1.2.0/24',
  'srcaddr:2001:db8::/32',
  'srcaddr:-',
  'dstaddr:52.1.2.9',
  'dstaddr:-',
  'address:10.0.2.2',
  'address:52.1.2.54',
  'address:10.0.0.0/16',
  '!address:10.0.0.1',
  'src_country:US',
  '!src_country:US',
  'dst_country:NL',
  'service_port:443',
  'service_port:-',
  'protocol:udp',
  'region:eu-west-1',
  'log_status:OK',
  'log_status:NODATA',
  'direction:ingress',
  'counted:1',
  'dstport:22',
];
const groups: ReadonlyArray<Pick<Question, 'group' | 'present'>> = [
  { group: [] },
  { group: ['action', 'boundary'] },
  { group: ['boundary'] },
  { group: ['interface_id'] },
  { group: ['account_id', 'vpc_id'] },
  { group: ['service_port', 'protocol'] },
  { group: ['srcaddr'], present: ['srcaddr'] },
  { group: ['dstaddr'], present: ['dstaddr'] },
  { group: ['src_country'], present: ['srcaddr'] },
  { group: ['dst_country'], present: ['dstaddr'] },
  { group: ['region', 'log_status'] },
];
const offset = fc.oneof(
  fc.integer({ min: -7200, max: (dataHours + 2) * 3600 }),
  fc.integer({ min: -1, max: dataHours + 1 }).map((h) => h * 3600),
  fc.integer({ min: 0, max: dataHours * 60 }).map((m) => m * 60),
);

const questions = fc
  .record({
    ends: fc.tuple(offset, offset).filter(([a, b]) => a !== b),
    filters: fc.uniqueArray(fc.constantFrom(...filterTexts), { maxLength: 3 }),
    shape: fc.constantFrom(...groups),
    step: fc.constantFrom(undefined, undefined, 60, 600, 3600, 7200),
  })
  .map(
    ({ ends, filters, shape, step }): Question => ({
      from: dataStart + Math.min(...ends),
      to: dataStart + Math.max(...ends),
      filters: readFilters(filters),
      ...shape,
      ...(step === undefined ? {} : { step }),
    }),
  );

test('a roll-up never gives another number than flows', async () => {
  const used = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(questions, async (question) => {
      const [planned, raw] = await Promise.all([answer(question, true), answer(question, false)]);
      for (const table of planned.reads) used.set(table, (used.get(table) ?? 0) + 1);
      expect(planned.rows).toEqual(raw.rows);
    }),
    { numRuns: 400 },
  );
  // The comparison means something only where the roll-ups were really read.
  for (const table of ['flows', 'flows_by_minute', 'flows_by_hour_service', 'flows_by_hour_address'])
    expect(used.get(table) ?? 0, table).toBeGreaterThan(5);
});

test('an address at either end: records in which it is both count once', async () => {
  const both = await store.client.rows<{ n: string }>(
    'SELECT count() AS n FROM weir.flows WHERE srcaddr = dstaddr AND toString(srcaddr) IN ({own:Array(String)}) AND isNotNull(start) GROUP BY srcaddr',
    { params: { own: ['::ffff:10.0.2.2', '::ffff:52.1.2.54'] } },
  );
  expect(both.map(({ n }) => Number(n))).toEqual([3, 3]);
  const ask = { group: ['action', 'boundary'], from: dataStart - 1800, to: dataStart + (dataHours + 1) * 3600 };
  for (const filters of [
    ['address:10.0.2.2'],
    ['address:52.1.2.54', 'action:ACCEPT'],
    ['address:52.1.2.54', '!boundary:internal', '!action:-'],
  ])
    for (const step of [undefined, 3600]) {
      const question = { ...ask, filters: readFilters(filters), ...(step === undefined ? {} : { step }) };
      const [planned, raw] = await Promise.all([answer(question, true), answer(question, false)]);
      expect(planned.reads).toEqual(['flows', 'flows_by_hour_address']);
      expect(planned.rows, filters.join()).toEqual(raw.rows);
      expect(raw.rows.length).toBeGreaterThan(1);
    }
});

test('whole buckets come from the smallest roll-up, the ends from flows', () => {
  const reads = (filters: string[], group: string[], from: number, to: number, more: Partial<Question> = {}) =>
    planSums({ from, to, filters: readFilters(filters), group, ...more }, 'weir').reads;
  expect(reads(['action:REJECT'], ['boundary'], 0, 600)).toEqual(['flows_by_minute']);
  expect(reads([], [], 30, 600)).toEqual(['flows', 'flows_by_minute']);
  expect(reads([], [], 10, 50)).toEqual(['flows']);
  expect(reads(['interface_id:eni-1'], ['service_port', 'protocol'], 0, 7200)).toEqual(['flows_by_hour_service']);
  expect(reads([], ['srcaddr'], 0, 7200, { present: ['srcaddr'] })).toEqual(['flows_by_hour_address']);
  expect(reads(['srcaddr:10.0.0.0/8'], [], 0, 7200)).toEqual(['flows_by_hour_address']);
  // Records without a source are in none of its rows, and an excluded address leaves them in.
  expect(reads(['!srcaddr:10.0.0.0/8'], [], 0, 7200)).toEqual(['flows']);
  expect(reads(['address:10.0.0.1', '!action:REJECT'], ['boundary'], 0, 7200)).toEqual(['flows_by_hour_address']);
  // Two addresses may be the two ends of one record, and what is about one end alone does not say which.
  for (const others of [
    ['address:10.0.0.2'],
    ['address:10.0.0.0/8'],
    ['!address:10.0.0.1'],
    ['srcaddr:10.0.0.1'],
    ['src_country:US'],
    ['address:-'],
  ])
    expect(reads(['address:10.0.0.1', ...others], [], 0, 7200), others.join()).toEqual(['flows']);
  for (const alone of ['address:10.0.0.0/8', '!address:10.0.0.1', 'address:-'])
    expect(reads([alone], [], 0, 7200), alone).toEqual(['flows']);
  expect(reads(['address:10.0.0.1'], ['srcaddr'], 0, 7200)).toEqual(['flows']);
  expect(reads(['address:10.0.0.1'], ['src_country'], 0, 7200, { present: ['srcaddr'] })).toEqual(['flows']);
  expect(reads([], [], 0, 7200, { step: 30 })).toEqual(['flows']);
});

test('filters use the key and the indexes', async () => {
  const explained = async (filters: string[]) => {
    const { sql, params } = planSums(
      { from: dataStart, to: dataStart + dataHours * 3600, filters: readFilters(filters), group: [] },
      'weir',
      false,
    );
    const rows = await store.client.rows<{ explain: string }>(`EXPLAIN indexes = 1 ${sql}`, { params });
    return rows.map((r) => r.explain).join('\n');
  };
  // Nobody has these addresses: the bloom filters leave nothing to read.
  for (const filters of [['srcaddr:10.9.9.9'], ['dstaddr:10.9.9.9', 'dstaddr:2001:db8:1::1'], ['address:10.9.9.9']]) {
    expect(await explained(filters), filters.join()).toMatch(/Granules: 0\/\d+/);
  }
  expect(await explained(['srcaddr:10.0.0.0/16'])).toMatch(/Condition: .*srcaddr in/);
  expect(await explained(['interface_id:eni-3'])).toContain('interface_id in');
  expect(await explained([])).toContain('toStartOfTenMinutes(start) in');
});
