import { parseAddress } from '../../src/core/index.ts';

/** What the values of a small MMDB file can be. */
type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

interface Content {
  readonly type: string;
  readonly ipVersion?: 4 | 6;
  readonly recordSize?: 24 | 28 | 32;
  /** IPv4 networks lie in ::/96 of a tree of IPv6. They must not overlap. */
  readonly networks: Readonly<Record<string, Value>>;
  /** Shows all IPv4 networks once more there, as MaxMind's files do. */
  readonly alias?: string;
}

type Node = [Branch, Branch];
type Branch = Node | { readonly data: number } | undefined;

/** An MMDB file, byte by byte as its specification has it. */
export function writeMmdb({ type, ipVersion = 6, recordSize = 24, networks, alias }: Content): Buffer {
  const bits = ipVersion === 4 ? 32 : 128;
  const root: Node = [undefined, undefined];
  const values: Buffer[] = [];
  let size = 0;
  for (const [network, value] of Object.entries(networks)) {
    const encoded = encode(value);
    put(root, path(network, bits), { data: size });
    values.push(encoded);
    size += encoded.length;
  }
  if (alias !== undefined) put(root, path(alias, bits), at(root, '0'.repeat(96)));
  const nodes = new Map<Node, number>();
  const number = (node: Node): void => {
    if (nodes.has(node)) return;
    nodes.set(node, nodes.size);
    for (const branch of node) if (Array.isArray(branch)) number(branch);
  };
  number(root);
  const record = (branch: Branch): bigint => {
    if (branch === undefined) return BigInt(nodes.size);
    return BigInt('data' in branch ? nodes.size + 16 + branch.data : (nodes.get(branch) ?? 0));
  };
  const tree = [...nodes.keys()].map(([left, right]) => {
    const [a, b] = [record(left), record(right)];
    const width = BigInt(recordSize);
    const low = (n: bigint) => n & 0xffffffn;
    const whole =
      recordSize === 28 ? (low(a) << 32n) | ((a >> 24n) << 28n) | ((b >> 24n) << 24n) | low(b) : (a << width) | b;
    return Buffer.from(whole.toString(16).padStart(recordSize / 2, '0'), 'hex');
  });
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_780_000_000,
    database_type: type,
    description: { en: type },
    ip_version: ipVersion,
    languages: ['en'],
    node_count: nodes.size,
    record_size: recordSize,
  });
  const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
  return Buffer.concat([...tree, Buffer.alloc(16), ...values, marker, metadata]);
}

function path(network: string, bits: 32 | 128): string {
  const [address = '', length = ''] = network.split('/');
  const parsed = parseAddress(address);
  if (parsed === undefined) throw new TypeError(`${network} is no network`);
  const inside = bits === 128 && parsed.family === 4 ? 96 : 0;
  return parsed.value
    .toString(2)
    .padStart(bits, '0')
    .slice(0, Number(length) + inside);
}

function put(root: Node, way: string, branch: Branch): void {
  let node = root;
  for (const bit of way.slice(0, -1)) {
    const side = bit === '0' ? 0 : 1;
    const next = node[side];
    if (next !== undefined && !Array.isArray(next)) throw new TypeError('networks overlap');
    const inner: Node = next ?? [undefined, undefined];
    node[side] = inner;
    node = inner;
  }
  node[way.endsWith('0') ? 0 : 1] = branch;
}

function at(root: Node, way: string): Branch {
  let branch: Branch = root;
  for (const bit of way) if (Array.isArray(branch)) branch = branch[bit === '0' ? 0 : 1];
  return branch;
}

function encode(value: Value): Buffer {
  if (typeof value === 'string') return Buffer.concat([head(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'boolean') return head(14, value ? 1 : 0);
  if (typeof value === 'number') {
    const hex = value.toString(16);
    const bytes = Buffer.from(value === 0 ? '' : hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
    return Buffer.concat([head(6, bytes.length), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([head(11, value.length), ...value.map(encode)]);
  const entries = Object.entries(value);
  return Buffer.concat([head(7, entries.length), ...entries.flatMap(([key, inner]) => [encode(key), encode(inner)])]);
}

/** Type and size, which is below 285 in all that tests write. */
function head(type: number, size: number): Buffer {
  const [first, rest] = size < 29 ? [size, []] : [29, [size - 29]];
  return Buffer.from(type > 7 ? [first, type - 7, ...rest] : [(type << 5) | first, ...rest]);
}
