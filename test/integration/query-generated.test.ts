import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultFormat } from '../../src/fields/index.ts';
import { type CompileOptions, compile } from '../../src/query/index.ts';
import { queryRollUps } from '../../src/store/index.ts';
import { dataHours, dataStart, fillStore, openStore, type TestStore } from '../support/flow-store.ts';
import { typedQuery } from '../support/typed-queries.ts';

let store: TestStore;

beforeAll(async () => {
  store = await openStore('generated');
  await fillStore(store.client, 3000);
});
afterAll(async () => store.close());

const options = (rollUps: CompileOptions['rollUps']): CompileOptions => ({
  // Ragged: neither end is the edge of a minute or an hour.
  range: { from: dataStart + 77, to: dataStart + dataHours * 3600 - 1801 },
  now: (dataStart + dataHours * 3600) * 1000,
  database: 'weir',
  facts: { layouts: [[...defaultFormat]], absentFields: [], ownNetworks: ['10.0.0.0/8'], tables: [] },
  rollUps,
});

async function rowsOf(text: string, rollUps: CompileOptions['rollUps']) {
  const { compiled, diagnostics } = compile(text, options(rollUps));
  if (compiled === undefined) return { refused: diagnostics.filter((d) => d.severity === 'error') };
  const rows = await store.client.rows<Record<string, unknown>>(compiled.sql, { params: compiled.params });
  return { rows, reads: compiled.reads };
}

/** Sums of doubles differ in their last digits with the order in which the engine adds them up. */
function rounded(value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(10)) : value;
}

const sorted = (rows: readonly Record<string, unknown>[] = []) =>
  rows.map((row) => JSON.stringify(Object.values(row).map(rounded))).sort();

test('the engine accepts whatever the compiler makes, and kept sums give what the records give', async () => {
  let asked = 0;
  let fromSums = 0;
  await fc.assert(
    fc.asyncProperty(typedQuery, async (text) => {
      const { rows, refused } = await rowsOf(text, []);
      if (refused !== undefined) {
        for (const { message, span } of refused) {
          expect(message, text).not.toBe('');
          expect(span.end, text).toBeLessThanOrEqual(text.length);
        }
        return;
      }
      asked += 1;
      const kept = await rowsOf(text, queryRollUps);
      if (kept.reads?.some((table) => table.startsWith('flows_by_')) !== true) return;
      fromSums += 1;
      // Which of several equal rows a bound keeps is not said.
      if (!/\| (limit|tail|dedup)/.test(text)) expect(sorted(kept.rows), text).toEqual(sorted(rows));
    }),
    { numRuns: 200 },
  );
  expect(asked).toBeGreaterThan(100);
  expect(fromSums).toBeGreaterThan(5);
});

test('sums over time are those of all bins so far, line by line', async () => {
  const by = 'by bin(1h) as t, action | sort action, t';
  const { rows: bins = [] } = await rowsOf(`stats count(*) as n, sum(bytes) as b ${by}`, []);
  const totals = new Map<unknown, { n: bigint; b: bigint | undefined }>();
  const expected = bins.map(({ t, action, n, b }) => {
    const before = totals.get(action) ?? { n: 0n, b: undefined };
    const bytes = b === null ? before.b : (before.b ?? 0n) + BigInt(String(b));
    const now = { n: before.n + BigInt(String(n)), b: bytes };
    totals.set(action, now);
    return { t, action, n: String(now.n), b: now.b === undefined ? null : String(now.b) };
  });
  expect(expected.length).toBeGreaterThan(60);
  const text = `stats countOverTime(*) as n, sumOverTime(bytes) as b ${by}`;
  for (const rollUps of [[], queryRollUps]) {
    const { rows, reads } = await rowsOf(text, rollUps);
    expect(rows).toEqual(expected);
    expect(reads?.includes('flows_by_hour_service')).toBe(false);
    expect(reads?.includes('flows_by_minute')).toBe(rollUps.length > 0);
  }
  const { rows: late } = await rowsOf(`${text} | filter n > 100`, []);
  expect(late).toEqual(expected.filter(({ n }) => Number(n) > 100));
});
