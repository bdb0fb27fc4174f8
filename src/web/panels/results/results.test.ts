import { expect, test } from 'vitest';
import type { QueryColumn, QueryValue } from '../../../contract/index.ts';
import { type Answer, shapeOf } from '../../data/answer.ts';
import { ranked } from './groups.ts';
import { binsOf } from './histogram-bins.ts';
import { endKeys, flowsOf, matrixOf } from './matrix.ts';
import { sortedRows } from './order.ts';
import { overTime, tickOf } from './over-time.ts';
import { movedBy } from './roving.ts';
import { rangeOf, stepAt, stepsOf, stepWords } from './steps.ts';
import { axisWords, keyWords, wordsOf } from './words.ts';

const key = (name: string, more: Partial<QueryColumn> = {}): QueryColumn => ({
  name,
  kind: 'text',
  role: 'key',
  field: name,
  ...more,
});
const measure = (name: string, more: Partial<QueryColumn> = {}): QueryColumn => ({
  name,
  kind: 'number',
  role: 'measure',
  ...more,
});
const bin: QueryColumn = { name: 'bin', kind: 'time', role: 'bin', bin_seconds: 300 };
const flag: QueryColumn = { name: 'others', kind: 'boolean', role: 'value', flag: 'others' };
const src = key('srcaddr', { kind: 'address' });
const dst = key('dstaddr', { kind: 'address' });
const sum = measure('sum(bytes)', { unit: 'bytes' });
const mean = measure('avg(bytes)', { unit: 'bytes' });
const answerOf = (columns: QueryColumn[], rows: QueryValue[][]): Answer => ({ columns, rows, complete: true });
const range = { from: '2026-11-23T00:02:00Z', to: '2026-11-23T00:20:00Z' };

function drawn(answer: Answer) {
  const shape = shapeOf(answer.columns);
  const [measured] = shape.measures;
  if (measured === undefined) throw new Error('no measure');
  return { answer, shape, measured };
}

const order = (column: QueryColumn, values: QueryValue[], descending = false) =>
  sortedRows(
    values.map((value) => [value]),
    [column],
    { at: 0, descending },
  ).map(([value]) => value);

test('numbers are ordered to the last digit, and missing comes last either way', () => {
  const values = ['18446744073709551615', 9, null, '9007199254740993', '9007199254740992', 1.5];
  expect(order(sum, values)).toEqual([1.5, 9, '9007199254740992', '9007199254740993', '18446744073709551615', null]);
  expect(order(sum, values, true)).toEqual([
    '18446744073709551615',
    '9007199254740993',
    '9007199254740992',
    9,
    1.5,
    null,
  ]);
});

test('addresses are ordered by value, texts as people count', () => {
  expect(order(src, ['10.0.0.10', '2001:db8::1', null, '10.0.0.9', '9.255.0.1', '::ffff:10.0.0.11'])).toEqual([
    '9.255.0.1',
    '10.0.0.9',
    '10.0.0.10',
    '::ffff:10.0.0.11',
    '2001:db8::1',
    null,
  ]);
  expect(order(key('x'), ['eni-10', 'eni-9'])).toEqual(['eni-9', 'eni-10']);
});

test('the row of all others stays last, and equals keep their order', () => {
  const rows = [
    ['others', 99, true],
    ['a', null, false],
    ['b', 1, false],
    ['c', 1, false],
  ];
  const sorted = sortedRows(rows, [key('k'), sum, flag], { at: 1, descending: true });
  expect(sorted.map(([name]) => name)).toEqual(['b', 'c', 'a', 'others']);
});

test('values in words, with every digit beside them', () => {
  expect(wordsOf(sum, '18446744073709551615')).toEqual({
    text: '16.0\u202fEiB',
    exact: '18\u202f446\u202f744\u202f073\u202f709\u202f551\u202f615 bytes',
  });
  expect(wordsOf(mean, 1.25).text).toBe('1.25\u202fB');
  expect(wordsOf(measure('bps', { unit: 'bit/s' }), 4_200_000).text).toBe('4.20\u202fMbit/s');
  expect(wordsOf(measure('b_delta', { unit: 'bytes' }), -2048).text).toBe('\u22122.00\u202fKiB');
  expect(wordsOf(measure('b_pct', { unit: 'percent' }), 12.345).text).toBe('+12.35\u202f%');
  expect(wordsOf(measure('count(*)'), 1234567).text).toBe('1\u202f234\u202f567');
  expect(wordsOf(sum, null)).toEqual({ text: '–', exact: '' });
  expect(wordsOf(key('protocol', { kind: 'number' }), 6)).toEqual({ text: '6', name: 'TCP', exact: '6' });
  expect(wordsOf(key('dstport', { kind: 'number' }), 8443).text).toBe('8443');
  expect(wordsOf(key('hour(start)', { kind: 'number' }), 2026).text).toBe('2026');
  expect(wordsOf(key('dstPort', { kind: 'number' }), 443)).toEqual({ text: '443', name: 'https', exact: '443' });
  expect(wordsOf(key('startTime', { kind: 'number', role: 'value' }), 1_795_406_400)).toEqual({
    text: '1795406400',
    name: '2026-11-23 04:00:00',
    exact: '1795406400',
  });
  expect(wordsOf(bin, '2026-11-23T04:10:00Z').text).toBe('2026-11-23 04:10:00');
  expect(wordsOf(key('l', { kind: 'list' }), ['a', null]).text).toBe('a, –');
  expect(keyWords(key('src_country'), null)).toBe('no country known');
  expect(keyWords(key('protocol', { kind: 'number' }), 6)).toBe('TCP 6');
});

