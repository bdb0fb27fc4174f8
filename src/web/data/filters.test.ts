import { expect, test } from 'vitest';
import {
  addressKind,
  filterFields,
  filtersOf,
  filterText,
  parseFilter,
  parseTyped,
  withFilters,
  withoutFilter,
} from './filters.ts';

test('a filter survives the address bar', () => {
  for (const text of ['dstport:443', '!srcaddr:2001:db8::1', 'vpc_id:-', '!instance_tag:a:b c', 'address:10.0.0.0/8']) {
    const filter = parseFilter(text);
    expect(filter === undefined ? undefined : filterText(filter)).toBe(text);
  }
  expect(['', 'dstport', ':443', 'dstport:', 'DST:1'].map(parseFilter)).toEqual(Array(5).fill(undefined));
});

test.each([
  ['443', 'service_port:443'],
  ['!443', '!service_port:443'],
  ['10.20.1.10', 'address:10.20.1.10'],
  ['10.20.0.0/16', 'address:10.20.0.0/16'],
  ['2001:db8::1', 'address:2001:db8::1'],
  ['2001:db8::/32', 'address:2001:db8::/32'],
  ['::1', 'address:::1'],
  ['reject', 'action:REJECT'],
  ['!srcaddr:10.0.0.1', '!srcaddr:10.0.0.1'],
  ['  dstport : 22', undefined],
  ['eni-0123456789abcdef0', 'interface_id:eni-0123456789abcdef0'],
  ['vpc-0a1b2c', 'vpc_id:vpc-0a1b2c'],
  ['70000', undefined],
  ['10.20.1.300', undefined],
  ['10.0.0.0/33', undefined],
  ['colour:red', undefined],
  ['asn:16509', 'asn:16509'],
  ['asn:ama', undefined],
  ['!src_country:ie', '!src_country:IE'],
  ['country:-', 'country:-'],
  ['country:irel', undefined],
  ['hello', undefined],
])('%s is understood as %s', (typed, expected) => {
  const filter = parseTyped(typed);
  expect(filter === undefined ? undefined : filterText(filter)).toBe(expected);
});

test('a key of several columns becomes several filters, missing as a dash', () => {
  expect(filtersOf({ service_port: 443, protocol: null }).map(filterText)).toEqual(['service_port:443', 'protocol:-']);
  expect(filtersOf({ action: 'REJECT' }, true).map(filterText)).toEqual(['!action:REJECT']);
});

test('a condition is there once and drives out its opposite', () => {
  const once = withFilters(['dstport:443'], filtersOf({ dstport: 443 }));
  expect(once).toEqual(['dstport:443']);
  expect(withFilters(once, filtersOf({ dstport: 443 }, true))).toEqual(['!dstport:443']);
  expect(withoutFilter(['a:1', 'b:2'], 'a:1')).toEqual(['b:2']);
});

test('every column of the table can be filtered on', () => {
  for (const name of ['address', 'srcaddr', 'instance_tag', 'boundary', 'service_port', 'src_country']) {
    expect(filterFields.get(name)).toBeTruthy();
  }
});

test('where an address lies', () => {
  expect(
    ['10.0.0.1', '172.32.0.1', '172.16.0.1', '169.254.169.254', 'fd12::1', '2001:db8::1'].map(addressKind),
  ).toEqual(['private', null, 'private', 'instance metadata', 'private', null]);
});
