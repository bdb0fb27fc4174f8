import { expect, test } from 'vitest';
import { addFilter, fieldValuesQuery, histogramQuery, isRaw, removeStage, type ValueFilter } from './edit.ts';
import { parseQuery } from './parse-query.ts';

const reject: ValueFilter = { field: 'action', value: 'REJECT', kind: 'text' };
const source: ValueFilter = { field: 'srcAddr', value: '10.0.0.1', kind: 'address' };

test.each<readonly [string, ValueFilter, string]>([
  ['', reject, 'filter action = "REJECT"'],
  ['fields @timestamp, action', reject, 'fields @timestamp, action | filter action = "REJECT"'],
  ['sort bytes desc | limit 5', reject, 'filter action = "REJECT" | sort bytes desc | limit 5'],
  ['filter a = 1\n| limit 5', reject, 'filter a = 1\n| filter action = "REJECT"\n| limit 5'],
  ['SOURCE flows', reject, 'SOURCE flows | filter action = "REJECT"'],
  ['filter bytes > 1 # big', reject, 'filter bytes > 1 # big\n| filter action = "REJECT"'],
  [
    'stats count(*) as n by srcAddr | sort n desc',
    source,
    'filter srcAddr = "10.0.0.1" | stats count(*) as n by srcAddr | sort n desc',
  ],
  [
    'stats count(*) as n by srcAddr as who | stats sum(n) as all by who',
    { ...source, field: 'who' },
    'filter srcAddr = "10.0.0.1" | stats count(*) as n by srcAddr as who | stats sum(n) as all by who',
  ],
  [
    'stats count(*) as n by srcAddr | sort n desc | limit 5',
    { field: 'n', value: 12, kind: 'number', negated: true },
    'stats count(*) as n by srcAddr | filter n != 12 or not ispresent(n) | sort n desc | limit 5',
  ],
  [
    'stats count(*) by srcAddr | limit 5',
    { field: 'count(*)', value: 12, kind: 'number' },
    'stats count(*) by srcAddr | filter `count(*)` = 12 | limit 5',
  ],
  [
    'parse srcAddr /(?<net>\\d+)\\./ | stats count(*) as n by net',
    { field: 'net', value: '10', kind: 'text' },
    'parse srcAddr /(?<net>\\d+)\\./ | filter net = "10" | stats count(*) as n by net',
  ],
  [
    'parse @message "* *" as v, action | stats count(*) as n by action',
    reject,
    'parse @message "* *" as v, action | filter action = "REJECT" | stats count(*) as n by action',
  ],
  [
    'top 5 dstPort by sum(bytes) as b',
    { field: 'dstPort', value: null, kind: 'number' },
    'filter not ispresent(dstPort) | top 5 dstPort by sum(bytes) as b',
  ],
  ['filter a = ', reject, 'filter a = | filter action = "REJECT"'],
])('%j gets a filter', (text, filter, expected) => {
  expect(addFilter(text, filter)).toBe(expected);
});

test.each<readonly [ValueFilter, string]>([
  [{ field: 'bytes', value: '18446744073709551615', kind: 'number' }, 'bytes = 18446744073709551615'],
  [{ field: 'x', value: -1.5, kind: 'number' }, 'x = -1.5'],
  [{ field: 'x', value: true, kind: 'boolean', negated: true }, 'x != true or not ispresent(x)'],
  [{ field: '@timestamp', value: '2026-11-23T08:00:00Z', kind: 'time' }, '@timestamp = "2026-11-23T08:00:00Z"'],
  [{ field: 'flow-direction', value: 'a "b" \\', kind: 'text' }, '`flow-direction` = \'a "b" \\\\\''],
  [{ field: 'x', value: null, kind: 'text', negated: true }, 'ispresent(x)'],
])('a value of %j is written so that it is read as itself', (filter, condition) => {
  const text = addFilter('', filter);
  expect(text).toBe(`filter ${condition}`);
  expect(parseQuery(text).diagnostics.list).toEqual([]);
});

test('text of a log stays text: it cannot end its quotes', () => {
  for (const value of ['" or true', "' or true", '\\" or true #', '\\', '"\' | limit 1', '\n| stats count(*)']) {
    const { query, diagnostics } = parseQuery(addFilter('limit 5', { field: 'action', value, kind: 'text' }));
    expect(diagnostics.list).toEqual([]);
    expect(query.stages).toHaveLength(2);
    expect(query.stages[0]).toMatchObject({ condition: { kind: 'binary', right: { kind: 'string', value } } });
  }
});

test('a stage goes with its bar', () => {
  const text = 'SOURCE flows | filter a = 1 | sort b | limit 5';
  expect(removeStage(text, 0)).toBe('SOURCE flows | sort b | limit 5');
  expect(removeStage(text, 2)).toBe('SOURCE flows | filter a = 1 | sort b');
  expect(removeStage('filter a = 1 | limit 5', 0)).toBe('limit 5');
  expect(removeStage('limit 5', 0)).toBe('');
  expect(removeStage('limit 5', 3)).toBe('limit 5');
});

test('the histogram is of the records that the query chooses; a query that sums up has none', () => {
  expect(histogramQuery('SOURCE flows | filter a = 1 | sort b | limit 5')).toBe(
    'SOURCE flows | filter a = 1 | timeseries count(*) as records by bin()',
  );
  expect(histogramQuery('limit 5')).toBe('timeseries count(*) as records by bin()');
  for (const text of ['', 'stats count(*)', 'filter a = ', 'filter a = 1 | top 5 b by count(*)', '$Saved()']) {
    expect(histogramQuery(text)).toBeUndefined();
    expect(isRaw(text)).toBe(false);
  }
  expect(isRaw('fields a | dedup a')).toBe(true);
});

test('the values of a field are counted over the same records', () => {
  expect(fieldValuesQuery('filter a = 1 # x\n| stats count(*) by b', 'flow-direction', 5)).toBe(
    'filter a = 1\n| top 5 `flow-direction` by count(*) as records with others',
  );
  expect(fieldValuesQuery('', 'action', 3)).toBe('top 3 action by count(*) as records with others');
});
