import { expect, test } from 'vitest';
import type { MapNode } from '../../contract/index.ts';
import { edgeQuery, nodeFilters, searchText, securityGroupsOf, slicesOf } from './map.ts';

const node = (given: Partial<MapNode> & Pick<MapNode, 'id' | 'kind'>): MapNode => ({
  label: given.id,
  parent: null,
  within: null,
  hosts: 0,
  open: false,
  addresses: [],
  interface: null,
  thing: null,
  owner: null,
  vpc: null,
  subnet: null,
  zone: null,
  bytes_out: 0,
  bytes_in: 0,
  records: 0,
  refused: 0,
  ...given,
});

test('slices are whole hours with ragged ends, days where hours would be many', () => {
  expect(slicesOf({ from: '2026-11-22T11:05:00Z', to: '2026-11-22T13:10:00Z' })).toEqual([
    { from: '2026-11-22T11:05:00Z', to: '2026-11-22T12:00:00Z' },
    { from: '2026-11-22T12:00:00Z', to: '2026-11-22T13:00:00Z' },
    { from: '2026-11-22T13:00:00Z', to: '2026-11-22T13:10:00Z' },
  ]);
  const days = slicesOf({ from: '2026-11-01T12:00:00Z', to: '2026-11-08T00:00:00Z' });
  expect(days.length).toBe(7);
  expect(days[0]).toEqual({ from: '2026-11-01T12:00:00Z', to: '2026-11-02T00:00:00Z' });
  expect(days.at(-1)).toEqual({ from: '2026-11-07T00:00:00Z', to: '2026-11-08T00:00:00Z' });
});

test('a node becomes the filter that keeps it; what has none gives none', () => {
  const texts = (id: string, kind: MapNode['kind'], more: Partial<MapNode> = {}) =>
    nodeFilters(node({ id, kind, ...more })).map(({ field, value }) => `${field}:${value}`);
  expect(texts('eni-1', 'host', { addresses: ['10.0.0.1', 'fd00::1'] })).toEqual([
    'address:10.0.0.1',
    'address:fd00::1',
  ]);
  expect(texts('NL', 'country')).toEqual(['country:NL']);
  expect(texts('aws:S3', 'service', { label: 'S3' })).toEqual(['aws_service:S3']);
  expect(texts('network:2001:db8::/64', 'group')).toEqual(['address:2001:db8::/64']);
  expect(texts('subnet:subnet-1', 'group')).toEqual(['subnet_id:subnet-1']);
  expect(texts('owner:shop team', 'group')).toEqual(['owner:shop team']);
  for (const id of ['internet', 'aws', 'tier:', 'none:all']) expect(texts(id, 'group')).toEqual([]);
});

test('a box of security groups tells which they are', () => {
  const groups = (id: string, kind: MapNode['kind'] = 'group') => securityGroupsOf({ id, kind });
  expect(groups('security_group:sg-1, sg-2')).toEqual(['sg-1', 'sg-2']);
  expect(groups('security_group:sg-1')).toEqual(['sg-1']);
  for (const id of ['security_group:', 'tier:web', 'internet']) expect(groups(id)).toEqual([]);
  expect(groups('security_group:sg-1', 'host')).toEqual([]);
});

test('the query of an edge names both ends, and says where one has too many hosts', () => {
  const many = Array.from({ length: 200 }, (_, i) =>
    node({ id: `h${i}`, kind: 'host', parent: 'g', addresses: [`10.0.0.${i}`] }),
  );
  const nodes = new Map(
    [
      node({ id: 'a"b', kind: 'host', addresses: ['10.1.0.1'] }),
      node({ id: 'aws:A"B', kind: 'service', label: 'A"B' }),
      node({ id: 'g', kind: 'group' }),
      ...many,
    ].map((one) => [one.id, one]),
  );
  const there = edgeQuery({ from: 'a"b', to: 'aws:A"B' }, nodes, 'bytes');
  expect(there).toEqual({
    query:
      'filter coalesce(pkt_srcaddr, srcaddr) in ["10.1.0.1"]\n  and pkt_dst_aws_service = "A\\"B"\n  and counted = 1\n| stats sum(bytes) as bytes, count(*) as records by service_port, protocol, action\n| sort bytes desc',
    isWhole: true,
  });
  const back = edgeQuery({ from: 'g', to: 'internet' }, nodes, 'refused');
  expect(back.isWhole).toBe(false);
  expect(back.query).toContain('filter dst_scope = "external"\n  and action = "REJECT"');
});

test('a search finds names, addresses and identifiers, whatever their case', () => {
  const text = searchText(node({ id: 'eni-1', kind: 'host', label: 'Web-3', addresses: ['10.0.0.7'], thing: 'i-0AB' }));
  for (const word of ['web-3', '10.0.0.7', 'i-0ab', 'eni-1']) expect(text).toContain(word);
  expect(searchText(node({ id: 'NL', kind: 'country' }))).toContain('netherlands');
});
