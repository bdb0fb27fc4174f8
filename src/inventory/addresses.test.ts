import { describe, expect, test } from 'vitest';
import { type AddressHolder, joined } from './addresses.ts';

describe('who held an address', () => {
  const day = (n: number) => `2026-11-0${n}T00:00:00.000Z`;
  const held = (over: Partial<AddressHolder>): AddressHolder => ({
    address: '10.0.0.1',
    role: 'private',
    account: '111122223333',
    region: 'eu-west-1',
    vpc: 'vpc-1',
    interface: 'eni-1',
    resource: { kind: 'nat-gateway', id: 'nat-1' },
    name: 'nat-1',
    owner: 'platform',
    valid_from: day(1),
    valid_to: null,
    uncertain_from: null,
    last_seen: day(8),
    ...over,
  });

  test('what a gateway and its interface say of one time is one line over both', () => {
    const lines = joined([held({ role: 'nat-gateway', last_seen: day(7) }), held({ valid_from: day(5) })]);
    expect(lines).toEqual([held({})]);
  });

  test('other holders, other names and times apart stay lines of their own', () => {
    const apart = [
      held({ valid_to: day(2) }),
      held({ valid_from: day(3), valid_to: day(4) }),
      held({ valid_from: day(4), valid_to: day(5), name: 'nat-2' }),
      held({ valid_from: day(5), interface: 'eni-2' }),
    ];
    expect(joined(apart)).toEqual(apart);
  });

  test('a time within another does not end it', () => {
    expect(joined([held({ valid_to: day(6) }), held({ valid_from: day(2), valid_to: day(3) })])).toEqual([
      held({ valid_to: day(6) }),
    ]);
  });
});
