import { atExtreme } from '../aggregate-order.ts';
import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';

export const fn = defineFunction({
  name: 'earliest',
  group: 'aggregates',
  origin: 'insights',
  summary: 'The value of the record with the smallest @timestamp that has one.',
  remark: 'Of several at the same time it is the least. A time is given as epoch milliseconds.',
  parameters: [{ name: 'value', takes: 'any' }],
  returns: 'the kind of its values',
  aggregate: true,
  examples: [{ expression: 'earliest(n)', gives: 1 }],
  compile: (args, context) => atExtreme('argMinIf', argument(args, 0), context),
});
