import fc from 'fast-check';
import { functions, type QueryFunction } from '../../src/query/index.ts';

type Kind = 'number' | 'text' | 'truth' | 'time' | 'address';

/** Expressions of the fields of a record that the made-up stores of the tests fill. */
const fields: Readonly<Record<Kind, readonly string[]>> = {
  number: ['bytes', 'packets', 'srcPort', 'dstPort', 'protocol', 'startTime', 'endTime', 'tcpFlags', 'servicePort'],
  text: ['action', 'logStatus', 'interfaceId', 'vpcId', 'region', 'flowDirection', 'srcScope', 'boundary'],
  truth: ['(bytes > 1000)', '(srcAddr in 10.0.0.0/8)', '(action = "REJECT")', '(interfaceId like "eni-1")'],
  time: ['@timestamp'],
  address: ['srcAddr', 'dstAddr', 'pktSrcAddr', 'client', 'server'],
};
const constants: Readonly<Record<Kind, readonly string[]>> = {
  number: ['0', '1', '443', '-7', '2.5', '10MB', '18446744073709551615', '9007199254740993', 'null'],
  text: ['"REJECT"', '""', '"eni-3"', '"a\\\\b"', '"😀 %_*"', 'null'],
  truth: ['true', 'false'],
  time: ['fromMillis(1795140000000)', '"2026-11-20 05:00:00"'],
  address: ['10.0.0.7', '"52.1.2.3"', '2001:db8::1'],
};
const periods = ['1m', '5m', '7m', '1h', '6h', '1d', '1w', '1mo', '1q', '500ms'];

const kindOf = (returns: string): Kind | undefined =>
  (
    [
      ['number', 'number'],
      ['text', 'text'],
      ['true or false', 'truth'],
      ['time', 'time'],
      ['address', 'address'],
    ] as const
  ).find(([word]) => returns === word)?.[1];

/** Those that give one kind whatever they are given, and take nothing that must be known before. */
const plain = functions.filter((fn) => fn.aggregate !== true && kindOf(fn.returns) !== undefined);
const aggregates = functions.filter((fn) => fn.aggregate === true && !/^(topk|values|rate)$|overtime$/i.test(fn.name));

function argument(takes: string, depth: number): fc.Arbitrary<string> {
  switch (takes) {
    case 'number':
    case 'integer':
      return expression('number', depth);
    case 'text':
    case 'time':
    case 'address':
      return expression(takes, depth);
    case 'boolean':
      return expression('truth', depth);
    case 'any':
      return fc.constantFrom<Kind>('number', 'text', 'address', 'time').chain((kind) => expression(kind, depth));
    case 'star':
      return fc.constant('*');
    case 'constant number':
    case 'constant integer':
      return fc.constantFrom('1', '2', '10', '24', '50');
    case 'constant text':
      return fc.constantFrom('"SYN"', '"-"', '"yyyy-MM-dd"');
    case 'cidr':
      return fc.constantFrom('10.0.0.0/8', '"52.1.0.0/16"', '2001:db8::/32', '0.0.0.0/0', '::/0');
    case 'regex':
      return fc.constantFrom('/eni-(\\d+)/', '/(?i)reject|a/', '/^10\\./');
    case 'period':
      return fc.constantFrom(...periods);
    case 'aggregate':
      return fc.constantFrom('sum(bytes)', 'count(*)', 'avg(packets)');
    default:
      return fc.constant('null');
  }
}

function call(fn: QueryFunction, depth: number): fc.Arbitrary<string> {
  const least = fn.parameters.filter((p) => p.optional !== true);
  const chosen = fc.boolean().map((all) => (all ? fn.parameters : least));
  return chosen
    .chain((parameters) =>
      fc.tuple(
        ...parameters.map(({ takes }) =>
          fc.constantFrom(...(typeof takes === 'string' ? [takes] : takes)).chain((one) => argument(one, depth - 1)),
        ),
      ),
    )
    .map((args) => `${fn.name}(${args.join(', ')})`);
}

