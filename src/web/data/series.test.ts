import { expect, test } from 'vitest';
import type { CoverageAnswer, SeriesAnswer } from '../../contract/index.ts';
import { coverageRuns, gridOf, rateOf, ratesOf } from './series.ts';

const sums = (records: number, bytes: number | string = 0) => ({
  records,
  bytes,
  packets: 0,
  counted_bytes: bytes,
  counted_packets: 0,
});

const series: SeriesAnswer = {
  from: '2026-11-23T00:00:00Z',
  to: '2026-11-23T00:40:00Z',
  step_seconds: 600,
  keys: ['ACCEPT', null],
  points: [
    { time: '2026-11-23T00:00:00Z', key: 'ACCEPT', ...sums(5, '9007199254740993') },
    { time: '2026-11-23T00:20:00Z', key: 'ACCEPT', ...sums(7, 2) },
    { time: '2026-11-23T00:20:00Z', key: null, ...sums(1) },
  ],
};

const step = (time: string, interfaces: number, more: Partial<CoverageAnswer['steps'][number]> = {}) => ({
  time,
  interfaces,
  expected: 2,
  ok: interfaces,
  nodata: 0,
  skipdata: 0,
  late: 0,
  ...more,
});

const coverage: CoverageAnswer = {
  from: series.from,
  to: series.to,
  step_seconds: 600,
  steps: [
    step('2026-11-23T00:00:00Z', 2),
    step('2026-11-23T00:10:00Z', 2),
    step('2026-11-23T00:20:00Z', 2, { skipdata: 1 }),
    step('2026-11-23T00:30:00Z', 0),
  ],
};

test('steps without records are zero, steps without logs are missing', () => {
  const grid = gridOf(series, 'records', coverage);
  expect(grid.values.get('ACCEPT')).toEqual([5, 0, 7, null]);
  expect(grid.values.get('-')).toEqual([0, 0, 1, null]);
  expect(gridOf(series, 'records').values.get('ACCEPT')).toEqual([5, 0, 7, 0]);
});

test('steps lie where those of the answer do, and the edges know how long they are', () => {
  const shifted = { ...series, from: '2026-11-23T00:05:00Z', to: '2026-11-23T00:38:00Z' };
  const grid = gridOf(shifted, 'records');
  expect(grid.times.map((time) => new Date(time).toISOString().slice(11, 16))).toEqual([
    '00:00',
    '00:10',
    '00:20',
    '00:30',
  ]);
  expect(grid.spans).toEqual([300, 600, 600, 480]);
  expect(grid.values.get('ACCEPT')).toEqual([5, 0, 7, 0]);
  expect(ratesOf(grid, 'ACCEPT', 'records')[0]).toBe(1);
});

test('sums are exact', () => {
  expect(gridOf(series, 'bytes').totals.get('ACCEPT')).toBe(9007199254740995n);
});

test('rates', () => {
  expect([rateOf(600, 'records', 600), rateOf(750, 'bytes', 60), rateOf(120, 'packets', 60)]).toEqual([60, 100, 2]);
});

test('coverage becomes runs', () => {
  expect(coverageRuns(coverage).map(({ state, from, to }) => [state, (to - from) / 60_000])).toEqual([
    ['seen', 20],
    ['skipped', 10],
    ['missing', 10],
  ]);
});
