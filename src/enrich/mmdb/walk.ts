import { Reader } from 'mmdb-lib';
import { formatAddress, WeirError } from '../../core/index.ts';

/** A network of an MMDB file with what the file says of it. IPv4 is IPv4, wherever the file keeps it. */
interface MmdbNetwork {
  readonly network: string;
  readonly value: unknown;
}

export interface Mmdb {
  readonly type: string;
  /** Unix seconds; null where the file does not tell. */
  readonly madeAt: number | null;
  /** All networks that have a value, in order. Values that several networks share are the same object. Throws MMDB_BROKEN. */
  networks(): Generator<MmdbNetwork>;
}

const separator = 16;
const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');

/**
 * Opens an MMDB file.
 * @throws WeirError MMDB_BROKEN
 */
export function openMmdb(path: string, db: Buffer): Mmdb {
  const broken = (what: string, cause?: unknown) =>
    new WeirError('MMDB_BROKEN', `${path} is no whole MMDB file: ${what}`, {
      hint: 'download the file again, and give it as it is (gzip is fine, a tar archive must be unpacked)',
      cause,
    });
  const metadataAt = db.lastIndexOf(marker);
  if (metadataAt === -1) throw broken('it has no metadata');
  const reader = attempt(
    () => new Reader(db),
    (error) => broken('its metadata cannot be read', error),
  );
  const { nodeCount, recordSize, ipVersion, databaseType, buildEpoch, searchTreeSize } = reader.metadata;
  const isSane = Number.isSafeInteger(nodeCount) && nodeCount > 0 && (ipVersion === 4 || ipVersion === 6);
  const dataSize = metadataAt - searchTreeSize - separator;
  if (!isSane || dataSize < 0) throw broken('its metadata says more than it holds');
  const time = buildEpoch.getTime() / 1000;
  const tree: Tree = { db, nodeCount, recordSize, nodeBytes: recordSize / 4, bits: ipVersion === 4 ? 32 : 128 };
  return {
    type: String(databaseType),
    madeAt: Number.isSafeInteger(time) && time > 0 && time < 2 ** 32 ? time : null,
    *networks() {
      const values = new Map<number, unknown>();
      for (const { record, family, start, length } of leaves(tree, broken)) {
        // A record points behind the tree and what separates it from the data.
        const offset = record - nodeCount - separator;
        if (offset < 0 || offset >= dataSize) throw broken('a network points outside of the data');
        const address = formatAddress({ family, value: start });
        if (!values.has(record)) {
          const found = attempt(
            () => reader.get(address) as unknown,
            (error) => broken(`what it says of ${address}/${length} cannot be read`, error),
          );
          values.set(record, found);
        }
        yield { network: `${address}/${length}`, value: values.get(record) };
      }
    },
  };
}

function attempt<T>(work: () => T, failed: (error: unknown) => WeirError): T {
  try {
    return work();
  } catch (error) {
    throw failed(error);
  }
}

interface Tree {
  readonly db: Buffer;
  readonly nodeCount: number;
  readonly recordSize: number;
  readonly nodeBytes: number;
  readonly bits: 32 | 128;
}

interface Leaf {
  readonly record: number;
  readonly family: 4 | 6;
  readonly start: bigint;
  readonly length: number;
}

/** Records with data, from the lowest address on. Each node is seen once: a damaged tree that runs in circles ends. */
function* leaves(tree: Tree, broken: (what: string) => WeirError): Generator<Leaf> {
  const { nodeCount, bits } = tree;
  const ipv4Root = bits === 128 ? ipv4RootOf(tree) : undefined;
  const seen = new Uint8Array(nodeCount);
  const open = [{ record: 0, start: 0n, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { record, start, depth } = next;
    if (record === nodeCount) continue;
    if (record > nodeCount) {
      yield* leavesAt(bits, record, start, depth);
      continue;
    }
    // 2002::/16 and other places show the IPv4 networks once more.
    const isAlias = record === ipv4Root && !(start === 0n && depth === 96);
    if (isAlias) continue;
    if (depth === bits || seen[record] === 1) throw broken('its search tree is damaged');
    seen[record] = 1;
    const right = start | (1n << BigInt(bits - depth - 1));
    open.push({ record: recordOf(tree, record, true), start: right, depth: depth + 1 });
    open.push({ record: recordOf(tree, record, false), start, depth: depth + 1 });
  }
}

/** In a tree of IPv6 the IPv4 networks lie in ::/96; what holds for a network around that holds for all of IPv4. */
function* leavesAt(bits: 32 | 128, record: number, start: bigint, depth: number): Generator<Leaf> {
  if (bits === 32) yield { record, family: 4, start, length: depth };
  else if (start >> 32n === 0n && depth >= 96) yield { record, family: 4, start, length: depth - 96 };
  else {
    if (start === 0n) yield { record, family: 4, start, length: 0 };
    yield { record, family: 6, start, length: depth };
  }
}

/** The node below which IPv4 lies; undefined where the tree has none. */
function ipv4RootOf(tree: Tree): number | undefined {
  let record = 0;
  for (let depth = 0; depth < 96; depth++) {
    if (record >= tree.nodeCount) return undefined;
    record = recordOf(tree, record, false);
  }
  return record < tree.nodeCount ? record : undefined;
}

function recordOf({ db, recordSize, nodeBytes }: Tree, node: number, right: boolean): number {
  const at = node * nodeBytes;
  if (recordSize === 24) return db.readUIntBE(at + (right ? 3 : 0), 3);
  if (recordSize === 32) return db.readUInt32BE(at + (right ? 4 : 0));
  // 28 bits: the byte between the two holds the upper four bits of each.
  const middle = db.readUInt8(at + 3);
  const upper = right ? middle & 0x0f : middle >> 4;
  return upper * 0x1000000 + db.readUIntBE(at + (right ? 4 : 0), 3);
}