/** The text of an expression of one kind over the fields of a record. */
function expression(kind: Kind, depth = 2): fc.Arbitrary<string> {
  const leaf = fc.constantFrom(...fields[kind], ...fields[kind], ...constants[kind]);
  if (depth <= 0) return leaf;
  const inner = (one: Kind) => expression(one, depth - 1);
  const calls = plain.filter((fn) => kindOf(fn.returns) === kind).map((fn) => call(fn, depth));
  const operators: Partial<Record<Kind, fc.Arbitrary<string>>> = {
    number: fc
      .tuple(inner('number'), fc.constantFrom('+', '-', '*', '/', '%', '^'), inner('number'))
      .map(([a, o, b]) => `(${a} ${o} ${b})`),
    truth: fc.oneof(
      fc
        .tuple(inner('number'), fc.constantFrom('=', '!=', '<', '>='), inner('number'))
        .map(([a, o, b]) => `(${a} ${o} ${b})`),
      fc.tuple(inner('text'), fc.constantFrom('=', '!=', '<'), inner('text')).map(([a, o, b]) => `(${a} ${o} ${b})`),
      fc.tuple(inner('address'), inner('address')).map(([a, b]) => `(${a} = ${b})`),
      fc.tuple(inner('truth'), fc.constantFrom('and', 'or'), inner('truth')).map(([a, o, b]) => `(${a} ${o} ${b})`),
      inner('truth').map((a) => `not ${a}`),
      inner('text').map((a) => `(${a} like /[e-r]+/)`),
      inner('number').map((a) => `(${a} not in [1, 443, 80])`),
    ),
  };
  const operator = operators[kind];
  return fc.oneof(
    leaf,
    ...(operator === undefined ? [] : [operator]),
    ...(calls.length === 0 ? [] : [fc.oneof(...calls)]),
  );
}

const anyKind = fc.constantFrom<Kind>('number', 'text', 'truth', 'address');
const key = fc.oneof(
  anyKind.chain((kind) => expression(kind, 1)),
  fc.constantFrom(...periods).map((period) => `bin(${period})`),
);
const sums = fc.array(
  fc.oneof(
    fc.constantFrom('count(*)', 'sum(bytes)', 'sum(packets)', 'avg(bytes)', 'count(bytes)', 'sum(bytes) / 1048576'),
    ...aggregates.map((fn) => call(fn, 2)),
  ),
  { minLength: 1, maxLength: 3 },
);
const named = (items: readonly string[], prefix: string) => items.map((item, i) => `${item} as ${prefix}${i}`);

/** Stages over records, then perhaps a grouping, then perhaps stages over its rows. */
export const typedQuery: fc.Arbitrary<string> = fc
  .record({
    filters: fc.array(expression('truth'), { maxLength: 2 }),
    fields: fc.array(
      anyKind.chain((kind) => expression(kind)),
      { maxLength: 2 },
    ),
    grouping: fc.oneof(
      { weight: 3, arbitrary: fc.tuple(fc.constant('stats' as const), sums, fc.array(key, { maxLength: 2 })) },
      fc.tuple(fc.constant('top' as const), sums, fc.array(key, { minLength: 1, maxLength: 2 })),
      fc.tuple(fc.constant('timeseries' as const), sums, fc.array(key, { maxLength: 1 })),
      fc.tuple(fc.constant('none' as const), sums, fc.array(key, { maxLength: 2 })),
    ),
    period: fc.constantFrom('1h', '6h', '1d', '1mo'),
    others: fc.boolean(),
    after: fc.array(
      fc.constantFrom(
        'sort s0 desc',
        'filter ispresent(s0)',
        'fields s0 as again',
        'limit 7',
        'stats count(*) as n by s0',
        'dedup s0',
        'tail 3',
      ),
      { maxLength: 3 },
    ),
  })
  .map(({ filters, fields: computed, grouping: [word, items, keys], period, others, after }) => {
    const rest = after.filter((_, i) => !after.slice(0, i).some((one) => /^(stats|dedup|fields)/.test(one)));
    const group = {
      none: [`fields bytes as s0`],
      stats: [`stats ${named(items, 's').join(', ')}${keys.length === 0 ? '' : ` by ${named(keys, 'k').join(', ')}`}`],
      top: [`top 5 ${named(keys, 'k').join(', ')} by ${items[0]} as s0${others ? ' with others' : ''}`],
      timeseries: [
        `timeseries ${named(items, 's').join(', ')} by bin(${period})${keys.length === 0 ? '' : `, ${named(keys, 'k').join(', ')}`}${others && keys.length > 0 ? ' limit 2' : ''}`,
      ],
    }[word];
    return [
      ...filters.map((filter) => `filter ${filter}`),
      ...(computed.length === 0 ? [] : [`fields ${named(computed, 'f').join(', ')}`]),
      ...group,
      ...rest,
    ].join(' | ');
  });
