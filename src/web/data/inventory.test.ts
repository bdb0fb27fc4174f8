import { describe, expect, test } from 'vitest';
import type { ListedObject } from '../../contract/index.ts';
import { aclEntriesOf, factsOf, portsText, routesOf, valueText } from './inventory.ts';
import { countriesHolding, suggestionsOf, wordsHolding } from './suggestions.ts';

test('routes tell destination and target apart, whatever the target is', () => {
  const routes = routesOf({
    Routes: [
      { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1', Origin: 'CreateRoute', State: 'active' },
      { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1', State: 'blackhole' },
      { DestinationIpv6CidrBlock: '::/0', InstanceId: 'i-1', InstanceOwnerId: '111122223333', State: 'active' },
    ],
  });
  expect(routes.map(({ destination, target, state }) => [destination, target, state])).toEqual([
    ['0.0.0.0/0', 'nat-1', 'active'],
    ['pl-1', 'vpce-1', 'blackhole'],
    ['::/0', 'i-1', 'active'],
  ]);
});

test('the entries of an ACL stand in the order in which they are tried, the last as a star', () => {
  const entries = aclEntriesOf({
    Entries: [
      { Egress: true, RuleNumber: 100, RuleAction: 'allow', Protocol: '-1', CidrBlock: '0.0.0.0/0' },
      { Egress: false, RuleNumber: 32_767, RuleAction: 'deny', Protocol: '-1', CidrBlock: '0.0.0.0/0' },
      {
        Egress: false,
        RuleNumber: 90,
        RuleAction: 'allow',
        Protocol: '6',
        PortRange: { From: 443, To: 443 },
        Ipv6CidrBlock: '::/0',
      },
    ],
  });
  expect(entries.map((one) => `${one.direction} ${one.number} ${one.action} ${one.ports} ${one.range}`)).toEqual([
    'in 90 allow 443 ::/0',
    'in * deny all 0.0.0.0/0',
    'out 100 allow all 0.0.0.0/0',
  ]);
});

test('facts are what is there, in words; values before and after as people read them', () => {
  expect(factsOf({ LaunchTime: '2026-11-01T10:00:00.000Z', CreateTime: 'never' })).toEqual([
    ['launched', '2026-11-01 10:00:00 UTC'],
    ['created', 'never'],
  ]);
  expect(factsOf({ InstanceType: 'm7g.large', SourceDestCheck: false, Description: '', Other: 'x' })).toEqual([
    ['type', 'm7g.large'],
    ['source/destination check', 'no'],
  ]);
  expect([portsText(null, null), portsText(0, 65_535), portsText(22, 22), portsText(1, 5)]).toEqual([
    'all',
    'all',
    '22',
    '1–5',
  ]);
  expect([valueText(null), valueText('a'), valueText({ a: 1 })]).toEqual(['nothing', 'a', '{"a":1}']);
});

describe('what a typed word suggests', () => {
  const object = (kind: string, id: string, name: string | null, addresses: string[] = [], owner = 'shop') =>
    ({ kind, id, name, addresses, owner }) as unknown as ListedObject;
  const rows = [
    object('network-interface', 'eni-1', 'web-1', ['10.0.0.1']),
    object('instance', 'i-1', 'web-1', ['10.0.0.1']),
    object('subnet', 'subnet-1', 'web-1'),
    object('network-interface', 'eni-2', 'app', ['10.0.0.2'], 'web-team'),
  ];
  test('names once, the address of the one that is meant, owners, and things that hold others', () => {
    expect(suggestionsOf(rows, 'web-1', false).map(({ value }) => value)).toEqual([
      'name:web-1',
      'address:10.0.0.1',
      'thing:subnet-1',
    ]);
    expect(suggestionsOf(rows, 'web', false).map(({ value }) => value)).toEqual([
      'name:web-1',
      'owner:web-team',
      'thing:subnet-1',
    ]);
  });
  test('behind a field only its own words', () => {
    expect(wordsHolding(['web', 'database'], 'tier', 'BA').map(({ value }) => value)).toEqual(['tier:database']);
    const networks = wordsHolding(['64500', '64501'], 'asn', 'trans', { 64500: 'Example Transit' });
    expect(networks).toEqual([{ value: 'asn:64500', words: 'Example Transit' }]);
    expect(suggestionsOf(rows, 'ap', true).map(({ value }) => value)).toEqual(['name:app']);
  });
  test('a country by its code or its name', () => {
    expect(countriesHolding('ie')[0]).toEqual({ value: 'country:IE', words: 'Ireland' });
    expect(countriesHolding('irel').map(({ value }) => value)).toEqual(['country:IE']);
    expect(countriesHolding('-')).toEqual([]);
  });
});
