import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { perSeconds } from '../rate-sql.ts';

export const fn = defineFunction({
  name: 'per_minute',
  aliases: ['perMinute'],
  group: 'aggregates',
  origin: 'weir',
  summary: 'An aggregate divided by the minutes of its bin, or of the range where there is no bin.',
  parameters: [{ name: 'aggregate', takes: 'aggregate' }],
  returns: 'number',
  examples: [],
  compile: (args, context) => perSeconds(argument(args, 0), 60, context),
});
