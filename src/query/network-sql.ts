import { type AddressBlock, formatAddress, parseAddress, parseNetwork } from '../core/index.ts';
import type { FunctionContext } from './define-function.ts';
import { once } from './once.ts';
import { addressType, booleanType, made, type Value } from './value.ts';

/** Addresses from first to last as numbers of 128 bits, IPv4 mapped into IPv6. */
interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

const mapped = 0xffffn << 32n;
const ipv4: Range = { first: mapped, last: mapped | 0xffffffffn };

function numberOf(text: string): bigint {
  const address = parseAddress(text);
  if (address === undefined) throw new TypeError(`${text} is no address`);
  return address.family === 4 ? mapped | address.value : address.value;
}

/**
 * The ranges of a network. One of IPv6 that spans the mapped addresses is two: an IPv4 address is in no network of the
 * other family.
 */
function rangesOf(block: AddressBlock): Range[] {
  const range = { first: numberOf(block.first), last: numberOf(block.last) };
  const isIPv4 = parseAddress(block.first)?.family === 4;
  if (isIPv4 || range.last < ipv4.first || range.first > ipv4.last) return [range];
  return [
    { first: range.first, last: ipv4.first - 1n },
    { first: ipv4.last + 1n, last: range.last },
  ];
}

/** First and last addresses of the ranges of a network, in IPv6's notation. */
export function networkEnds(block: AddressBlock): readonly (readonly [string, string])[] {
  const text = (value: bigint) => formatAddress({ family: 6, value });
  return rangesOf(block).map(({ first, last }) => [text(first), text(last)]);
}

/** True for an address in one of the networks, false for all others and for a missing one (D3). */
export function inNetworks(address: Value, networks: readonly string[], context: FunctionContext): Value {
  const ranges = networks.flatMap((network) => {
    const block = parseNetwork(network);
    if (block === undefined) throw new TypeError(`${network} is no network`);
    return rangesOf(block);
  });
  return made(booleanType, inRanges(address.sql, ranges, context), [address]);
}

export function isIPv4(address: Value, context: FunctionContext): Value {
  return made(booleanType, inRanges(address.sql, [ipv4], context), [address]);
}

function inRanges(address: string, networks: readonly Range[], context: FunctionContext): string {
  const ranges = joined(networks);
  if (ranges.length === 0) return 'toUInt8(0)';
  const end = (value: bigint) => context.param('IPv6', formatAddress({ family: 6, value }));
  return once(address, (a) => {
    // One range is written so that the engine finds it by its keys; of many, tests without NULL are a quarter faster.
    const bare = ranges.length === 1 ? a : `assumeNotNull(${a})`;
    const tests = ranges.map(({ first, last }) => `(${bare} >= ${end(first)} AND ${bare} <= ${end(last)})`);
    return `(isNotNull(${a}) AND ${tests.length === 1 ? tests[0] : `(${tests.join(' OR ')})`})`;
  });
}

/** Ranges that overlap or touch as one. */
function joined(ranges: readonly Range[]): Range[] {
  const all: Range[] = [];
  for (const range of [...ranges].sort((a, b) => (a.first < b.first ? -1 : 1))) {
    const before = all.at(-1);
    if (before === undefined || range.first > before.last + 1n) all.push(range);
    else if (range.last > before.last) all[all.length - 1] = { first: before.first, last: range.last };
  }
  return all;
}

/** SQL of the IPv4 address in the low bits of a mapped one, as UInt32. */
export function ipv4Bits(address: string): string {
  return `toUInt32(bitAnd(toUInt128(${address}), 4294967295))`;
}

/** The text of an argument that must be a network; an error that says what is wrong with another. */
export function networkArgument(value: Value, index: number, context: FunctionContext): string {
  const { constant } = value;
  const isText = constant?.kind === 'text';
  if (!isText && constant?.kind !== 'cidr' && constant?.kind !== 'address')
    throw new TypeError('a network was promised');
  const text = isText ? constant.value : constant.text;
  const problem = networkProblem(text);
  if (problem === undefined) return text;
  return context.fail('QL_CIDR_INVALID', problem.message, context.argSpans[index] ?? context.span, problem.hint);
}

/** What keeps a text from being a network in CIDR notation, and what to write; undefined for a network. */
export function networkProblem(text: string): { readonly message: string; readonly hint: string } | undefined {
  const message = `"${text}" is not a network`;
  const slash = text.indexOf('/');
  const head = slash < 0 ? text : text.slice(0, slash);
  const address = parseAddress(head);
  const usual = 'write one such as 10.0.0.0/8 or fd00::/8';
  if (address === undefined) {
    if (text.trim() === '') return { message: 'an empty text is not a network', hint: usual };
    const isHost = /[a-wyz]/i.test(head) && !head.includes(':');
    const why = isHost ? `${head} is a name, and names are not looked up` : `${head} is not an address`;
    return { message: `${message}: ${why}`, hint: usual };
  }
  const width = address.family === 4 ? 32 : 128;
  if (slash < 0) return { message: `${message}: it has no slash`, hint: `write ${head}/${width} for this one address` };
  if (parseNetwork(text) !== undefined) return undefined;
  const bits = `the length of an IPv${address.family} prefix is a number from 0 to ${width}`;
  return {
    message: `${message}: ${bits}`,
    hint: `write ${head}/${address.family === 4 ? 24 : 64}, or the length that you mean`,
  };
}

/** A test for a network that must be of a family; none of the other family holds such an address. */
export function familyNetwork(family: 4 | 6, address: Value, network: Value, context: FunctionContext): Value {
  const text = networkArgument(network, 1, context);
  const isMine = parseAddress(parseNetwork(text)?.first ?? '')?.family === family;
  if (!isMine) {
    context.diagnostics.warning(
      'QL_NEVER_MATCHES',
      `${text} is no network of IPv${family}: this is never true`,
      context.argSpans[1] ?? context.span,
      {
        hint: 'isIpInSubnet takes networks of both families',
      },
    );
  }
  return inNetworks(address, isMine ? [text] : [], context);
}

/** An address, or text read as one: missing where it is none. */
export function readAddress(value: Value): Value {
  if (value.type.kind !== 'text') return value;
  if (value.origin?.type.kind === 'address') return value.origin;
  return made(addressType, `toIPv6OrNull(toString(${value.sql}))`, [value]);
}
