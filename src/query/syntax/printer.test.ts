import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expressionTree, queryTree, withoutSpans } from '../../../test/support/query-trees.ts';
import { commands } from '../command-list.ts';
import { parseQuery, printer, printQuery } from '../parse-query.ts';

function conditionOf(text: string): unknown {
  const { query, diagnostics } = parseQuery(`filter ${text}`);
  expect(diagnostics.list).toEqual([]);
  const [stage] = query.stages;
  return stage?.command === 'filter' ? stage.condition : undefined;
}

test('an expression that is printed and read again is the same', () => {
  fc.assert(
    fc.property(expressionTree(), (tree) => {
      expect(withoutSpans(conditionOf(printer.expression(tree)))).toEqual(withoutSpans(tree));
    }),
    { numRuns: 2000 },
  );
});

test('a query that is printed and read again is the same', () => {
  fc.assert(
    fc.property(queryTree(), (tree) => {
      const text = printQuery(tree);
      const { query, diagnostics } = parseQuery(text);
      expect(diagnostics.list, text).toEqual([]);
      expect(withoutSpans(query), text).toEqual(withoutSpans(tree));
    }),
    { numRuns: 1000 },
  );
});

test('random queries hold every command that is built', () => {
  const made = new Set(fc.sample(queryTree(), 1500).flatMap(({ stages }) => stages.map(({ command }) => `${command}`)));
  const built = commands.filter(({ refused }) => refused === undefined).map(({ name }) => name.toLowerCase());
  // These three read as stages of other names.
  const missing = built.filter((name) => !made.has(name) && !/^(head|tail|logcompare)$/.test(name));
  expect(missing).toEqual([]);
});

test.each([
  ['((a = 1) or (b = 2)) and c', '(a = 1 or b = 2) and c'],
  ['(a = 1 and b = 2) or c', 'a = 1 and b = 2 or c'],
  ['not (a and b)', 'not (a and b)'],
  ['! a', 'not a'],
  ['a - (b - c) - d', 'a - (b - c) - d'],
  ['(2 ^ 3) ^ 2 ^ 1', '(2 ^ 3) ^ 2 ^ 1'],
  ['-(2 ^ 2) + -2 ^ 2', '-(2 ^ 2) + -2 ^ 2'],
  ['- -a', '- -a'],
  ['a not in [10.0.0.0/8]', 'a not in 10.0.0.0/8'],
  ['a == 10mib', 'a = 10MiB'],
  ['m.`k.x`[0].y', 'm.`k.x`[0].y'],
  ['jsonParse(a).b.0', 'jsonParse(a).b.0'],
  ['a = \'say "x"\'', 'a = \'say "x"\''],
  ['a = "^10\\."', 'a = "^10\\."'],
  ['a =~ "a/b\\/c"', 'a like /a\\/b\\/c/'],
  ['a =~ "two\nlines"', 'a =~ "two\nlines"'],
  ['`by` = `x y`', '`by` = `x y`'],
])('%s prints as %s', (text, printed) => {
  const { query } = parseQuery(`filter ${text}`);
  expect(printQuery(query)).toBe(`filter ${printed}`);
  expect(withoutSpans(conditionOf(printed))).toEqual(withoutSpans(conditionOf(text)));
});
