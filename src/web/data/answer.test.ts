import { expect, test } from 'vitest';
import type { QueryColumn } from '../../contract/index.ts';
import { added, canPick, chartKindsFor, isAdditive, numberOf, type Row, shapeOf } from './answer.ts';
import { withRoles } from './answer-roles.ts';

const column = (name: string, role: QueryColumn['role'], more: Partial<QueryColumn> = {}): QueryColumn => ({
  name,
  role,
  kind: role === 'bin' ? 'time' : role === 'measure' ? 'number' : 'text',
  ...more,
});
const bin = column('bin(5m)', 'bin', { bin_seconds: 300 });
const sum = column('sum(bytes)', 'measure', { unit: 'bytes' });
const mean = column('avg(bytes)', 'measure', { unit: 'bytes' });
const src = column('srcaddr', 'key', { kind: 'address', field: 'srcaddr' });
const dst = column('dstaddr', 'key', { kind: 'address', field: 'dstaddr' });
const port = column('dstport', 'key', { kind: 'number', field: 'dstport' });
const action = column('action', 'key', { field: 'action' });
const record = column('srcaddr', 'value', { kind: 'address', field: 'srcaddr' });

const two: Row[] = [
  ['a', 1],
  ['b', 2],
];

test.each<[string, QueryColumn[], Row[], string[]]>([
  ['records as they are', [record, column('bytes', 'value', { kind: 'number' })], two, ['table']],
  ['one figure', [sum], [[1]], ['number', 'table']],
  ['figures without a key on several rows', [sum], [[1], [2]], ['table']],
  ['time', [bin, sum], two, ['time series', 'table']],
  ['one step of time', [bin, sum], [['a', 1]], ['time series', 'number', 'table']],
  ['time and a key', [bin, action, sum], [], ['time series', 'heat map', 'table']],
  ['a key', [src, sum], two, ['bar', 'pie', 'table']],
  ['a key, averages', [src, mean], two, ['bar', 'table']],
  [
    'a key, something below zero',
    [src, sum],
    [
      ['a', -1],
      ['b', 2],
    ],
    ['bar', 'table'],
  ],
  ['a key on one row', [src, sum], [['a', 1]], ['bar', 'pie', 'number', 'table']],
  ['two ends', [src, dst, sum], [], ['sankey', 'heat map', 'bar', 'table']],
  ['two keys that rarely meet', [src, port, sum], [], ['bar', 'heat map', 'sankey', 'table']],
  ['three keys that add up', [src, dst, port, sum], [], ['bar', 'sankey', 'heat map', 'table']],
  ['three keys that do not', [src, dst, port, mean], [], ['bar', 'table']],
  ['keys alone', [src, dst], [], ['table']],
  ['a measure that is text', [src, column('latest(action)', 'measure', { kind: 'text' })], two, ['table']],
])('%s', (_, columns, rows, kinds) => {
  expect(chartKindsFor(columns, rows).kinds).toEqual(kinds);
});

test('the best comes first, but lists of three keys are a table', () => {
  expect(chartKindsFor([bin, sum], two).best).toBe('time series');
  expect(chartKindsFor([src, dst, sum], []).best).toBe('sankey');
  expect(chartKindsFor([src, dst, port, sum], []).best).toBe('table');
  expect(chartKindsFor([record], two).best).toBe('table');
});

test('two keys that mostly meet are a grid', () => {
  const rows = ['a', 'b', 'c'].flatMap((one) => [80, 443].map((other): Row => [one, other, 1]));
  expect(chartKindsFor([action, port, sum], rows).best).toBe('heat map');
  expect(
    chartKindsFor(
      [action, port, sum],
      [
        ['a', 80, 1],
        ['b', 443, 1],
        ['c', 22, 1],
        ['d', 25, 1],
      ],
    ).best,
  ).toBe('bar');
});

test('what compare adds belongs to its measure and is none of its own', () => {
  const compared = ['b', 'b_prev', 'b_delta', 'b_pct', 'n'].map((name) => column(name, 'measure'));
  expect(shapeOf([src, ...compared]).measures).toEqual([
    { at: 1, column: compared[0], previous: 2, delta: 3, percent: 4 },
    { at: 5, column: compared[4] },
  ]);
  // Without b_prev, `b_pct` is only a name.
  const named = ['b', 'b_pct'].map((name) => column(name, 'measure'));
  expect(shapeOf([src, ...named]).measures.map(({ at }) => at)).toEqual([1, 2]);
});

