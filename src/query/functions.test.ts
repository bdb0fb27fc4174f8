import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bareContext } from '../../test/support/function-context.ts';
import { binGrid } from './bin-sql.ts';
import { regexGroups } from './check/regex.ts';
import { compile } from './compile.ts';
import type { QueryFunction } from './define-function.ts';
import { functions } from './function-list.ts';
import { networkProblem } from './network-sql.ts';
import { recordField, recordValue } from './record-fields.ts';
import { periodOf } from './syntax/period.ts';
import { integerType, made, missingType, numberType, timeType, type Value, widths } from './value.ts';

const options = {
  range: { from: 1_795_403_251, to: 1_795_410_451 },
  now: 1_795_410_500_000,
  database: 'weir',
  facts: { layouts: [], absentFields: [], ownNetworks: [], tables: [] },
  rollUps: [],
};

const sqlOf = (query: string) => compile(query, options).compiled?.sql ?? '';
const firstOf = (query: string) => {
  const [first] = compile(query, options).diagnostics;
  return first === undefined ? undefined : `${first.severity} ${first.code}: ${first.message}`;
};
const fn = (name: string): QueryFunction => {
  const found = functions.find((one) => one.name === name);
  if (found === undefined) throw new TypeError(`there is no function ${name}`);
  return found;
};
const field = (name: string): Value => {
  const found = recordField(name);
  if (found === undefined) throw new TypeError(`there is no field ${name}`);
  return recordValue(found);
};
const period = (text: string): Value => {
  const { count, unit } = periodOf(text);
  return made(missingType, 'NULL', [], { constant: { kind: 'period', milliseconds: undefined, count, unit } });
};
const compiled = (name: string, ...args: Value[]) => fn(name).compile(args, bareContext().context);

test('each function has a file of its name, a sentence, parameters in order, and examples', () => {
  const files = readdirSync(new URL('functions', import.meta.url)).map((file) => file.replace('.ts', ''));
  const plain = (name: string) => name.replaceAll(/[-_]/g, '').toLowerCase();
  expect(functions.map(({ name }) => plain(name)).sort()).toEqual(files.map(plain).sort());
  const names = functions.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]).map((name) => name.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
  const withoutExamples = functions.filter(({ examples }) => examples.length === 0).map(({ name }) => name);
  expect(withoutExamples.sort()).toEqual(['countOverTime', 'per_minute', 'per_second', 'sumOverTime']);
  for (const { name, summary, remark, parameters, examples } of functions) {
    expect(summary, name).toMatch(/^[A-Z0-9].*\.$/);
    expect(remark ?? 'None.', name).toMatch(/\.$/);
    const required = parameters.findLastIndex((p) => p.optional !== true);
    expect(
      parameters.slice(0, Math.max(required, 0)).some((p) => p.optional),
      name,
    ).toBe(false);
    expect(
      parameters.slice(0, -1).some((p) => p.variadic),
      name,
    ).toBe(false);
    expect(examples.length, name).toBeLessThanOrEqual(4);
  }
});

test('no text or address of an example stands in its SQL', () => {
  let seen = 0;
  for (const { aggregate, examples } of functions) {
    for (const { expression } of examples) {
      const sql =
        aggregate === true
          ? sqlOf(`fields packets as n | stats ${expression} as x`)
          : sqlOf(`fields ${expression} as x`);
      expect(sql, expression).not.toBe('');
      for (const [, text = ''] of expression.matchAll(/"((?:\\.|[^"\\])*)"/g)) {
        if (text.length < 3) continue;
        seen += 1;
        expect(sql, expression).not.toContain(text);
      }
    }
  }
  expect(seen).toBeGreaterThan(60);
});

