import { expect, test } from 'vitest';
import { nearestName } from '../core/index.ts';
import { nearest } from './suggest.ts';

const names = ['srcAddr', 'dstAddr', 'srcPort', 'isPrivateIP', 'count', 'count_distinct', 'sum', 'flowDirection'];

test.each([
  ['scrAddr', ['srcAddr']],
  ['src_addr', ['srcAddr']],
  ['FLOW-DIRECTION', ['flowDirection']],
  ['isPrivate', ['isPrivateIP']],
  ['isPrivateIPs', ['isPrivateIP']],
  ['cuont', ['count']],
  ['count_dist', ['count_distinct', 'count']],
  ['smu', ['sum']],
  ['xyz', []],
  ['', []],
])('%s may have meant %j', (word, meant) => {
  expect(nearest(word, names)).toEqual(meant);
});

test('two letters that changed places are one mistake', () => {
  expect(nearestName('prot', ['port', 'proto_number'])).toBe('port');
  expect(nearestName('dstprot', ['dstport', 'dstaddr'])).toBe('dstport');
  expect(nearestName('bananas', ['port'])).toBeUndefined();
});
