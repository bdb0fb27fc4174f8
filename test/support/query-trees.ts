import fc from 'fast-check';
import type {
  BinaryOperator,
  Expression,
  FieldNode,
  Item,
  Key,
  NameNode,
  Period,
  Query,
  RegexNode,
  Renamed,
  Setting,
  Source,
  Stage,
  StringNode,
} from '../../src/query/ast.ts';
import { commandsByName } from '../../src/query/parse-query.ts';

// Random trees of queries, over every command that is built. They are right by their form alone: names, kinds and
// constants are whatever comes, unless a test brings its own.

const span = { start: 0, end: 0 };

/** The tree without its spans, to compare. */
export function withoutSpans(tree: unknown): unknown {
  return JSON.parse(JSON.stringify(tree, (key, value: unknown) => (/^(nameS|s)pan$/.test(key) ? undefined : value)));
}

const plainNames = [
  'srcAddr',
  'bytes',
  '@timestamp',
  'start',
  'limit',
  'top',
  'as_1',
  'items.0.id',
  'm.k',
  'action',
  'e5',
];
const oddNames = [
  'flow-direction',
  'by',
  'NOT',
  'null',
  'a b',
  '5m',
  '@aws.tag:x',
  '',
  '@',
  'é',
  'a"b',
  '10.0.0.1',
  'a|b',
  '#a',
];
/** `count` without brackets is an error where an aggregate may stand. */
const anyText = fc.string({ maxLength: 6 }).filter((one) => !one.includes('`') && one.toLowerCase() !== 'count');
const anyName = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...plainNames) },
  fc.constantFrom(...oddNames),
  anyText,
);
const anyCall = fc.constantFrom('sum', 'count', 'bin', 'isIpInSubnet', 'if', 'x.y', '_f');

export interface TreeOptions {
  /** Names of fields that the query reads. */
  readonly names?: fc.Arbitrary<string>;
  /** Names of functions. */
  readonly calls?: fc.Arbitrary<string>;
}

const text: fc.Arbitrary<StringNode> = fc
  .oneof(fc.string(), fc.constantFrom('REJECT', "it's", '"', '\\', '\\"', '^10\\.', 'a\nb', '| stats', '# no', '😀'))
  .map((value) => ({ kind: 'string', value, span }));
const period: fc.Arbitrary<Period> = fc.record({
  count: fc.nat(500),
  unit: fc.constantFrom('ms', 's', 'm', 'h', 'd', 'w', 'mo', 'q', 'y'),
});
const fixedPeriod: fc.Arbitrary<Period> = fc.record({
  count: fc.nat(500),
  unit: fc.constantFrom('ms', 's', 'm', 'h', 'd', 'w'),
});
const regexParts = ['a', '/', '\\.', '[^/]', '[\\]/]', '\\\\', '(?i)', '|', '"', '#', '\\d+', '(b)', '😀'];
const regex: fc.Arbitrary<RegexNode> = fc
  .array(fc.constantFrom(...regexParts), { maxLength: 6 })
  .map((parts) => ({ kind: 'regex', source: parts.join(''), span }));
const name: fc.Arbitrary<NameNode> = anyName.map((one) => ({ name: one, span }));

function leaf(field: fc.Arbitrary<FieldNode>): fc.Arbitrary<Expression> {
  const digits = fc.oneof(fc.nat().map(String), fc.constantFrom('0.5', '1e9', '18446744073709551615', '007'));
  const size = fc.constantFrom('kB' as const, 'MB' as const, 'GB' as const, 'TiB' as const);
  const addresses = ['10.0.0.1', '::', 'fd00::1', '::ffff:1.2.3.4'];
  return fc.oneof(
    { weight: 4, arbitrary: field },
    digits.map((one): Expression => ({ kind: 'number', text: one, span })),
    size.map((one): Expression => ({ kind: 'number', text: '1.5', size: one, span })),
    text,
    fc.constantFrom(...addresses).map((one): Expression => ({ kind: 'address', text: one, span })),
    fc.constantFrom('10.0.0.0/8', '::/0').map((one): Expression => ({ kind: 'cidr', text: one, span })),
    period.map((one): Expression => ({ kind: 'period', period: one, span })),
    fc.boolean().map((value): Expression => ({ kind: 'boolean', value, span })),
    fc.constant<Expression>({ kind: 'null', span }),
  );
}

const operators: readonly BinaryOperator[] = [
  'and',
  'or',
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
];
const keys = fc.oneof(fc.constantFrom('k', '0', '12', 'a.b', '5m', 'by', ''), anyText);

