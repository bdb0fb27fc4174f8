import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryTree, withoutSpans } from '../../test/support/query-trees.ts';
import { format } from './format.ts';
import { parseQuery, printQuery } from './parse-query.ts';

const lines = (...all: string[]) => all.join('\n');

test.each([
  [
    'FILTER  action="REJECT"|STATS count( * ) AS n BY bin (5m),srcAddr|sort n DESC',
    lines('filter action = "REJECT"', '| stats count(*) as n by bin(5m), srcAddr', '| sort n desc'),
  ],
  ['source flows start = -1d end=now | limit 5', lines('SOURCE flows start=-1d end=now', '| limit 5')],
  ['filter !isPrivateIP(a) and x-  -1 > - y and (b or c)', 'filter !isPrivateIP(a) and x - -1 > -y and (b or c)'],
  ['filter a in[1,2]and m.`k`[0]. z = 1', 'filter a in [1, 2] and m.`k`[0].z = 1'],
  [
    '# who\nfilter a = 1 # why\n# next\n| limit 5 # end',
    lines('# who', 'filter a = 1 # why', '# next', '| limit 5 # end'),
  ],
  [
    'stats count(*), # all\n sum(bytes)\n# keys\n by a',
    lines('stats count(*), # all', '    sum(bytes)', '    # keys', '    by a'),
  ],
  ['fields a | # here\n limit 5', lines('fields a', '# here', '| limit 5')],
  ['filter a = "x', 'filter a = "x'],
  ['', ''],
])('%j becomes %j', (text, formatted) => {
  expect(format(text)).toBe(formatted);
  expect(format(formatted)).toBe(formatted);
});

test('long stages go on in indented lines of at most a hundred characters, also inside brackets', () => {
  const names = Array.from({ length: 30 }, (_, i) => `column_number_${i}`);
  const long = format(`fields ${names.join(',')} | filter a in [${names.map((one) => `"${one}"`).join(',')}]`).split(
    '\n',
  );
  expect(long.length).toBeGreaterThan(5);
  for (const line of long) {
    expect(line.length).toBeLessThanOrEqual(100);
    expect(line).toMatch(/^(fields|\| filter| {4})/);
  }
});

function keepsAll(text: string): void {
  const formatted = format(text);
  expect(withoutSpans(parseQuery(formatted).query)).toEqual(withoutSpans(parseQuery(text).query));
  expect(format(formatted)).toBe(formatted);
}

test('every published query keeps its tree, and a second time changes nothing', () => {
  const file = new URL('../../test/golden/query/published.json', import.meta.url);
  const published: { text: string }[] = JSON.parse(readFileSync(file, 'utf8'));
  for (const { text } of published) keepsAll(text);
});

test('any query keeps its tree, and its comments', () => {
  fc.assert(
    fc.property(queryTree(), (tree) => keepsAll(printQuery(tree))),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(queryTree(), fc.array(fc.nat(40), { maxLength: 4 }), (tree, places) => {
      const text = printQuery(tree);
      const { tokens } = parseQuery(text);
      let commented = text;
      const starts = [...new Set(places.flatMap((i) => tokens[i]?.start ?? []))].sort((a, b) => b - a);
      for (const start of starts) {
        const between = parseQuery(`${commented.slice(0, start)} # c${start}\n${commented.slice(start)}`);
        if (!between.diagnostics.failed)
          commented = `${commented.slice(0, start)} # c${start}\n${commented.slice(start)}`;
      }
      keepsAll(commented);
      for (const comment of commented.match(/# c\d+$/gm) ?? []) expect(format(commented)).toContain(comment);
    }),
    { numRuns: 300 },
  );
});
