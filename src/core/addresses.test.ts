import { expect, test } from 'vitest';
import { formatAddress, parseAddress, parseNetwork } from './addresses.ts';

test('addresses are read and written as people write them', () => {
  for (const text of ['10.0.0.1', '0.0.0.0', '255.255.255.255', '::', '::1', '2001:db8::1', 'fe80::1:0:0:1', '1:2:3:4:5:6:7:8']) {
    expect(formatAddress(parseAddress(text) ?? -1n)).toBe(text);
  }
  expect(formatAddress(parseAddress('::ffff:10.0.0.1') ?? -1n)).toBe('10.0.0.1');
  expect(formatAddress(parseAddress('2001:0DB8:0:0:0:0:0:1') ?? -1n)).toBe('2001:db8::1');
});

test('what is no address is refused', () => {
  for (const text of ['', '10.0.0', '10.0.0.256', '10.0.0.01', '1.2.3.4.5', ':::', '1::2::3', '12345::', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', 'x', '10.0.0.1 ']) {
    expect(parseAddress(text), text).toBeUndefined();
  }
});

test('networks give both ends', () => {
  const ends = (text: string) => {
    const block = parseNetwork(text);
    return block && [formatAddress(block.first), formatAddress(block.last)];
  };
  expect(ends('10.1.2.3/8')).toEqual(['10.0.0.0', '10.255.255.255']);
  expect(ends('10.1.2.3')).toEqual(['10.1.2.3', '10.1.2.3']);
  expect(ends('0.0.0.0/0')).toEqual(['0.0.0.0', '255.255.255.255']);
  expect(ends('2001:db8::/32')).toEqual(['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff']);
  expect(ends('10.0.0.0/33')).toBeUndefined();
  expect(ends('10.0.0.0/')).toBeUndefined();
  expect(ends('::/129')).toBeUndefined();
});
