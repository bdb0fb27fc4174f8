import { inSortOrder } from '../aggregate-order.ts';
import { argument } from '../arguments.ts';
import { defineFunction, type QueryFunction } from '../define-function.ts';

const compile: QueryFunction['compile'] = (args, context) => inSortOrder('Min', argument(args, 0), context);

export const fn = defineFunction({
  name: 'sortsFirst',
  group: 'aggregates',
  origin: 'insights',
  summary: 'The value that sort would put first.',
  remark: 'Text is ordered as people count: eni-9 before eni-10.',
  parameters: [{ name: 'value', takes: 'any' }],
  returns: 'the kind of its values',
  aggregate: true,
  examples: [
    { expression: 'sortsFirst(n)', gives: 1 },
    { expression: 'sortsFirst(concat("eni-", n * 3))', gives: 'eni-3' },
  ],
  compile,
  fromSums: (args, _, context) => compile(args, context),
});
