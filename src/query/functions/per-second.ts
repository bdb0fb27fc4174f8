import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { perSeconds } from '../rate-sql.ts';

export const fn = defineFunction({
  name: 'per_second',
  aliases: ['perSecond'],
  group: 'aggregates',
  origin: 'weir',
  summary: 'An aggregate divided by the seconds of its bin, or of the range where there is no bin.',
  remark: 'per_second(sum(bytes)) * 8 is in bits a second.',
  parameters: [{ name: 'aggregate', takes: 'aggregate' }],
  returns: 'number',
  examples: [],
  compile: (args, context) => perSeconds(argument(args, 0), 1, context),
});
