import { expect, test } from 'vitest';
import { expandParameters } from './parameters.ts';

const expand = (
  text: string,
  values: Record<string, string>,
  type?: 'text' | 'number' | 'address' | 'field' | 'period',
) => expandParameters(text, values, type === undefined ? [] : [{ name: 'x', type }]);

test.for([
  ['filter dstPort = {{x}}', '22', 'filter dstPort = 22'],
  ['filter dstPort = {{x}}', '22 or 1=1', 'filter dstPort = "22 or 1=1"'],
  ['filter srcAddr = {{x}}', '10.20.1.64" or "1"="1', 'filter srcAddr = "10.20.1.64\\" or \\"1\\"=\\"1"'],
  ['filter srcAddr in {{x}}', '10.0.0.0/8', 'filter srcAddr in 10.0.0.0/8'],
  ['stats count(*) by {{x}}', 'srcAddr', 'stats count(*) by srcAddr'],
  ['stats count(*) by bin({{ x }})', '5m', 'stats count(*) by bin(5m)'],
  ['filter action = "{{x}}"', 'a" or "b', 'filter action = "a\\" or \\"b"'],
  ['filter dstPort in [{{x}}]', '22, 443', 'filter dstPort in [22, 443]'],
  ['filter bytes > {{x}}', '1MB', 'filter bytes > 1MB'],
  ["# don't count twice\nfilter dstPort = {{x}}", '22 or 1=1', '# don\'t count twice\nfilter dstPort = "22 or 1=1"'],
  ["filter action like /it's/ or dstPort = {{x}}", '1 or 2', 'filter action like /it\'s/ or dstPort = "1 or 2"'],
  ["fields bytes as `it's` | filter dstPort = {{x}}", '1 or 2', 'fields bytes as `it\'s` | filter dstPort = "1 or 2"'],
  ['filter action like /^{{x}}$/', 'a.b/c', 'filter action like /^a\\.b\\/c$/'],
  ['# {{x}}\nlimit 1', 'a\n| limit 5', '# a | limit 5\nlimit 1'],
  ['fields bytes as `{{x}}`', 'a` as b', 'fields bytes as `a as b`'],
  ["filter action = '{{x}}'", "it's \\", "filter action = 'it\\'s \\\\'"],
] as const)('%s with %s', ([text, value, expected]) => {
  expect(expand(text, { x: value })).toMatchObject({ text: expected, problems: [] });
});

test('a value that is not what was declared is told at its place', () => {
  const { problems } = expand('filter dstPort = {{x}}', { x: 'ssh' }, 'number');
  expect(problems).toMatchObject([{ code: 'QL_PARAMETER_INVALID', severity: 'error', span: { start: 17, end: 22 } }]);
  expect(expand('filter action = {{x}}', { x: '22' }, 'text').text).toBe('filter action = "22"');
  expect(expand('stats count(*) by {{x}}', { x: 'flow-direction' }, 'field').text).toBe(
    'stats count(*) by `flow-direction`',
  );
});

test('a value for a name that the query does not have is told', () => {
  const { problems } = expand('filter dstPort = {{x}}', { x: '1', y: '2' });
  expect(problems).toMatchObject([{ code: 'QL_PARAMETER_UNKNOWN', severity: 'warning', hint: 'it has {{x}}' }]);
});
