import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { unify } from '../unify.ts';
import { made, type Value } from '../value.ts';

export const fn = defineFunction({
  name: 'case',
  group: 'conditions',
  origin: 'insights',
  summary:
    'The value behind the first condition that is true; the last value where none is, if there is one without a condition.',
  remark:
    'Conditions and values take turns. A condition that is missing counts as false. Values of several kinds become text.',
  parameters: [
    { name: 'condition', takes: 'boolean' },
    { name: 'value', takes: 'any' },
    { name: 'more', takes: 'any', optional: true, variadic: true },
  ],
  returns: 'the kind of its values',
  examples: [
    { expression: 'case(1 > 2, "a", 2 > 1, "b", "c")', gives: 'b' },
    { expression: 'case(1 > 2, "a")', gives: null },
  ],
  compile(args, context) {
    const branches: { readonly condition: Value; readonly value: Value }[] = [];
    for (let i = 0; i + 1 < args.length; i += 2) {
      const condition = argument(args, i);
      if (condition.type.kind !== 'boolean' && condition.type.kind !== 'missing') {
        const span = context.argSpans[i] ?? context.span;
        context.fail(
          'QL_NOT_A_CONDITION',
          'case takes a condition here: conditions and values take turns',
          span,
          'case(a > 1, "x", a > 0, "y", "z")',
        );
      }
      branches.push({ condition, value: argument(args, i + 1) });
    }
    const last = args.length % 2 === 1 ? args.at(-1) : undefined;
    const values = [...branches.map(({ value }) => value), ...(last === undefined ? [] : [last])];
    const { type, sql } = unify(values);
    if (type.kind === 'missing') return made(type, 'NULL', args);
    const otherwise =
      last === undefined ? (type.kind === 'list' ? '[]' : type.kind === 'map' ? 'map()' : 'NULL') : sql.at(-1);
    const pairs = branches.flatMap(({ condition }, i) => [condition.sql, sql[i] ?? 'NULL']);
    return made(type, `multiIf(${[...pairs, otherwise].join(', ')})`, args);
  },
});
