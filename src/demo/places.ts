/** A range that an internet provider serves homes and phones from, and the country it is registered in. */
export interface ClientRange {
  readonly cidr: string;
  readonly country: string;
  /** Share of the clients, relative to the other ranges. */
  readonly weight: number;
  /** Hours from UTC where these people live: they sleep at their own night. */
  readonly utcOffset: number;
}

const rows = (country: string, utcOffset: number, weight: number, cidrs: string): ClientRange[] => {
  const list = cidrs.split(' ');
  return list.map((cidr) => ({ cidr, country, utcOffset, weight: weight / list.length }));
};

/** None of these overlaps a range of AWS. */
export const clientRanges: readonly ClientRange[] = [
  ...rows('IE', 0, 17, '86.40.0.0/13 109.76.0.0/14 51.171.0.0/16'),
  ...rows('GB', 0, 24, '81.128.0.0/12 86.128.0.0/11 90.192.0.0/11 2.24.0.0/13'),
  ...rows('DE', 1, 14, '84.128.0.0/10 91.0.0.0/10 93.192.0.0/10'),
  ...rows('FR', 1, 11, '90.0.0.0/9 82.64.0.0/14 86.192.0.0/11'),
  ...rows('US', -6, 12, '73.0.0.0/8 98.192.0.0/10 174.192.0.0/10 107.192.0.0/10'),
  ...rows('CA', -5, 2, '70.24.0.0/13 24.64.0.0/13'),
  ...rows('NL', 1, 5, '84.24.0.0/13 77.160.0.0/12'),
  ...rows('ES', 1, 5, '83.32.0.0/11 88.0.0.0/11'),
  ...rows('IT', 1, 4, '79.0.0.0/10 87.0.0.0/12'),
  ...rows('PL', 1, 3, '83.0.0.0/11 79.184.0.0/13'),
  ...rows('SE', 1, 2, '90.224.0.0/12'),
  ...rows('NO', 1, 1.2, '84.208.0.0/13'),
  ...rows('CH', 1, 1.5, '85.0.0.0/13'),
  ...rows('PT', 0, 1.4, '85.240.0.0/13 2.80.0.0/14'),
  ...rows('BR', -3, 2, '177.32.0.0/14'),
  ...rows('AR', -3, 0.8, '181.8.0.0/14'),
  ...rows('MX', -6, 1, '189.128.0.0/11 201.96.0.0/11'),
  ...rows('IN', 5.5, 3, '117.192.0.0/10 106.192.0.0/11'),
  ...rows('JP', 9, 1.5, '126.0.0.0/9 60.64.0.0/11'),
  ...rows('KR', 9, 0.8, '175.192.0.0/10 121.128.0.0/10'),
  ...rows('AU', 10, 1.5, '1.120.0.0/13 58.160.0.0/12'),
  ...rows('SG', 8, 0.7, '116.86.0.0/15'),
  ...rows('AE', 4, 0.6, '2.48.0.0/14'),
  ...rows('TR', 3, 0.8, '88.224.0.0/11'),
  ...rows('ZA', 2, 0.7, '41.0.0.0/11'),
  ...rows('NG', 1, 0.5, '105.112.0.0/12'),
  ...rows('KE', 3, 0.3, '105.160.0.0/13'),
  ...rows('EG', 2, 0.4, '41.32.0.0/12'),
  ...rows('VN', 7, 0.4, '14.160.0.0/11 113.160.0.0/11'),
  ...rows('ID', 7, 0.5, '36.64.0.0/11'),
  ...rows('UA', 2, 0.5, '176.36.0.0/14'),
];

/** IPv6 homes: the first two groups; `span` further values of the second group belong to the same range. */
export interface ClientRange6 {
  readonly cidr: string;
  readonly country: string;
  readonly first: number;
  readonly second: number;
  readonly span: number;
  readonly weight: number;
}

export const clientRanges6: readonly ClientRange6[] = [
  { cidr: '2a00:23c4::/32', country: 'GB', first: 0x2a00, second: 0x23c4, span: 1, weight: 5 },
  { cidr: '2a02:c7c::/32', country: 'GB', first: 0x2a02, second: 0x0c7c, span: 1, weight: 5 },
  { cidr: '2003:c0::/27', country: 'DE', first: 0x2003, second: 0x00c0, span: 32, weight: 7 },
  { cidr: '2a01:cb04::/32', country: 'FR', first: 0x2a01, second: 0xcb04, span: 1, weight: 5 },
  { cidr: '2601:100::/28', country: 'US', first: 0x2601, second: 0x0100, span: 16, weight: 5 },
  { cidr: '2001:1c00::/24', country: 'NL', first: 0x2001, second: 0x1c00, span: 256, weight: 3 },
  { cidr: '2409:4040::/32', country: 'IN', first: 0x2409, second: 0x4040, span: 1, weight: 3 },
  { cidr: '2804:14c::/32', country: 'BR', first: 0x2804, second: 0x014c, span: 1, weight: 2 },
];