test('figures of an axis are round where the ticks are', () => {
  expect([0, 512 * 1024, 3 * 1024 ** 2].map((value) => axisWords(sum, value))).toEqual([
    '0\u202fB',
    '512\u202fKiB',
    '3\u202fMiB',
  ]);
  expect([0.25, 250, 1500, 20_000, -3_000_000].map((value) => axisWords(measure('n'), value))).toEqual([
    '0.25',
    '250',
    '1.5\u202fk',
    '20\u202fk',
    '\u22123\u202fM',
  ]);
  expect([tickOf(900, undefined), tickOf(9 * 1024, 'bytes'), tickOf(3900 * 1024, 'bytes')]).toEqual([
    200,
    2 * 1024,
    1024 ** 2,
  ]);
});

const many = (count: number, column: QueryColumn) =>
  drawn(
    answerOf(
      [src, column, flag],
      [...Array.from({ length: count }, (_, index) => [`10.0.0.${index}`, index + 1, false]), ['others', 1000, true]],
    ),
  );

test('what has no room is added up where that is right, and only counted where it is not', () => {
  const sums = many(12, sum);
  const { groups, hidden } = ranked(sums.answer, sums.shape, sums.shape.keys, sums.measured, 4);
  expect(groups.map(({ label, value, kind }) => [label, value, kind])).toEqual([
    ['10.0.0.11', 12n, 'one'],
    ['10.0.0.10', 11n, 'one'],
    ['10.0.0.9', 10n, 'one'],
    ['9 more', 45n, 'more'],
    ['others', 1000n, 'others'],
  ]);
  expect(hidden).toBe(0);
  const means = many(12, mean);
  const first = ranked(means.answer, means.shape, means.shape.keys, means.measured, 4);
  expect(first).toMatchObject({ hidden: 8, all: 12 });
  expect(first.groups.map(({ kind }) => kind)).toEqual(['one', 'one', 'one', 'one', 'others']);
});

test('a host that is called others is not all others; hours keep their own order', () => {
  const named = drawn(
    answerOf(
      [key('k'), sum, flag],
      [
        ['others', 5, false],
        ['others', 9, true],
      ],
    ),
  );
  const { groups } = ranked(named.answer, named.shape, named.shape.keys, named.measured, 9);
  expect(groups.map(({ kind, value }) => [kind, value])).toEqual([
    ['one', 5n],
    ['others', 9n],
  ]);
  const { field: _, ...hour } = key('hour', { kind: 'number' });
  const hours = drawn(
    answerOf(
      [hour, sum],
      [
        [10, 1],
        [9, 7],
        [8, 3],
      ],
    ),
  );
  const inOrder = ranked(hours.answer, hours.shape, hours.shape.keys, hours.measured, 9).groups;
  expect(inOrder.map(({ label }) => label)).toEqual(['8', '9', '10']);
});

test('steps cover the range without a gap, months only where there are rows', () => {
  const steps = stepsOf(bin, 0, [['2026-11-23T00:05:00Z'], [null]], range);
  expect(steps.map(stepWords)).toEqual([
    '2026-11-23 00:00 – 00:05 UTC',
    '2026-11-23 00:05 – 00:10 UTC',
    '2026-11-23 00:10 – 00:15 UTC',
    '2026-11-23 00:15 – 00:20 UTC',
  ]);
  const { bin_seconds: _, ...month } = bin;
  const months = stepsOf(month, 0, [['2026-10-01T00:00:00Z'], ['2026-09-01T00:00:00Z']], {
    ...range,
    to: '2026-10-20T00:00:00Z',
  });
  expect(months.map(stepWords)).toEqual(['2026-09-01 – 2026-09-30 UTC', '2026-10-01 – 2026-10-19 UTC']);
  expect(rangeOf(steps, 1, 0, range)).toEqual({ from: '2026-11-23T00:02:00Z', to: '2026-11-23T00:10:00Z' });
  expect([stepAt(steps, 0), stepAt(steps, 0.3), stepAt(steps, 1)]).toEqual([0, 1, 3]);
});

