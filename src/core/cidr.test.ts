import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress, rangeToNetworks } from './cidr.ts';

describe('addresses', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::', '::'],
    ['::1', '::1'],
    ['fe80::', 'fe80::'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ])('reads %s and writes %s', (text, shown) => {
    const parsed = parseAddress(text);
    expect(parsed && formatAddress(parsed)).toBe(shown);
  });

  it.each(['', '10.0.0', '10.0.0.256', '1:2:3', '1::2::3', '12345::', 'eni-1', '1:2:3:4:5:6:7:8:9', 'fe80::1%eth0'])(
    'refuses %j',
    (text) => {
      expect(parseAddress(text)).toBeUndefined();
    },
  );

  it('writes what it reads, for any address', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), (value) => {
        const address =
          value >> 32n === 0xffffn
            ? ({ family: 4, value: value & 0xffffffffn } as const)
            : ({ family: 6, value } as const);
        expect(parseAddress(formatAddress(address))).toEqual(address);
      }),
    );
  });

  it('cuts a range into networks that cover it exactly', () => {
    expect(rangeToNetworks(4, 0n, 0xffffffffn)).toEqual(['0.0.0.0/0']);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 70_000 }), (low, length) => {
        const high = Math.min(low + length, 2 ** 32 - 1);
        let next = BigInt(low);
        for (const network of rangeToNetworks(4, BigInt(low), BigInt(high))) {
          const [address = '', bits = ''] = network.split('/');
          expect(parseAddress(address)?.value).toBe(next);
          next += 1n << BigInt(32 - Number(bits));
        }
        expect(next).toBe(BigInt(high) + 1n);
      }),
    );
  });
});
