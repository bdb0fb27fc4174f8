import { expect, test } from 'vitest';
import { savedForm } from '../../contract/index.ts';
import { parseQuery } from '../../query/index.ts';
import { bodyOf, savedRange, searchOf } from './explore.ts';
import {
  parametersIn,
  parametersOf,
  parameterTexts,
  parameterValues,
  withoutParameters,
  withParameters,
} from './explore-parameters.ts';
import { parseSearch, searchSchema, writeSearch } from './search.ts';

const scope = { from: '2026-11-23T04:00:00Z', to: '2026-11-23T06:00:00Z', filter: ['action:REJECT'] };

test('a question survives the address bar', () => {
  const search = searchSchema.parse({
    q: 'filter srcAddr like "a&b=c+d | %7C"\n| stats count(*) as n by {{key}}',
    param: ['key:srcAddr', 'other:a:b=c'],
    chart: 'time series',
    lang: 'sql',
    saved: '01J-x.y',
  });
  expect(searchSchema.parse(parseSearch(writeSearch(search)))).toEqual(search);
  expect(parametersOf(search.param)).toEqual({ key: 'srcAddr', other: 'a:b=c' });
  expect(parameterTexts(parametersOf(search.param))).toEqual(search.param);
});

test('a body ends in the last second of the range; SQL is asked without the filters of the page', () => {
  const ask = { query: 'limit 1', language: 'ql', scope } as const;
  expect(bodyOf(ask)).toMatchObject({ from: scope.from, to: '2026-11-23T05:59:59Z', filter: scope.filter });
  expect(bodyOf({ ...ask, language: 'sql' }).filter).toEqual([]);
});

test('parameters are found once each, of the kind that their place asks for, and take what was given first', () => {
  const declared = [{ name: 'port', type: 'number', default: '22' } as const];
  const query =
    'filter dstPort = {{port}} and srcAddr in {{ net }} or srcPort = {{port}} | stats sum({{what}}) by bin({{step}})';
  const found = parametersIn(query, declared);
  expect(found).toEqual([
    declared[0],
    { name: 'net', type: 'network' },
    { name: 'what', type: 'field' },
    { name: 'step', type: 'period' },
  ]);
  expect(parameterValues(found, { port: '' })).toEqual({ port: '22' });
  const values = parameterValues(found, { port: '80', net: '10.0.0.0/8', what: 'bytes', step: '5m', gone: 'x' });
  expect(withParameters(query, found, values)).toBe(
    'filter dstPort = 80 and srcAddr in 10.0.0.0/8 or srcPort = 80 | stats sum(bytes) by bin(5m)',
  );
  expect(parametersIn('filter action = {{a}} and "x{{b}}" = srcAddr', [])).toMatchObject([
    { type: 'text' },
    { type: 'text' },
  ]);
});

test('a saved range opens as it was kept', () => {
  const now = Date.parse('2026-11-23T08:00:00Z');
  const opened = (range: object) => searchOf(savedForm.parse({ query: 'limit 1', ...range }), 'a', {}, now);
  expect(opened(savedRange({ range: '7d' }, scope))).toMatchObject({ range: '7d' });
  expect(opened(savedRange({ from: scope.from, to: scope.to }, scope))).toMatchObject({
    from: scope.from,
    to: scope.to,
  });
  expect(opened({ from: '-2h', to: 'now' })).toMatchObject({ from: '2026-11-23T06:00:00Z', range: undefined });
  expect(searchOf(savedForm.parse({ query: 'limit 1' }), 'a', { range: '1h' }, now)).toMatchObject({
    range: '1h',
    saved: 'a',
  });
});

test('a query is read without the values of its parameters, every word at its place', () => {
  const query =
    'filter srcAddr in {{net}} and dstPort = {{port}} and action = "{{act}}" | top {{n}} {{key}} by sum(bytes)';
  const { text, places } = withoutParameters(query);
  expect(text).toHaveLength(query.length);
  expect(parseQuery(text).diagnostics.failed).toBe(false);
  expect(places.map(({ start, end }) => query.slice(start, end))).toEqual([
    '{{net}}',
    '{{port}}',
    '{{act}}',
    '{{n}}',
    '{{key}}',
  ]);
});
