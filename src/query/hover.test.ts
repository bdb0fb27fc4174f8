import { expect, test } from 'vitest';
import { type Hover, hover } from './hover.ts';
import { fieldsAt } from './scope.ts';

const none = { layouts: [], absentFields: [], ownNetworks: [], tables: [] };
const facts = {
  scopeAt: (stages: Parameters<typeof fieldsAt>[0]) => fieldsAt(stages, none),
  tables: [{ name: 'ports', columns: ['port', 'name'], summary: 'Names of ports.' }],
};

/** Help for the word behind the caret, `^`. */
function at(marked: string): Hover | undefined {
  return hover(marked.replace('^', ''), marked.indexOf('^'), facts);
}

test.each([
  ['^STATS count(*)', 'stats', /^stats /],
  ['stats ^count(*)', 'count', /^count\(.*→ number$/],
  ['stats count(*) as n by ^bin(5m)', 'bin', /^bin\(/],
  ['filter ^srcaddr = "x"', 'srcAddr', /^address/],
  ['filter a ^= 1', 'equals', /=/],
  ['filter a ^!= 1 and b = 2', 'differs', /!=/],
  ['filter a = 1 ^and b = 2', 'and', /and/],
  ['filter a ^like "x"', 'like', /like/],
  ['^SOURCE flows | limit 1', 'SOURCE', /^SOURCE/],
])('%s is %s', (marked, title, signature) => {
  const found = at(marked);
  expect(found?.title).toBe(title);
  expect(found?.signature).toMatch(signature);
  expect(found?.summary).toMatch(/\.$/);
});

test('a function shows what it takes and what its examples give', () => {
  const found = at('filter ^ispresent(bytes)');
  expect(found?.table?.length).toBe(1);
  expect(found?.examples[0]).toMatch(/ → /);
  expect(found?.span).toEqual({ start: 7, end: 16 });
});

test('a field shows its meaning, its version and its values; a column that hides it is told as that', () => {
  expect(at('filter ^flowDirection = "x"')).toMatchObject({
    remark: expect.stringContaining('5'),
    table: expect.arrayContaining([['"ingress"', '']]),
  });
  expect(at('stats sum(bytes) as total by srcAddr | sort ^total')?.title).toBe('total');
  expect(at('stats sum(bytes) as total by srcAddr | sort ^dstPort')).toBeUndefined();
});

test('numbers have their names', () => {
  expect(at('filter dstPort = ^443')?.title).toBe('https');
  expect(at('filter protocol in [6, ^17]')?.title).toBe('UDP');
  expect(at('filter dstPort = 443 and bytes > ^6')).toBeUndefined();
  expect(at('stats count(*) by bin(^5m)')?.summary).toBe('5 minutes.');
});

test('between words, in comments and behind the end there is nothing', () => {
  for (const marked of ['filter ^ a = 1', '# com^ment', 'filter a = 1^']) expect(at(marked)).toBeUndefined();
});
