import { parseNetwork } from '../../../src/core/index.ts';
import { portName, protocolName, tcpFlagNames, trafficPathName } from '../../../src/fields/index.ts';
import { liesIn, periodArgument, type ScalarFunction, type Scope } from './evaluate.ts';
import { ceilTo, floorTo } from './periods.ts';
import { Address, addressOf, numberOf, sign, Time, textOf, timeOf, type Value } from './value.ts';

const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
/** Nobody else's either: unique local addresses of IPv6, and carriers' NAT. */
const ownByKind = [...privateNetworks, 'fc00::/7', '100.64.0.0/10'];
/** E4's list: what is not public. */
const notPublic =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 ::/128 ::1/128 fc00::/7 fe80::/10 ff00::/8 2001:db8::/32'.split(
    ' ',
  );
const liesInAny = (v: Value, networks: readonly string[]) => networks.some((network) => liesIn(v, network));

const inSubnet =
  (family?: 4 | 6): ScalarFunction =>
  ([address = null, network = null]) => {
    if (family !== undefined && addressOf(address)?.family !== family) return false;
    return liesIn(address, textOf(network) ?? '');
  };

const isValid =
  (family?: 4 | 6): ScalarFunction =>
  ([v = null]) => {
    const address = addressOf(v);
    return address !== null && (family === undefined || address.family === family);
  };

/** `10.1.2.0/24`: the network of an address. Without a length for IPv6 its addresses are cut to 64 bits. */
function prefix([v = null, bits4 = null, bits6 = 64n]: readonly Value[]): Value {
  const address = addressOf(v);
  const bits = numberOf(address?.family === 6 ? bits6 : bits4);
  if (address === null || bits === null) return null;
  const first = parseNetwork(`${address.text}/${bits}`)?.first;
  return first === undefined ? null : `${first}/${bits}`;
}

interface End {
  readonly address: Address;
  readonly port: bigint;
}
function endOf(scope: Scope, side: 'src' | 'dst'): End | null {
  const [address, port] = [scope.record(`${side}addr`), scope.record(`${side}port`)];
  return address instanceof Address ? { address, port: typeof port === 'bigint' ? port : 0n } : null;
}
const endOrder = (a: End, b: End) => sign(a.address.place, b.address.place) || sign(a.port, b.port);

function flowKey(scope: Scope): Value {
  const [source, destination, protocol] = [endOf(scope, 'src'), endOf(scope, 'dst'), scope.record('protocol')];
  if (source === null || destination === null) return null;
  const ends = [source, destination].sort(endOrder).map((e) => `${e.address.text} ${e.port}`);
  return `${textOf(protocol) ?? '-'} ${ends.join(' ')}`;
}

function isForward(scope: Scope): Value {
  const [source, destination] = [endOf(scope, 'src'), endOf(scope, 'dst')];
  return source !== null && destination !== null && endOrder(source, destination) <= 0;
}

function serverPort(scope: Scope): Value {
  const [a, b] = [scope.record('srcport'), scope.record('dstport')];
  if (typeof a !== 'bigint' || typeof b !== 'bigint') return null;
  return sign(a, b) < 0 ? a : b;
}

/** The name of a number, or the number itself as text. */
const named = (name: (n: number) => string | undefined): ScalarFunction => {
  return ([v = null]) => {
    const n = numberOf(v);
    return n === null ? null : (name(Number(n)) ?? String(n));
  };
};

/** Protocols that have ports: TCP, UDP, DCCP, SCTP, UDPLite. Beside another one a port has no name. */
const withPorts = [6n, 17n, 33n, 132n, 136n];
const portNamed: ScalarFunction = (args, context) =>
  args.length > 1 && !withPorts.some((protocol) => protocol === args[1]) ? null : named(portName)(args, context);

const flagBits: Readonly<Record<string, bigint>> = {
  FIN: 1n,
  SYN: 2n,
  RST: 4n,
  PSH: 8n,
  ACK: 16n,
  URG: 32n,
  ECE: 64n,
  CWR: 128n,
};
function tcpFlag([mask = null, flag = null]: readonly Value[]): Value {
  const bit = flagBits[textOf(flag)?.toUpperCase() ?? ''];
  return typeof mask === 'bigint' && bit !== undefined ? (mask & bit) !== 0n : mask === null ? null : false;
}

