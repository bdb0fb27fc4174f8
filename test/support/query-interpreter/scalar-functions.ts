import { createHash } from 'node:crypto';
import { type CallContext, regexOf, type ScalarFunction } from './evaluate.ts';
import {
  finite,
  isList,
  isMap,
  isScalar,
  keyOf,
  numberFromText,
  numberOf,
  sign,
  textOf,
  truthOf,
  type Value,
  wholeOf,
} from './value.ts';

/** A function of numbers; missing where an argument is none. */
function ofNumbers(work: (...n: (bigint | number)[]) => Value): ScalarFunction {
  return (args) => {
    const given = args.map(numberOf);
    return given.every((n) => n !== null) ? work(...given) : null;
  };
}
/** A function of texts; missing where an argument is missing, a list or a map. */
function ofTexts(work: (...s: string[]) => Value): ScalarFunction {
  return (args) => {
    const given = args.map(textOf);
    return given.every((s) => s !== null) ? work(...given) : null;
  };
}
const ofReal = (work: (n: number) => number): ScalarFunction => ofNumbers((n = 0) => finite(work(Number(n))));
const ofRounding = (work: (n: number) => number): ScalarFunction =>
  ofNumbers((n = 0) => (typeof n === 'bigint' ? n : finite(work(n))));

/** Half goes away from zero. */
function round(n: bigint | number, digits: bigint | number = 0n): Value {
  const places = Number(digits);
  if (typeof n === 'bigint' && places >= 0) return n;
  const scale = 10 ** places;
  const away = Math.floor(Math.abs(Number(n)) * scale + 0.5) / scale;
  return finite(Number(n) < 0 ? -away : away);
}

function haversine(...given: (bigint | number)[]): Value {
  const [lat1 = 0, lon1 = 0, lat2 = 0, lon2 = 0] = given.map((n) => (Number(n) * Math.PI) / 180);
  const part = Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.sqrt(part));
}

/** Truncated; missing beyond so many bits. */
const within = (bits: bigint): ScalarFunction =>
  ofNumbers((n = 0) => {
    const whole = wholeOf(n);
    return -(1n << (bits - 1n)) <= whole && whole < 1n << (bits - 1n) ? whole : null;
  });

/** The largest or smallest of the numbers that are present. */
const extreme =
  (wanted: -1 | 1): ScalarFunction =>
  (args) =>
    args
      .map(numberOf)
      .filter((n) => n !== null)
      .reduce<bigint | number | null>((best, n) => (best === null || sign(n, best) * wanted > 0 ? n : best), null);

/** Missing conditions count as false (D3). */
function choose(args: readonly Value[]): Value {
  for (let i = 0; i + 1 < args.length; i += 2) if (truthOf(args[i] ?? null) === true) return args[i + 1] ?? null;
  return args.length % 2 === 1 ? (args.at(-1) ?? null) : null;
}

