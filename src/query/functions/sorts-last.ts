import { inSortOrder } from '../aggregate-order.ts';
import { argument } from '../arguments.ts';
import { defineFunction, type QueryFunction } from '../define-function.ts';

const compile: QueryFunction['compile'] = (args, context) => inSortOrder('Max', argument(args, 0), context);

export const fn = defineFunction({
  name: 'sortsLast',
  group: 'aggregates',
  origin: 'insights',
  summary: 'The value that sort would put last.',
  remark: 'Text is ordered as people count: eni-9 before eni-10.',
  parameters: [{ name: 'value', takes: 'any' }],
  returns: 'the kind of its values',
  aggregate: true,
  examples: [
    { expression: 'sortsLast(n)', gives: 4 },
    { expression: 'sortsLast(concat("eni-", n * 3))', gives: 'eni-12' },
  ],
  compile,
  fromSums: (args, _, context) => compile(args, context),
});