const pad = (n: number, width = 2) => String(n).padStart(width, '0');
/** C patterns, in UTC. */
function formatted([v = null, pattern = null]: readonly Value[]): Value {
  const [time, format] = [v === null ? null : timeOf(v), textOf(pattern)];
  if (time === null || format === null) return null;
  const d = new Date(Number(time.ms));
  const day = `${pad(d.getUTCFullYear(), 4)}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}`;
  const clock = `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}:${pad(d.getUTCSeconds())}`;
  const parts: Readonly<Record<string, string>> = {
    Y: day.slice(0, 4),
    m: day.slice(5, 7),
    d: day.slice(8),
    H: clock.slice(0, 2),
    M: clock.slice(3, 5),
    S: clock.slice(6),
    F: day,
    T: clock,
    '%': '%',
  };
  return format.replace(/%(.)/g, (whole, letter: string) => parts[letter] ?? whole);
}

/** Letters of Java's patterns, digits only. */
function parsedDate([v = null, pattern = null]: readonly Value[]): Value {
  const [text, format] = [textOf(v), textOf(pattern)];
  if (text === null || format === null) return null;
  const source = format
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/y+|M+|d+|H+|m+|s+/g, (run) => `(?<${run.charAt(0)}>\\d{${run.length}})`)
    .replaceAll("'", '');
  const groups = new RegExp(`^${source}$`).exec(text)?.groups;
  if (groups === undefined) return null;
  const { y = '1970', M = '01', d = '01', H = '00', m = '00', s = '00' } = groups;
  return Time.of(`${y}-${M}-${d}T${H}:${m}:${s}Z`)?.ms ?? null;
}

function rounded(round: typeof ceilTo): ScalarFunction {
  return ([v = null], { call }) => {
    const time = v === null ? null : timeOf(v);
    return time === null ? null : round(time, periodArgument(call.args[1]));
  };
}

const seconds = (n: number) => BigInt(n) * 1000n;

export const networkFunctions: ReadonlyMap<string, ScalarFunction> = new Map<string, ScalarFunction>([
  ['isipinsubnet', inSubnet()],
  ['isipv4insubnet', inSubnet(4)],
  ['isipv6insubnet', inSubnet(6)],
  ['isvalidip', isValid()],
  ['isvalidipv4', isValid(4)],
  ['isvalidipv6', isValid(6)],
  ['isprivateip', ([v = null]) => liesInAny(v, privateNetworks)],
  ['ispublicip', ([v = null]) => addressOf(v) !== null && !liesInAny(v, notPublic)],
  ['isreservedip', ([v = null]) => liesInAny(v, notPublic) && !liesInAny(v, privateNetworks)],
  ['isinternal', ([v = null], { scope }) => liesInAny(v, [...ownByKind, ...scope.question.ownNetworks])],
  [
    'ipv4tonumber',
    ([v = null]) => {
      const address = addressOf(v);
      return address?.family === 4 ? address.value : null;
    },
  ],
  [
    'ipversion',
    ([v = null]) => {
      const address = addressOf(v);
      return address === null ? null : BigInt(address.family);
    },
  ],
  ['ipprefix', prefix],
  ['flowkey', (_, { scope }) => flowKey(scope)],
  ['isforward', (_, { scope }) => isForward(scope)],
  ['serverport', (_, { scope }) => serverPort(scope)],
  ['protocolname', named(protocolName)],
  ['portname', portNamed],
  ['trafficpathname', named(trafficPathName)],
  ['tcpflag', tcpFlag],
  [
    'tcpflagnames',
    ([v = null]) => {
      const mask = numberOf(v);
      return mask === null ? null : tcpFlagNames(Number(mask)).join(' ') || 'none';
    },
  ],
  [
    'bin',
    (_, { call, scope }) => {
      const time = scope.timestamp();
      return time === null ? null : floorTo(time, periodArgument(call.args[0]));
    },
  ],
  ['datefloor', rounded((time, period) => floorTo(time, period))],
  ['dateceil', rounded(ceilTo)],
  [
    'frommillis',
    ([v = null]) => {
      const n = numberOf(v);
      return n === null ? null : timeOf(n);
    },
  ],
  ['tomillis', ([v = null]) => (v === null ? null : (timeOf(v)?.ms ?? null))],
  ['now', (_, { scope }) => BigInt(Math.floor(scope.question.now / 1000))],
  ['querystarttime', (_, { scope }) => seconds(scope.question.range.from)],
  ['queryendtime', (_, { scope }) => seconds(scope.question.range.to)],
  ['querytimerange', (_, { scope }) => seconds(scope.question.range.to - scope.question.range.from)],
  ['parsedate', parsedDate],
  ['formatdate', formatted],
  ['strftime', formatted],
  ['messagesize', (_, { scope }) => BigInt(Buffer.byteLength(textOf(scope.get('@message') ?? null) ?? ''))],
]);