function grown(inner: fc.Arbitrary<Expression>, calls: fc.Arbitrary<string>): fc.Arbitrary<Expression>[] {
  const argument = fc.oneof({ weight: 6, arbitrary: inner }, regex, fc.constant<Expression>({ kind: 'star', span }));
  const [minus, plus, not] = ['-', '+', 'not'] as const;
  return [
    fc
      .tuple(fc.constantFrom(...operators), inner, inner)
      .map(([operator, left, right]) => ({ kind: 'binary', operator, left, right, span })),
    fc
      .tuple(fc.constantFrom(minus, plus, not), inner)
      .map(([operator, operand]) => ({ kind: 'unary', operator, operand, span })),
    fc
      .tuple(calls, fc.array(argument, { maxLength: 3 }))
      .map(([called, args]) => ({ kind: 'call', name: called, args, nameSpan: span, span })),
    fc
      .tuple(inner, fc.oneof(text, regex), fc.boolean())
      .map(([operand, pattern, negated]) => ({ kind: 'like', operand, pattern, negated, span })),
    fc
      .tuple(inner, fc.array(inner, { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([operand, items, negated]) => ({ kind: 'in', operand, items, negated, span })),
    fc.tuple(inner, keys).map(([object, key]) => ({ kind: 'member', object, key, span })),
    fc.tuple(inner, inner).map(([object, index]) => ({ kind: 'index', object, index, span })),
  ];
}

function expressions(depth: number, options: TreeOptions, nested?: fc.Arbitrary<Query>): fc.Arbitrary<Expression> {
  const field = (options.names ?? anyName).map((one): FieldNode => ({ kind: 'field', name: one, span }));
  if (depth === 0) return leaf(field);
  const inner = expressions(depth - 1, options);
  const more = fc.oneof(...grown(inner, options.calls ?? anyCall));
  const all = [
    { weight: 2, arbitrary: leaf(field) },
    { weight: 4, arbitrary: more },
  ];
  if (nested === undefined) return fc.oneof(...all);
  const within = fc
    .tuple(inner, nested, fc.boolean())
    .map(([operand, query, negated]): Expression => ({ kind: 'inQuery', operand, query, negated, span }));
  return fc.oneof(...all, within);
}

/** Any expression without queries in brackets. */
export function expressionTree(options: TreeOptions = {}): fc.Arbitrary<Expression> {
  return expressions(4, options);
}

const few = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
const count = fc.integer({ min: 1, max: 100_000 });
const renamed: fc.Arbitrary<Renamed> = fc.record({ name, as: name }, { requiredKeys: ['name'] });
const at = fc.constant(span);
const setting = (key: string, value: fc.Arbitrary<Setting['value']>): fc.Arbitrary<Setting[]> =>
  fc.array(fc.record({ name: fc.constant(key), value, span: at }), { maxLength: 1 });

const pattern: fc.Arbitrary<Extract<Stage, { command: 'parse' }>['pattern']> = fc.oneof(
  few(name).map((names) => {
    const value = names.map(() => '*').join(' "x" ');
    return { kind: 'glob' as const, text: { kind: 'string' as const, value, span }, names };
  }),
  fc.record({
    kind: fc.constant('regex' as const),
    regex: fc
      .constantFrom('(?<a>\\d+)/(?<b>.*)', '^(?P<n>[^/]+)')
      .map((source): RegexNode => ({ kind: 'regex', source, span })),
    names: fc.constant([]),
    multi: fc.boolean(),
  }),
  name.map((one) => ({ kind: 'logfmt' as const, name: one })),
  few(name).map((names) => ({ kind: 'csv' as const, names })),
);

type Made<C> = fc.Arbitrary<Extract<Stage, { command: C }>>;
type StageMakers = { readonly [C in Stage['command']]?: Made<C> };

function stageMakers(
  expression: fc.Arbitrary<Expression>,
  nested: fc.Arbitrary<Query>,
  names: fc.Arbitrary<string>,
): StageMakers {
  const field = names.map((one): FieldNode => ({ kind: 'field', name: one, span }));
  const item: fc.Arbitrary<Item> = fc.record({ expression, as: name }, { requiredKeys: ['expression'] });
  const key: fc.Arbitrary<Key> = fc.record({ expression, offset: period, as: name }, { requiredKeys: ['expression'] });
  const is = <C extends string>(command: C) => ({ command: fc.constant(command), span: at });
  return {
    fields: fc.record({ ...is('fields'), items: few(item) }),
    display: fc.record({ ...is('display'), items: few(item) }),
    filter: fc.record({ ...is('filter'), condition: expression }),
    stats: fc.record({ ...is('stats'), items: few(item), by: fc.array(key, { maxLength: 2 }) }),
    sort: fc.record({ ...is('sort'), keys: few(fc.record({ expression, descending: fc.boolean() })) }),
    limit: fc.record({ any: fc.boolean(), ...is('limit'), count, last: fc.constant(false) }),
    dedup: fc.record({ ...is('dedup'), fields: few(field) }),
    parse: fc.record({ ...is('parse'), field, pattern }, { requiredKeys: ['command', 'span', 'pattern'] }),
    top: fc.record({ ...is('top'), count, fields: few(item), by: item, others: fc.boolean() }),
    timeseries: fc.record(
      {
        ...is('timeseries'),
        items: few(item),
        bin: period,
        keys: fc.array(item, { maxLength: 2 }),
        limit: count,
      },
      { requiredKeys: ['command', 'span', 'items', 'keys'] },
    ),
    unnest: fc.record({ ...is('unnest'), field, into: name }),
    expand: fc.record({ ...is('expand'), field }),
    lookup: fc.record({
      ...is('lookup'),
      table: name,
      keys: few(renamed),
      onlyMissing: fc.boolean(),
      outputs: few(renamed),
    }),
    cidrlookup: fc.record(
      { ...is('cidrlookup'), table: name, field, column: name, onlyMissing: fc.boolean(), outputs: few(renamed) },
      { requiredKeys: ['command', 'span', 'table', 'field', 'onlyMissing', 'outputs'] },
    ),
    join: fc.record({
      ...is('join'),
      type: fc.constantFrom('inner' as const, 'left' as const),
      left: fc.constant({ name: 'a', span }),
      right: fc.constant({ name: 'b', span }),
      on: few(
        fc.tuple(names, names).map(([one, other]) => ({
          left: { kind: 'field' as const, name: `a.${one}`, span },
          right: { kind: 'field' as const, name: `b.${other}`, span },
        })),
      ),
      query: nested,
    }),
    fillmissing: fc.oneof(
      fc.record({ ...is('fillmissing'), fields: fc.constant([]) }),
      fc.record({ ...is('fillmissing'), value: text, fields: few(field) }),
    ),
    filldown: fc.record({ ...is('filldown'), fields: fc.array(field, { maxLength: 2 }) }),
    accum: fc.record({ ...is('accum'), field, as: name }, { requiredKeys: ['command', 'span', 'field'] }),
    autoregress: fc.record(
      {
        ...is('autoregress'),
        field,
        as: name,
        from: fc.integer({ min: 1, max: 3 }),
        to: fc.integer({ min: 3, max: 9 }),
      },
      { requiredKeys: ['command', 'span', 'field', 'from', 'to'] },
    ),
    appendcols: fc.record({ ...is('appendcols'), settings: setting('override', fc.boolean()), query: nested }),
    addtotals: fc.record({ ...is('addtotals'), settings: setting('row', fc.boolean()), fields: few(field) }),
    sessionize: fc.record(
      { ...is('sessionize'), fields: few(field), maxspan: fixedPeriod, as: name },
      { requiredKeys: ['command', 'span', 'fields'] },
    ),
    countfrequent: fc.record({ ...is('countfrequent'), fields: few(field) }),
    compare: fc.record({ ...is('compare'), shift: period }, { requiredKeys: ['command', 'span'] }),
    saved: fc.record({
      ...is('saved'),
      name: fc.constantFrom('Talkers', 'Top of all', 'a.b'),
      arguments: fc.array(
        fc.record({
          name: anyName,
          value: fc.oneof(
            text.map(({ value }) => value),
            fc.constant('5'),
          ),
          span: at,
        }),
        { maxLength: 2 },
      ),
    }),
  };
}

const strings = few(text.map(({ value }) => value));
const when = fc.oneof(
  fc.constant({ kind: 'now' as const }),
  period.map((one) => ({ kind: 'ago' as const, period: one })),
  text.map(({ value }) => ({ kind: 'text' as const, text: value, span })),
);
const source: fc.Arbitrary<Source> = fc.record(
  {
    select: fc.oneof(
      text.map(({ value }) => ({ kind: 'group' as const, name: value })),
      anyName.map((one) => ({ kind: 'name' as const, name: one })),
      fc.record({
        kind: fc.constant('logGroups' as const),
        arguments: few(fc.record({ name: fc.constantFrom('nameprefix', 'class'), values: strings })),
      }),
      strings.map((names) => ({ kind: 'dataSource' as const, names })),
    ),
    start: when,
    end: when,
    span: at,
  },
  { requiredKeys: ['select', 'span'] },
);

function queries(depth: number, options: TreeOptions): fc.Arbitrary<Query> {
  const nested = depth > 0 ? queries(0, options) : undefined;
  const expression = expressions(depth > 0 ? 3 : 1, options, nested);
  const inner =
    nested ?? fc.constant<Query>({ stages: [{ any: false, command: 'limit', count: 1, last: false, span }], span });
  const makers = stageMakers(expression, inner, options.names ?? anyName);
  const built = Object.entries(makers).filter(
    ([command]) =>
      command === 'saved' || (commandsByName.get(command)?.refused === undefined && commandsByName.has(command)),
  );
  const stage: fc.Arbitrary<Stage> = fc.oneof(...built.map(([, maker]) => maker as fc.Arbitrary<Stage>));
  return fc.record(
    { source, stages: fc.array(stage, { minLength: 1, maxLength: depth > 0 ? 4 : 2 }), span: at },
    { requiredKeys: ['stages', 'span'] },
  );
}

/** Whole queries, some with queries in brackets. */
export function queryTree(options: TreeOptions = {}): fc.Arbitrary<Query> {
  return queries(1, options);
}
