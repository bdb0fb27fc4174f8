/** RFC 1918: addresses for private use. */
export const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] as const;

/** Loopback, link-local, multicast, documentation, benchmarks, carriers' NAT and other special use, of both families. */
export const reservedNetworks = [
  '0.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  '2001:db8::/32',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
] as const;

/** Always the user's own, whatever the account looks like. */
export const internalNetworks = [...privateNetworks, '100.64.0.0/10', 'fc00::/7'] as const;