const white = ' \t\n\r';
function trimmed(text: string, chars: string, ends: 'both' | 'left' | 'right'): string {
  let [from, to] = [0, text.length];
  if (ends !== 'right') while (from < to && chars.includes(text.charAt(from))) from += 1;
  if (ends !== 'left') while (to > from && chars.includes(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}
const trim = (ends: 'both' | 'left' | 'right') => ofTexts((s = '', chars = white) => trimmed(s, chars, ends));

function substring(args: readonly Value[]): Value {
  const [s, from, length] = [textOf(args[0] ?? null), numberOf(args[1] ?? null), args[2]];
  if (s === null || from === null) return null;
  const points = [...s].slice(Number(from));
  if (length === undefined) return points.join('');
  const count = numberOf(length);
  return count === null ? null : points.slice(0, Number(count)).join('');
}

function patternOf({ call }: CallContext, args: readonly Value[], at: number): string {
  const node = call.args[at];
  return node?.kind === 'regex' ? node.source : (textOf(args[at] ?? null) ?? '');
}

function replaceByPattern(args: readonly Value[], context: CallContext): Value {
  const [s, by] = [textOf(args[0] ?? null), textOf(args[2] ?? null)];
  if (s === null || by === null) return null;
  const template = by.replaceAll('$', '$$$$').replace(/\\(\d)/g, '$$$1');
  return s.replace(regexOf(patternOf(context, args, 1), 'g'), template);
}

function contains(args: readonly Value[]): Value {
  const [s, part] = [textOf(args[0] ?? null), textOf(args[1] ?? null)];
  if (s === null || part === null) return null;
  return truthOf(args[2] ?? null) === true ? s.toLowerCase().includes(part.toLowerCase()) : s.includes(part);
}

function decoded(work: () => string): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof URIError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Numbers of JSON that are whole stay so. */
function fromJson(v: unknown): Value {
  if (Array.isArray(v)) return v.map(fromJson);
  if (typeof v === 'object' && v !== null) return new Map(Object.entries(v).map(([k, one]) => [k, fromJson(one)]));
  if (typeof v === 'number') return Number.isSafeInteger(v) ? BigInt(v) : v;
  return typeof v === 'string' || typeof v === 'boolean' ? v : null;
}

function parsedJson(v: Value): Value {
  const text = textOf(v);
  if (text === null) return isScalar(v) ? null : v;
  try {
    return fromJson(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function toJson(v: Value): unknown {
  if (isList(v)) return v.map(toJson);
  if (isMap(v)) return Object.fromEntries([...v].map(([k, one]) => [k, toJson(one)]));
  return typeof v === 'bigint' ? Number(v) : isScalar(v) && typeof v === 'object' ? textOf(v) : v;
}

function listOf(v: Value): Value[] | null {
  const parsed = isList(v) ? v : parsedJson(v);
  return isList(parsed) ? parsed : null;
}

function has(args: readonly Value[]): Value {
  const list = listOf(args[0] ?? null);
  const wanted = args[1] ?? null;
  if (list === null || wanted === null) return null;
  return list.some((one) => keyOf(one) === keyOf(wanted) || textOf(one) === textOf(wanted));
}

const hash = (algorithm: string) => ofTexts((s = '') => createHash(algorithm).update(s).digest('hex'));
const isEmpty =
  (blank: boolean): ScalarFunction =>
  ([v = null]) => {
    const text = v === null ? '' : textOf(v);
    return text !== null && (blank ? trimmed(text, white, 'both') : text) === '';
  };

export const scalarFunctions: ReadonlyMap<string, ScalarFunction> = new Map<string, ScalarFunction>([
  ['abs', ofNumbers((n = 0) => (n < 0 ? -n : n))],
  ['ceil', ofRounding(Math.ceil)],
  ['floor', ofRounding(Math.floor)],
  ['round', ofNumbers((n = 0, digits) => round(n, digits))],
  ['sqrt', ofReal(Math.sqrt)],
  ['log', ofReal(Math.log)],
  ['greatest', extreme(1)],
  ['least', extreme(-1)],
  ['haversine', ofNumbers(haversine)],
  ['tonumber', ofNumbers((n = 0) => n)],
  ['todouble', ofNumbers((n = 0) => Number(n))],
  ['toint', within(32n)],
  ['tolong', within(64n)],
  ['histogram', ofNumbers((n = 0, width = 1) => floorTo(n, width))],
  ['bitand', ofNumbers((a = 0, b = 0) => wholeOf(a) & wholeOf(b))],
  ['ispresent', ([v = null]) => v !== null],
  ['isnumeric', ([v = null]) => (typeof v === 'string' ? numberFromText(v) : numberOf(v)) !== null],
  ['coalesce', (args) => args.find((v) => v !== null) ?? null],
  ['if', choose],
  ['case', choose],
  ['isempty', isEmpty(false)],
  ['isblank', isEmpty(true)],
  ['concat', ofTexts((...parts) => parts.join(''))],
  ['strlen', ofTexts((s = '') => BigInt([...s].length))],
  ['substr', substring],
  ['toupper', ofTexts((s = '') => s.toUpperCase())],
  ['tolower', ofTexts((s = '') => s.toLowerCase())],
  ['trim', trim('both')],
  ['ltrim', trim('left')],
  ['rtrim', trim('right')],
  ['replace', ofTexts((s = '', a = '', b = '') => s.replaceAll(a, () => b))],
  ['regexreplace', replaceByPattern],
  ['strcontains', contains],
  ['startswith', ofTexts((s = '', part = '') => s.startsWith(part))],
  ['endswith', ofTexts((s = '', part = '') => s.endsWith(part))],
  ['split', ofTexts((s = '', by = '') => s.split(by))],
  ['urlencode', ofTexts((s = '') => encodeURIComponent(s))],
  ['urldecode', ofTexts((s = '') => decoded(() => decodeURIComponent(s)))],
  ['base64encode', ofTexts((s = '') => Buffer.from(s).toString('base64'))],
  ['base64decode', ofTexts((s = '') => (/^[\w+/]+=*$/.test(s) ? Buffer.from(s, 'base64').toString() : null))],
  ['hextoascii', ofTexts((s = '') => Buffer.from(s, 'hex').toString())],
  ['hextodec', ofTexts((s = '') => (/^[0-9a-f]{1,16}$/i.test(s) ? BigInt(`0x${s}`) : null))],
  ['dectohex', ofNumbers((n = 0) => wholeOf(n).toString(16).toUpperCase())],
  ['md5', hash('md5')],
  ['sha256', hash('sha256')],
  ['jsonparse', ([v = null]) => parsedJson(v)],
  ['jsonstringify', ([v = null]) => (v === null ? null : JSON.stringify(toJson(v)))],
  [
    'jsonarraysize',
    ([v = null]) => {
      const list = listOf(v);
      return list === null ? null : BigInt(list.length);
    },
  ],
  ['jsonarraycontains', has],
]);

/** The start of the stretch of that width which holds a number. */
function floorTo(n: bigint | number, width: bigint | number): Value {
  if (Number(width) === 0) return null;
  if (typeof n === 'bigint' && typeof width === 'bigint' && n >= 0n) return (n / width) * width;
  return finite(Math.floor(Number(n) / Number(width)) * Number(width));
}