test('lines over time: exact sums, gaps are no zeros, the rest in one line', () => {
  const at = (minute: number) => `2026-11-23T00:${String(minute).padStart(2, '0')}:00Z`;
  const { answer, shape, measured } = drawn(
    answerOf(
      [bin, src, sum],
      [
        [at(5), '10.0.0.1', '9007199254740993'],
        [at(15), '10.0.0.1', 2],
        [at(5), '10.0.0.2', 7],
        [at(5), '10.0.0.3', 5],
        [at(5), '10.0.0.4', 1],
      ],
    ),
  );
  const { lines, stacked, hidden } = overTime(answer, shape, measured, range, 3);
  expect(lines.map(({ label, values }) => [label, values])).toEqual([
    ['10.0.0.1', [undefined, 9007199254740993n, undefined, 2n]],
    ['10.0.0.2', [undefined, 7n, undefined, undefined]],
    ['2 more', [undefined, 6n, undefined, undefined]],
  ]);
  expect([stacked, hidden]).toEqual([true, 0]);
});

test('compared figures are lines with what was before, never stacked', () => {
  const columns = [bin, src, sum, ...['_prev', '_delta', '_pct'].map((end) => measure(`sum(bytes)${end}`))];
  const { answer, shape, measured } = drawn(answerOf(columns, [['2026-11-23T00:05:00Z', '10.0.0.1', 4, 3, 1, 33.3]]));
  const { lines, stacked } = overTime(answer, shape, measured, range, 8);
  expect(lines.map(({ values, before }) => [values[1], before?.[1]])).toEqual([[4n, 3n]]);
  expect(stacked).toBe(false);
});

test('an address may stand on both sides of who talks to whom; the smallest ends are put together', () => {
  const rows = Array.from({ length: 20 }, (_, index) => ['10.0.0.1', `10.0.1.${index}`, 100 - index]);
  const { answer, shape, measured } = drawn(answerOf([dst, src, sum], [...rows, ['10.0.1.0', '10.0.0.1', 500]]));
  expect(endKeys(answer, shape)).toEqual([1, 0]);
  const flows = flowsOf(answer, shape, [1, 0], measured);
  expect(flows.sources.map(({ label }) => label)).toEqual([
    '10.0.0.1',
    ...Array.from({ length: 14 }, (_, index) => `10.0.1.${index}`),
    '6 more',
  ]);
  expect(flows.targets.map(({ label }) => label)).toEqual(['10.0.0.1', '10.0.1.0']);
  expect(flows.links.find(({ source }) => source === 15)).toEqual({ source: 15, target: 0, value: 501n });
  expect(flows.links.find(({ source }) => source === 0)).toEqual({ source: 0, target: 1, value: 500n });
  const means = flowsOf({ ...answer, columns: [dst, src, mean] }, shape, [1, 0], { ...measured, column: mean });
  expect([means.sources.length, means.hidden]).toEqual([15, 6]);
});

test('a grid of two keys puts figures where they meet', () => {
  const { answer, shape, measured } = drawn(
    answerOf(
      [src, key('action'), sum],
      [
        ['10.0.0.1', 'ACCEPT', 5],
        ['10.0.0.2', 'REJECT', 9],
        ['10.0.0.1', null, null],
      ],
    ),
  );
  const { across, down, cells } = matrixOf(answer, shape, measured, range);
  expect(down.map(({ label }) => label)).toEqual(['10.0.0.2', '10.0.0.1']);
  expect(cells.map((cell) => [down[cell.down]?.label, across[cell.across]?.label, cell.value])).toEqual([
    ['10.0.0.1', 'ACCEPT', 5n],
    ['10.0.0.2', 'REJECT', 9n],
  ]);
});

test('bins of records have no gap, and know what was refused', () => {
  const count = measure('count(*)');
  const bins = binsOf(
    answerOf(
      [bin, key('action'), count],
      [
        ['2026-11-23T00:05:00Z', 'ACCEPT', '9007199254740993'],
        ['2026-11-23T00:05:00Z', 'REJECT', 2],
      ],
    ),
    range,
  );
  expect(bins.map(({ all, refused }) => [all, refused])).toEqual([
    [0n, 0n],
    [9007199254740995n, 2n],
    [0n, 0n],
    [0n, 0n],
  ]);
});

test('keys walk inside of the grid, and up into its head', () => {
  const extent = { rows: 100, columns: 3, page: 10 };
  const go = (name: string, row: number, at: number, ctrlKey = false) =>
    movedBy({ key: name, ctrlKey, metaKey: false }, { row, at }, extent);
  expect(go('ArrowUp', 0, 1)).toEqual({ row: -1, at: 1 });
  expect(go('ArrowUp', -1, 1)).toEqual({ row: -1, at: 1 });
  expect(go('ArrowRight', 5, 2)).toEqual({ row: 5, at: 2 });
  expect(go('PageUp', 5, 0)).toEqual({ row: 0, at: 0 });
  expect(go('PageDown', 95, 0)).toEqual({ row: 99, at: 0 });
  expect(go('End', 5, 0, true)).toEqual({ row: 99, at: 2 });
  expect(go('a', 5, 0)).toBeUndefined();
});
