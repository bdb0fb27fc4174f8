import { expect, test } from 'vitest';
import { parseDraft } from './draft.ts';
import { histogramQuery } from './edit.ts';
import { format } from './format.ts';

test.each([
  'filter srcAddr = {{host}} and dstPort in [{{port}}, 22]',
  'filter srcAddr in {{net}} | limit {{n}}',
  'filter srcAddr not in {{ net }} and action like {{word}}',
  'filter srcAddr = "{{host}}" and a = \'it is {{x}}\' # {{no}}',
  'stats count(*) as n by bin({{width}}), {{field}}',
  'timeseries count(*) by bin({{width}}), {{field}} limit {{n}}',
  'top {{n}} {{field}} by sum({{what}}) as {{name}}',
  '$Talkers(host={{host}}) | sort {{field}} desc',
  'SOURCE flows start=-{{span}} | limit 5',
])('%s is read before its parameters have values', (text) => {
  expect(parseDraft(text).diagnostics.list).toEqual([]);
  expect(format(format(text))).toBe(format(text));
  expect(format(text).match(/\{\{.*?\}\}/g)).toEqual(text.match(/\{\{.*?\}\}/g));
});

test('places are those of the text as written, and parameters stay in what is made of it', () => {
  const text = 'filter a = {{host}} && b = 1';
  expect(parseDraft(text).diagnostics.list.map(({ span }) => text.slice(span.start, span.end))).toEqual(['&&']);
  expect(histogramQuery('filter a in {{net}} | limit {{n}}')).toBe(
    'filter a in {{net}} | timeseries count(*) as records by bin()',
  );
});
