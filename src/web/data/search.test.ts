import { expect, test } from 'vitest';
import { parseSearch, searchSchema, writeSearch } from './search.ts';

test('range and filters survive the address bar', () => {
  const search = searchSchema.parse({
    from: '2026-11-23T04:00:00Z',
    to: '2026-11-23T06:00:00Z',
    filter: ['dstport:443', '!srcaddr:2001:db8::/32', 'instance_tag:a&b=c d+e'],
  });
  const text = writeSearch(search);
  expect(text).toBe(
    '?from=2026-11-23T04:00:00Z&to=2026-11-23T06:00:00Z&filter=dstport:443&filter=!srcaddr:2001:db8::/32&filter=instance_tag:a%26b%3Dc+d%2Be',
  );
  expect(searchSchema.parse(parseSearch(text))).toEqual(search);
});

test('what does not fit is left out', () => {
  const search = searchSchema.parse(parseSearch('?range=forever&from=yesterday&filter=a:1&sort=drop table&colour=red'));
  expect(search).toEqual({ filter: ['a:1'] });
  expect(writeSearch({})).toBe('');
});
