import { expect, test } from 'vitest';
import { drawnRange, parseInstant, rangeSeconds, rangeText, resolveRange, widened } from './time-range.ts';

const now = Date.parse('2026-11-23T12:00:30Z');
const old = { first: '2026-11-01T00:00:05Z', last: '2026-11-02T23:59:58Z' };
const fresh = { first: '2026-11-01T00:00:05Z', last: '2026-11-23T11:59:58Z' };

test('presets count back from the end of old data', () => {
  expect(resolveRange({ range: '1h' }, old, now)).toEqual({ from: '2026-11-02T23:00:00Z', to: '2026-11-03T00:00:00Z' });
});

test('presets count back from now while data comes in', () => {
  expect(resolveRange({ range: '6h' }, fresh, now)).toEqual({
    from: '2026-11-23T06:01:00Z',
    to: '2026-11-23T12:01:00Z',
  });
});

test('a preset begins no earlier than the data', () => {
  const { from, to } = resolveRange({ range: '30d' }, old, now);
  expect([from, to]).toEqual(['2026-11-01T00:00:00Z', '2026-11-03T00:00:00Z']);
  expect(resolveRange({ range: 'all' }, old, now).from).toBe(from);
});

test('two instants win over a preset, one alone does not', () => {
  const asked = { from: '2026-11-02T01:00:00Z', to: '2026-11-02T02:00:00Z' };
  expect(resolveRange({ ...asked, range: '1h' }, old, now)).toEqual(asked);
  expect(rangeSeconds(resolveRange({ from: asked.from }, old, now))).toBe(86_400);
});

test('a store without records still has a range', () => {
  expect(rangeSeconds(resolveRange({}, { first: null, last: null }, now))).toBe(60);
});

test('a drawn range lies on steps and inside the chart', () => {
  const chart = { from: '2026-11-02T00:00:00Z', to: '2026-11-03T00:00:00Z', stepSeconds: 600 };
  const at = (text: string) => Date.parse(text);
  expect(drawnRange(at('2026-11-02T03:12:00Z'), at('2026-11-02T01:04:00Z'), chart)).toEqual({
    from: '2026-11-02T01:00:00Z',
    to: '2026-11-02T03:20:00Z',
  });
  expect(drawnRange(at('2026-11-01T20:00:00Z'), at('2026-11-04T00:00:00Z'), chart)).toEqual({
    from: chart.from,
    to: chart.to,
  });
  expect(rangeSeconds(drawnRange(at('2026-11-02T01:00:00Z'), at('2026-11-02T01:00:00Z'), chart))).toBe(600);
});

test('zooming out doubles the width and stays within the data', () => {
  expect(widened({ from: '2026-11-02T10:00:00Z', to: '2026-11-02T12:00:00Z' }, old)).toEqual({
    from: '2026-11-02T09:00:00Z',
    to: '2026-11-02T13:00:00Z',
  });
  expect(widened({ from: '2026-11-01T00:00:05Z', to: '2026-11-02T23:59:59Z' }, old)).toEqual({
    from: '2026-11-01T00:00:05Z',
    to: '2026-11-02T23:59:59Z',
  });
});

test('a range in words', () => {
  expect(rangeText({ from: '2026-11-02T10:00:00Z', to: '2026-11-02T12:30:00Z' })).toBe('2026-11-02 10:00 → 12:30');
  expect(rangeText({ from: '2026-11-02T10:00:00Z', to: '2026-11-03T00:00:00Z' })).toBe(
    '2026-11-02 10:00 → 2026-11-03 00:00',
  );
});

test('typed times are UTC', () => {
  expect(
    ['2026-11-02 10:00', '2026-11-02', '2026-11-02T10:00:07Z', 'yesterday', '2026-13-40'].map(parseInstant),
  ).toEqual(['2026-11-02T10:00:00Z', '2026-11-02T00:00:00Z', '2026-11-02T10:00:07Z', undefined, undefined]);
});
