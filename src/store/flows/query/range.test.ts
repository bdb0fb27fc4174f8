import { expect, test } from 'vitest';
import { resolveRange } from './range.ts';

const now = Date.parse('2026-03-31T12:00:00.900Z');
const range = (from: string, to = 'now') => {
  const { from: first, to: last } = resolveRange(from, to, now);
  return [first, last].map((seconds) => new Date(seconds * 1000).toISOString().slice(0, 19));
};

test('moments are read as the language reads them', () => {
  expect(range('-24h')).toEqual(['2026-03-30T12:00:00', '2026-03-31T12:00:00']);
  expect(range('-2 weeks', '-1D')).toEqual(['2026-03-17T12:00:00', '2026-03-30T12:00:00']);
  expect(range('2026-03-30', '2026-03-30T23:59:59Z')).toEqual(['2026-03-30T00:00:00', '2026-03-30T23:59:59']);
  expect(range('2026-03-30 04:00', '2026-03-30T06:00:00+01:00')).toEqual([
    '2026-03-30T04:00:00',
    '2026-03-30T05:00:00',
  ]);
  // February has no 31st.
  expect(range('-1mo')[0]).toBe('2026-02-28T12:00:00');
  expect(range('-1q')[0]).toBe('2025-12-31T12:00:00');
  expect(range('-2y')[0]).toBe('2024-03-31T12:00:00');
});

test.each([
  ['yesterday', 'now', 'from: "yesterday" is not a time'],
  ['-24', 'now', 'from: "-24" is not a time'],
  ['-1h', '24h', 'to: "24h" is not a time'],
  ['2026-13-01', 'now', 'from: "2026-13-01" is not a time'],
  ['now', '-1h', 'the range from now to -1h ends before it begins'],
  ['-200y', 'now', 'the range from -200y to now lies outside of 1970 to 2106'],
  ['-999999999y', 'now', 'from: "-999999999y" is not a time'],
])('%s to %s: %s', (from, to, message) => {
  expect(() => resolveRange(from, to, now)).toThrow(expect.objectContaining({ code: 'RANGE_INVALID', message }));
});