/** Networks that the internet's background noise comes from: scanners for research, for hire, and worse. */
export const scannerRanges: readonly ClientRange[] = [
  ...rows('US', 0, 22, '162.142.125.0/24 167.94.138.0/24 71.6.135.0/24 205.210.31.0/24 192.241.192.0/19'),
  ...rows('NL', 0, 20, '80.82.77.0/24 89.248.165.0/24 94.102.49.0/24'),
  ...rows('RU', 0, 18, '194.26.29.0/24 92.63.197.0/24 5.188.206.0/24 185.156.73.0/24'),
  ...rows('CN', 0, 18, '222.186.0.0/16 114.80.0.0/12 183.0.0.0/10'),
  ...rows('BG', 0, 6, '79.124.62.0/24'),
  ...rows('LT', 0, 5, '141.98.11.0/24'),
  ...rows('HK', 0, 4, '91.240.118.0/24'),
  ...rows('GB', 0, 3, '87.236.176.0/24'),
  ...rows('VN', 0, 6, '14.160.0.0/11 113.160.0.0/11'),
  ...rows('ID', 0, 5, '36.64.0.0/11'),
  ...rows('KR', 0, 4, '175.192.0.0/10'),
];

/** What the noise knocks at: protocol, port, weight. */
export const noisePorts: readonly (readonly [protocol: number, port: number, weight: number])[] = [
  [6, 23, 20],
  [6, 22, 14],
  [6, 445, 9],
  [6, 3389, 9],
  [6, 6379, 6],
  [6, 2375, 4],
  [6, 5900, 4],
  [6, 8080, 6],
  [6, 8443, 3],
  [6, 2323, 4],
  [6, 1433, 3],
  [6, 3306, 3],
  [6, 5432, 3],
  [6, 9200, 2],
  [6, 27017, 2],
  [6, 21, 2],
  [6, 25, 2],
  [6, 81, 2],
  [6, 8088, 2],
  [6, 5555, 2],
  [6, 11211, 1],
  [17, 123, 2],
  [17, 161, 3],
  [17, 1900, 2],
  [17, 5060, 4],
  [17, 53, 3],
  [17, 11211, 1],
];

/** Peers outside the VPC that have a name. */
export interface KnownPeer {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly protocol: number;
  /** AWS service code of its range, where it is AWS's. */
  readonly service: string | null;
  readonly country: string;
  readonly role: 's3' | 'aws-api' | 'saas' | 'mirror' | 'dns' | 'office' | 'partner' | 'mirror6';
}

const peer = (
  name: string,
  address: string,
  port: number,
  role: KnownPeer['role'],
  country: string,
  service: string | null = null,
  protocol = 6,
): KnownPeer => ({ name, address, port, protocol, service, country, role });

export const knownPeers: readonly KnownPeer[] = [
  peer('S3 eu-west-1', '52.218.31.9', 443, 's3', 'IE', 'S3'),
  peer('S3 eu-west-1', '52.92.17.146', 443, 's3', 'IE', 'S3'),
  peer('S3 eu-west-1', '3.5.64.83', 443, 's3', 'IE', 'S3'),
  peer('STS eu-west-1', '54.239.32.126', 443, 'aws-api', 'IE', 'AMAZON'),
  peer('SQS eu-west-1', '52.95.115.40', 443, 'aws-api', 'IE', 'AMAZON'),
  peer('Secrets Manager eu-west-1', '67.220.226.73', 443, 'aws-api', 'IE', 'AMAZON'),
  peer('payment provider', '198.202.176.41', 443, 'saas', 'US'),
  peer('code host', '140.82.121.4', 443, 'saas', 'US'),
  peer('error tracker', '104.18.12.67', 443, 'saas', 'US'),
  peer('package mirror', '151.101.130.132', 443, 'mirror', 'US'),
  peer('system updates', '91.189.91.83', 80, 'mirror', 'GB'),
  peer('root name server f', '192.5.5.241', 53, 'dns', 'US', null, 17),
  peer('root name server k', '193.0.14.129', 53, 'dns', 'NL', null, 17),
  peer('name server of the code host', '198.51.45.9', 53, 'dns', 'US', null, 17),
  peer('office Dublin', '86.43.90.18', 22, 'office', 'IE'),
  peer('office London', '81.130.44.201', 22, 'office', 'GB'),
  peer('logistics partner', '84.139.201.77', 22, 'partner', 'DE'),
  peer('data partner', '90.63.211.140', 22, 'partner', 'FR'),
  peer('system updates', '2620:2d:4000:1::101', 443, 'mirror6', 'US'),
  peer('package mirror', '2a04:4e42:600::644', 443, 'mirror6', 'US'),
];

/** Addresses that only incidents use. Client and bot addresses never coincide: see `hostPart`. */
export const villains = {
  verticalScanner: { address: '45.148.10.62', country: 'RO' },
  horizontalScanner: { address: '193.27.228.54', country: 'RU' },
  sshGuesser: { address: '218.92.0.207', country: 'CN' },
  pinger: { address: '95.26.141.88', country: 'RU' },
  dump: { address: '91.219.236.174', country: 'HU' },
  beaconHost: { address: '45.66.230.91', country: 'BG' },
  miningPool: { address: '51.68.143.81', country: 'FR' },
  foreignResolver: { address: '77.88.8.8', country: 'RU' },
  natTarget: { address: '146.70.84.23', country: 'RO' },
  databaseReaders: [
    { address: '189.132.40.251', country: 'MX' },
    { address: '36.66.17.252', country: 'ID' },
    { address: '178.176.72.253', country: 'RU' },
  ],
} as const;
