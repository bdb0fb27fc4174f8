import { describe, expect, test } from 'vitest';
import { writeMmdb } from '../../../test/support/mmdb-writer.ts';
import { openMmdb } from './walk.ts';

const networks = {
  '1.0.0.0/8': { n: 1 },
  '10.1.2.3/32': { n: 2 },
  '128.0.0.0/1': { n: 3 },
  '2001:db8::/32': { n: 4 },
  'fd00::1/128': { n: 5 },
};
const read = (file: Buffer) => [...openMmdb('x.mmdb', file).networks()].map(({ network, value }) => [network, value]);

test.each([24, 28, 32] as const)(
  'records of %i bits; IPv4 networks that are shown twice are read once',
  (recordSize) => {
    const file = writeMmdb({ type: 'T', recordSize, networks, alias: '2002::/16' });
    expect(read(file)).toEqual(Object.entries(networks));
    expect(openMmdb('x.mmdb', file)).toMatchObject({ type: 'T', madeAt: 1_780_000_000 });
  },
);

test('a tree of IPv4', () => {
  const four = Object.fromEntries(Object.entries(networks).slice(0, 3));
  expect(read(writeMmdb({ type: 'T', ipVersion: 4, networks: four }))).toEqual(Object.entries(four));
});

test('what holds around ::/96 holds for all of IPv4', () => {
  expect(read(writeMmdb({ type: 'T', networks: { '::/64': 'all' } }))).toEqual([
    ['0.0.0.0/0', 'all'],
    ['::/64', 'all'],
  ]);
});

describe('damaged files are refused', () => {
  const whole = writeMmdb({ type: 'T', ipVersion: 4, networks: { '128.0.0.0/2': { n: 1 }, '192.0.0.0/2': { n: 2 } } });
  const changed = (change: (copy: Buffer) => void) => {
    const copy = Buffer.from(whole);
    change(copy);
    return copy;
  };
  test.each([
    ['nothing', Buffer.alloc(0), /no metadata/],
    ['another file', Buffer.from('first,last,CC\n'.repeat(100)), /no metadata/],
    ['a file without its beginning', whole.subarray(20), /outside|damaged|more than it holds|cannot be read/],
    ['a file without its end', whole.subarray(0, whole.length - 30), /metadata/],
    ['a tree that runs in a circle', changed((b) => b.writeUIntBE(0, 0, 3)), /tree is damaged/],
    ['a node with two parents', changed((b) => b.writeUIntBE(1, 0, 3)), /tree is damaged/],
    ['a record in the separator', changed((b) => b.writeUIntBE(2 + 7, 6, 3)), /outside of the data/],
    ['a record behind the data', changed((b) => b.writeUIntBE(2 + 16 + 4000, 6, 3)), /outside of the data/],
    ['a value that points to itself', changed((b) => b.writeUInt16BE(0x2000, 12 + 16)), /cannot be read/],
    ['a value of no type', changed((b) => b.writeUInt16BE(0x00ff, 12 + 16)), /cannot be read/],
  ])('%s', (_, file, message) => {
    expect(() => read(file)).toThrow(
      expect.objectContaining({ code: 'MMDB_BROKEN', message: expect.stringMatching(message) }),
    );
  });
});
