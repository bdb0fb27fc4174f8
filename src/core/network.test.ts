import { expect, test } from 'vitest';
import { parseNetwork } from './network.ts';

test('networks give both ends', () => {
  const ends = (text: string) => {
    const block = parseNetwork(text);
    return block && [block.first, block.last];
  };
  expect(ends('10.1.2.3/8')).toEqual(['10.0.0.0', '10.255.255.255']);
  expect(ends('10.1.2.3')).toEqual(['10.1.2.3', '10.1.2.3']);
  expect(ends('0.0.0.0/0')).toEqual(['0.0.0.0', '255.255.255.255']);
  expect(ends('::ffff:10.0.0.0/104')).toEqual(['10.0.0.0', '10.255.255.255']);
  expect(ends('2001:db8::/32')).toEqual(['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff']);
});

test('what is no network is refused', () => {
  for (const text of [
    '',
    '10.0.0.0/33',
    '10.0.0.0/',
    '::/129',
    '::ffff:10.0.0.0/8',
    '10.0.0.0/8/8',
    'x/8',
    '10.0.0/8',
  ]) {
    expect(parseNetwork(text), text).toBeUndefined();
  }
});