test('the flag of all others is no column, and a computed number of groups is a measure', () => {
  const flag = column('others', 'value', { kind: 'boolean', flag: 'others' });
  const ratio = column('ratio', 'value', { kind: 'number' });
  expect(shapeOf([src, sum, flag, ratio])).toMatchObject({ keys: [0], flag: 2, measures: [{ at: 1 }, { at: 3 }] });
});

test('counts and sums add up, as far as the name tells; the answer itself knows better', () => {
  const names = ['sum(bytes)', 'count(*)', 'COUNT()', 'count_distinct(srcaddr)', 'sum(bytes)/8', 'max(bytes)', 'b'];
  expect(names.map((name) => isAdditive(column(name, 'measure')))).toEqual([true, true, true, ...Array(4).fill(false)]);
  expect(isAdditive({ ...column('b', 'measure'), additive: true })).toBe(true);
  expect(isAdditive({ ...sum, approximate: true })).toBe(false);
});

test('values of fields filter; times, sizes, measures and lists do not', () => {
  const bytes = column('bytes', 'value', { kind: 'number', field: 'bytes', unit: 'bytes' });
  const start = column('start', 'value', { kind: 'time', field: 'start' });
  expect([canPick(src, '10.0.0.1'), canPick(src, null), canPick(port, 443)]).toEqual([true, true, true]);
  expect([canPick(bytes, 9), canPick(start, 'x'), canPick(sum, 9), canPick(src, ['a'])]).toEqual(Array(4).fill(false));
  expect(canPick(column('x', 'key'), 'of SQL')).toBe(false);
  expect(canPick(column('net', 'key', { computed: true }), '10.0.0.0/24')).toBe(true);
});

test('fields go by any of their names, and count no matter how they are spelled', () => {
  const camel = (field: string, kind: QueryColumn['kind']) => column(field, 'value', { kind, field });
  expect([canPick(camel('srcAddr', 'address'), null), canPick(camel('instanceId', 'text'), 'i-1')]).toEqual([
    true,
    true,
  ]);
  expect([canPick(camel('@message', 'text'), 'x'), canPick(camel('startTime', 'number'), 9)]).toEqual([false, false]);
  const ends = ['pktSrcAddr', 'instanceId'].map((field) => column(field, 'key', { field }));
  expect(chartKindsFor([...ends, sum], []).best).toBe('sankey');
});

test('SQL: what no two rows have in common is a key, other numbers measure it', () => {
  const sql = (name: string, kind: QueryColumn['kind']): QueryColumn => ({ name, kind, role: 'value' });
  const roles = (columns: QueryColumn[], rows: Row[]) => withRoles(columns, rows).map(({ role }) => role);
  const ports = [sql('dstport', 'number'), sql('n', 'number')];
  expect(
    roles(ports, [
      [443, 5],
      [22, 5],
    ]),
  ).toEqual(['key', 'measure']);
  expect(
    roles(ports, [
      [443, 5],
      [443, 7],
    ]),
  ).toEqual(['value', 'value']);
  expect(roles([sql('srcaddr', 'address'), sql('dstport', 'number')], [])).toEqual(['value', 'value']);
  const times = [sql('t', 'time'), sql('n', 'number')];
  const rows = ['00:00', '00:05', '00:20'].map((clock): Row => [`2026-11-23T${clock}:00Z`, 1]);
  expect(withRoles(times, rows)[0]).toEqual({ ...times[0], role: 'bin', bin_seconds: 300 });
  expect(chartKindsFor(times, rows).best).toBe('time series');
  expect(chartKindsFor([sql('count()', 'number')], [[5]]).best).toBe('number');
});

test('numbers keep every digit', () => {
  expect(added(numberOf('9007199254740993'), numberOf(2))).toBe(9007199254740995n);
  expect(added(numberOf('0.5'), numberOf(2))).toBe(2.5);
  expect([numberOf(null), numberOf('x'), numberOf(''), numberOf(true)]).toEqual(Array(4).fill(undefined));
});
