import { expect, test } from 'vitest';
import {
  countFigure,
  formatAxis,
  formatBitRate,
  formatBytes,
  formatCount,
  formatDuration,
  formatExact,
  formatInstant,
  formatShare,
  plural,
  shareFigure,
  shorten,
} from './format.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

test.each([
  [0, '0'],
  [999, '999'],
  [9999, '9 999'],
  [10_000, '10.0 k'],
  [148_234_567, '148.2 M'],
  [999_499, '999 k'],
  [999_500, '1.00 M'],
  ['18446744073709551615', '18.4 E'],
])('count %s reads %s', (count, text) => {
  expect(plain(formatCount(count))).toBe(text);
});

test.each([
  [0, '0 B'],
  [1, '1 B'],
  [1023, '1 023 B'],
  [1024, '1.00 KiB'],
  [10_239, '10.0 KiB'],
  [1_048_575, '1.00 MiB'],
  [6_937_820_000_000, '6.31 TiB'],
  ['9007199254740993', '8.00 PiB'],
  ['18446744073709551615', '16.0 EiB'],
])('%s bytes read %s', (bytes, text) => {
  expect(plain(formatBytes(bytes))).toBe(text);
});

test('every digit of a 64-bit count survives', () => {
  expect(plain(formatExact('9007199254740993'))).toBe('9 007 199 254 740 993');
  expect(plain(formatExact('18446744073709551615'))).toBe('18 446 744 073 709 551 615');
});

test('a share is never rounded to nothing or to all', () => {
  expect(shareFigure(1, 1_000_000).value).toBe('<0.1');
  expect(shareFigure(999_999, 1_000_000).value).toBe('>99.9');
  expect(shareFigure(0, 10).value).toBe('0.0');
  expect(shareFigure(10, 10).value).toBe('100.0');
  expect(shareFigure(0, 0)).toEqual({ value: '–', unit: '' });
  expect(shareFigure('9007199254740993', '18014398509481986').value).toBe('50.0');
  expect([null, 1, 0.9999, 0.986, 0].map((share) => plain(formatShare(share)))).toEqual([
    '–',
    '100 %',
    '>99.9 %',
    '98.6 %',
    '0.0 %',
  ]);
});

test('rates are in bits a second', () => {
  expect(plain(formatBitRate(7_500_000, 60))).toBe('1.00 Mbit/s');
  expect(plain(formatBitRate('18446744073709551615', 1))).toBe('147.6 Ebit/s');
  expect(formatBitRate(1, 0)).toBe('–');
});

test('axis figures are short', () => {
  expect([0, 0.25, 12, 1500, 150_000, -40_000, 2.5e9].map((value) => formatAxis(value))).toEqual([
    '0',
    '0.3',
    '12',
    '1.5k',
    '150k',
    '40k',
    '2.5G',
  ]);
});

test('durations', () => {
  expect([0.42, 45, 1200, 12_000, 187_200, 172_800].map(formatDuration)).toEqual([
    '0.4 s',
    '45 s',
    '20 min',
    '3 h 20 min',
    '2 d 4 h',
    '2 d',
  ]);
});

test('times are UTC, whatever the machine thinks', () => {
  expect(formatInstant('2026-11-23T04:00:00Z')).toBe('2026-11-23 04:00:00');
});

test('words follow their number', () => {
  expect([plural(1, 'source'), plural(2, 'source'), plural(0, 'entry', 'entries')]).toEqual([
    '1 source',
    '2 sources',
    '0 entries',
  ]);
  expect(countFigure(7).unit).toBe('');
});

test('long names lose their middle', () => {
  expect(shorten('eni-0123456789abcdef0')).toBe('eni-0123456789abcdef0');
  expect(shorten('arn:aws:ecs:eu-west-1:123456789012:cluster/prod')).toMatch(/^arn:aws:ecs:e.*….*r\/prod$/);
});
