import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultFormat } from '../../src/fields/index.ts';
import { type CompileOptions, compile } from '../../src/query/index.ts';
import { dataHours, dataStart, fillStore, openStore, type TestStore } from '../support/flow-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openStore('size');
  await fillStore(store.client, 500);
});
afterAll(async () => store.close());

const options: CompileOptions = {
  range: { from: dataStart, to: dataStart + dataHours * 3600 },
  now: (dataStart + dataHours * 3600) * 1000,
  database: 'weir',
  facts: { layouts: [[...defaultFormat]], absentFields: [], ownNetworks: [], tables: [] },
  rollUps: [],
};
const chain = (n: number, one: (i: number) => string) => Array.from({ length: n }, (_, i) => one(i)).join(' | ');

// Each of these was once put into SQL by copying: 2^n letters, and the end of the process that wrote them.
test.for([
  ['doubles', `fields bytes as x0 | ${chain(40, (i) => `fields x${i} + x${i} as x${i + 1}`)} | display x40 | limit 3`],
  [
    'doubles within one command',
    `fields bytes as x0, ${Array.from({ length: 24 }, (_, i) => `x${i} + x${i} as x${i + 1}`).join(', ')} | limit 3`,
  ],
  [
    'texts taken apart again and again',
    chain(20, (i) => `parse ${i === 0 ? 'interfaceId' : `a${i - 1}`} "*-*" as a${i}, b${i}`),
  ],
  ['bounds upon bounds', `sort bytes | ${chain(38, () => 'limit 5')}`],
] as const)('%s', async ([, text]) => {
  const { compiled, diagnostics } = compile(text, options);
  expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  expect(compiled?.sql.length).toBeLessThan(240_000);
  if (compiled !== undefined)
    expect((await store.client.rows(compiled.sql, { params: compiled.params })).length).toBeGreaterThan(0);
});

test('what is too large is told, and not tried', () => {
  const sums = `stats max(bytes) as x0, ${Array.from({ length: 30 }, (_, i) => `x${i} + x${i} as x${i + 1}`).join(', ')}`;
  const first = (text: string) => compile(text, options).diagnostics[0]?.code;
  expect(first(sums)).toBe('QL_TOO_LARGE');
  expect(first(`sort bytes${' | limit 5'.repeat(900)}`)).toBe('QL_TOO_MANY_STEPS');
  expect(first(`filter bytes > ${'1+'.repeat(3000)}1`)).toBe('QL_TOO_LARGE');
  expect(first(`filter ${'('.repeat(200)}bytes > 1${')'.repeat(200)}`)).toBe('QL_TOO_DEEP');
});