test('calls within calls do not double the statement', () => {
  const depth = 20;
  const nested = (head: string, tail: string, inner: string) => `${head.repeat(depth)}${inner}${tail.repeat(depth)}`;
  const shapes = [
    nested('round(', ' / 3, 1)', 'bytes'),
    nested('tcpFlagNames(strlen(', '))', 'action'),
    nested('decToHex(hexToDec(', '))', 'action'),
    nested('toLong(greatest(', ', bytes))', 'packets'),
    nested('ipPrefix(', ', 24)', 'srcAddr'),
    nested('serviceName(strlen(', '), 6)', 'action'),
    nested('case(isIpInSubnet(', ', "10.0.0.0/8"), "10.0.0.1")', 'srcAddr'),
    nested('substr(', ', bytes - packets)', 'action'),
    nested('fromMillis(toMillis(', '))', '@timestamp'),
  ];
  for (const shape of shapes) {
    const { compiled: made, diagnostics } = compile(`fields ${shape} as x`, options);
    expect(diagnostics.map((d) => d.message)).toEqual([]);
    expect(made?.sql.length, shape.slice(0, 40)).toBeLessThan(40_000);
  }
});

test('a bin rests on the grid of its edges', () => {
  const uses = (text: string) => [...compiled('bin', period(text)).uses].join();
  expect(['5m', '90m', '1d', '1w', '3w', '1mo', '1q', '2y', '1500ms', '2000ms'].map(uses)).toEqual(
    'start/300 start/5400 start/86400 start/86400 start/86400 start/86400 start/86400 start/86400 start start/2'.split(
      ' ',
    ),
  );
  expect([...compiled('datefloor', field('@timestamp'), period('1h')).uses]).toEqual(['start/3600']);
  const other = made(timeType, 'x', [field('@timestamp')]);
  expect([...compiled('datefloor', other, period('1h')).uses]).toEqual(['start']);
  expect([...compiled('dateceil', field('@timestamp'), period('1h')).uses]).toEqual(['start']);
  expect(binGrid(periodOf('1h'), periodOf('15m'))).toBe(900);
  expect(binGrid(periodOf('1w'), periodOf('36h'))).toBe(43_200);
  expect(binGrid(periodOf('1h'), periodOf('10ms'))).toBeUndefined();
});

test('aggregates say what they measure, how gaps are filled, and whether they estimate', () => {
  const told = (name: string, ...args: Value[]) => {
    const { unit, gaps, approximate, aggregate, type } = compiled(name, ...args);
    return [unit, gaps, approximate, aggregate, type.kind];
  };
  const level = made(integerType(95, 95), '95', [], { constant: { kind: 'number', value: 95n } });
  expect(told('sum', field('bytes'))).toEqual(['bytes', 'zero', undefined, true, 'integer']);
  expect(told('avg', field('bytes'))).toEqual(['bytes', 'missing', undefined, true, 'number']);
  expect(told('max', field('packets'))).toEqual(['packets', 'missing', undefined, true, 'integer']);
  expect(told('max', field('@timestamp'))).toEqual([undefined, 'missing', undefined, true, 'time']);
  expect(told('count')).toEqual(['records', 'zero', undefined, true, 'integer']);
  expect(told('count_distinct', field('srcAddr'))).toEqual([undefined, 'zero', undefined, true, 'integer']);
  expect(told('approx_count_distinct', field('srcAddr'))).toEqual([undefined, 'zero', true, true, 'integer']);
  expect(told('pct', field('bytes'), level)).toEqual(['bytes', 'missing', undefined, true, 'integer']);
  expect(told('approx_pct', field('bytes'), level)).toEqual(['bytes', 'missing', true, true, 'number']);
  expect(told('latest', field('@timestamp'))).toEqual([undefined, 'missing', undefined, true, 'integer']);
  expect(told('per_second', compiled('sum', field('bytes')))).toEqual(['bytes/s', 'zero', undefined, true, 'number']);
  expect(told('per_minute', compiled('sum', field('bytes')))).toEqual([undefined, 'zero', undefined, true, 'number']);
});

