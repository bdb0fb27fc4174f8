import { defineFunction } from '../define-function.ts';

export const fn = defineFunction({
  name: 'countOverTime',
  aliases: ['count_over_time'],
  group: 'aggregates',
  origin: 'insights',
  summary: 'Not built: the count of each bin added to those before; accum does the same.',
  parameters: [{ name: 'value', takes: ['star', 'any'], optional: true }],
  returns: 'number',
  aggregate: true,
  examples: [],
  compile: (_, context) =>
    context.fail(
      'QL_NOT_BUILT',
      'countOverTime is not built: accum says over which rows it goes on',
      context.span,
      'write stats count(*) as n by bin(5m) as t | sort t | accum n',
    ),
});
