import { expect, test } from 'vitest';
import { chosenColumns, decoded, recordColumns, usualColumns } from './record-columns.ts';

test('every usual column exists', () => {
  expect(usualColumns.filter((name) => !recordColumns.has(name))).toEqual([]);
});

test('chosen columns are those that exist, once', () => {
  expect(chosenColumns('bytes,colour,bytes,start')).toEqual(['bytes', 'start']);
  expect(chosenColumns(undefined)).toBe(usualColumns);
  expect(chosenColumns('colour')).toBe(usualColumns);
});

test.each([
  ['protocol', 6, '6', 'TCP'],
  ['dstport', 5432, '5432', 'postgres'],
  ['dstport', 41_022, '41022', undefined],
  ['tcp_flags', 19, '19', 'FIN SYN ACK'],
  ['tcp_flags', 0, '0', 'none'],
  ['traffic_path', 8, '8', 'internet gateway'],
  ['reject_reason', 'BPA', 'BPA', 'VPC Block Public Access'],
  ['encryption_status', 1, '1', 'encrypted by Nitro'],
  ['src_country', 'NL', 'NL', 'Netherlands'],
  ['bytes', '18446744073709551615', '18\u202f446\u202f744\u202f073\u202f709\u202f551\u202f615', undefined],
  ['start', '2026-11-23T04:00:00Z', '2026-11-23 04:00:00', undefined],
  ['vpc_id', null, '–', undefined],
])('%s %s reads %s, %s', (column, value, text, name) => {
  expect(decoded(column, value)).toEqual({ text, name });
});

test('a group of values is spelled out', () => {
  expect(decoded('extra', { a: '1', b: '2' }).text).toBe('a=1 b=2');
});
