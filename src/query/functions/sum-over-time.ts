import { defineFunction } from '../define-function.ts';

export const fn = defineFunction({
  name: 'sumOverTime',
  aliases: ['sum_over_time'],
  group: 'aggregates',
  origin: 'insights',
  summary: 'Not built: the sum of each bin added to those before; accum does the same.',
  parameters: [{ name: 'number', takes: 'number' }],
  returns: 'number',
  aggregate: true,
  examples: [],
  compile: (_, context) =>
    context.fail(
      'QL_NOT_BUILT',
      'sumOverTime is not built: accum says over which rows it goes on',
      context.span,
      'write stats sum(bytes) as b by bin(5m) as t | sort t | accum b',
    ),
});