test('sums are as wide as they can become', () => {
  const width = (type: Value['type']) =>
    /toInt\d+|toFloat64|isFinite|ifNotFinite/.exec(compiled('sum', made(type, 'x', [])).sql)?.[0];
  expect(width(integerType(0, 65_535))).toBeUndefined();
  expect(width(integerType(...widths.UInt64))).toBe('toInt128');
  expect(width(integerType(...widths.Int128))).toBe('toInt256');
  expect(width(integerType(...widths.Int256))).toBeDefined();
  expect(width(numberType)).toMatch(/inite/);
  const level = made(integerType(50, 50), '50', [], { constant: { kind: 'number', value: 50n } });
  expect(compiled('pct', made(integerType(...widths.Int128), 'x', []), level).type.kind).toBe('integer');
  const summed = compiled('sum', field('bytes')).type;
  expect(summed.kind === 'integer' && summed.max > 2n ** 100n).toBe(true);
});

test('what is wrong with a network is said', () => {
  expect(networkProblem('10.0.0.0/8')).toBeUndefined();
  expect(networkProblem('::ffff:10.0.0.0/104')).toBeUndefined();
  expect(networkProblem('10.0.0.1')?.hint).toContain('10.0.0.1/32');
  expect(networkProblem('fd00::/129')?.message).toContain('from 0 to 128');
  expect(networkProblem('vpc-cidr')?.message).toContain('is a name');
  expect(networkProblem('x.x.x.x/16')?.message).toContain('not an address');
  expect(firstOf('filter isIpInSubnet(srcAddr, "10.0.0.0/33")')).toBe(
    'error QL_CIDR_INVALID: "10.0.0.0/33" is not a network: the length of an IPv4 prefix is a number from 0 to 32',
  );
  expect(firstOf('filter isIpv4InSubnet(srcAddr, "fd00::/8")')).toMatch(/^warning QL_NEVER_MATCHES/);
});

test('constants out of their range are errors with a place', () => {
  const wrong: Readonly<Record<string, string>> = {
    'stats count(*) by bin(0m)': 'QL_PERIOD_INVALID',
    'stats count(*) by bin(99999999d)': 'QL_PERIOD_INVALID',
    'stats pct(bytes, 101)': 'QL_ARGUMENT_RANGE',
    'stats rate(bytes, 1mo)': 'QL_PERIOD_INVALID',
    'stats values(split(action, "C"))': 'QL_ARGUMENT_KIND',
    'stats countOverTime(*) by action': 'QL_BIN_NEEDED',
    'top 3 action by countOverTime(*)': 'QL_BIN_NEEDED',
    'fields ipPrefix(srcAddr, 33)': 'QL_ARGUMENT_RANGE',
    'fields round(bytes, 40)': 'QL_ARGUMENT_RANGE',
    'fields histogram(bytes, 0)': 'QL_ARGUMENT_RANGE',
    'fields tcpFlag(tcpFlags, "SIN")': 'QL_FLAG_UNKNOWN',
    'fields formatDate(@timestamp, "%Q")': 'QL_DATE_PATTERN',
    'fields parseDate(action, "yyyy-QQ")': 'QL_DATE_PATTERN',
    'fields formatDate(@timestamp, "%H", "Mars/Olympus")': 'QL_ZONE_UNKNOWN',
    'fields regexReplace(action, /(?=A)/, "x")': 'QL_REGEX_UNSUPPORTED',
    'fields regexReplace(action, /(A)/, "\\\\2")': 'QL_REGEX_GROUP',
    'fields case(action = "ACCEPT", 1, action, 2)': 'QL_NOT_A_CONDITION',
    'fields strcontains(action, "x", action = "y")': 'QL_ARGUMENT_KIND',
  };
  for (const [query, code] of Object.entries(wrong))
    expect(firstOf(query), query).toMatch(new RegExp(`^error ${code}:`));
});

test('named groups are found, and nothing that looks like one', () => {
  expect(regexGroups('(?<a>x)(y)(?P<b>z)(?:n)')).toEqual(['a', 'b']);
  expect(regexGroups(String.raw`[(?<c>]\(?<d>x\Q(?<e>z)\E`)).toEqual([]);
});
