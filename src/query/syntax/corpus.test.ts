import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { withoutSpans } from '../../../test/support/query-trees.ts';
import { commandsByName, parseQuery, printQuery } from '../parse-query.ts';

const published = z
  .array(z.object({ n: z.int(), text: z.string(), broken: z.string().nullable(), source: z.string() }))
  .parse(JSON.parse(readFileSync(new URL('../../../test/golden/query/published.json', import.meta.url), 'utf8')));

/** Of every kind of construct in the corpus some. */
const chosen = [
  1, 2, 3, 4, 5, 7, 12, 13, 14, 16, 17, 18, 26, 28, 36, 42, 46, 52, 54, 59, 72, 82, 93, 101, 103, 116, 118, 127, 133,
  146,
];

test.each(published)('published query $n is read, and printed it is the same', ({ text }) => {
  const { query, diagnostics } = parseQuery(text);
  expect(diagnostics.list).toEqual([]);
  expect(withoutSpans(parseQuery(printQuery(query)).query)).toEqual(withoutSpans(query));
});

/** Whatever is typed has a tree of the whole text, or an error with a place in it; every letter but blanks is coloured. */
function isTold(text: string): boolean {
  const { query, diagnostics, tokens } = parseQuery(text);
  const inside = diagnostics.list.every(
    ({ span }) => 0 <= span.start && span.start <= span.end && span.end <= text.length,
  );
  const ordered = tokens.every(({ start, end }, i) => start < end && start >= (tokens[i - 1]?.end ?? 0));
  const left = [...tokens].reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
  return (
    inside &&
    ordered &&
    left.trim() === '' &&
    (diagnostics.failed || query.source !== undefined || query.stages.length > 0)
  );
}

test('every prefix and every text with one letter less of thirty queries gives a tree or an error with a place', () => {
  const texts = published.filter(({ n }) => chosen.includes(n)).map(({ text }) => text);
  expect(texts).toHaveLength(30);
  let tried = 0;
  for (const text of texts) {
    for (let at = 0; at <= text.length; at++) {
      for (const one of [text.slice(0, at), text.slice(0, at) + text.slice(at + 1)]) {
        expect(isTold(one), one).toBe(true);
        tried += 1;
      }
    }
  }
  expect(tried).toBeGreaterThan(8000);
});

test('the examples of every command are read without a complaint', () => {
  const examples = [...new Set(commandsByName.values())].flatMap((command) => command.examples);
  expect(examples.length).toBeGreaterThan(20);
  for (const example of examples) expect(parseQuery(example).diagnostics.list, example).toEqual([]);
});
