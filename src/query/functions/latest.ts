import { atExtreme } from '../aggregate-order.ts';
import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';

export const fn = defineFunction({
  name: 'latest',
  group: 'aggregates',
  origin: 'insights',
  summary: 'The value of the record with the largest @timestamp that has one.',
  remark: 'Of several at the same time it is the greatest. A time is given as epoch milliseconds.',
  parameters: [{ name: 'value', takes: 'any' }],
  returns: 'the kind of its values',
  aggregate: true,
  examples: [{ expression: 'latest(n)', gives: 4 }],
  compile: (args, context) => atExtreme('argMaxIf', argument(args, 0), context),
});
