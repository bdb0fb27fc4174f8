import { exactSum, keptSum, unitOf } from '../aggregate-sql.ts';
import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { readNumber } from '../number-sql.ts';
import { made } from '../value.ts';

export const fn = defineFunction({
  name: 'sumOverTime',
  aliases: ['sum_over_time'],
  group: 'aggregates',
  origin: 'insights',
  summary: 'The sum of the values in a bin and all bins before it.',
  remark:
    'Only in stats … by bin(…); each combination of the other keys is summed for itself. Missing while no bin has had a value.',
  parameters: [{ name: 'number', takes: 'number' }],
  returns: 'number',
  aggregate: true,
  ofMeasures: true,
  examples: [],
  compile(args, context) {
    const number = readNumber(argument(args, 0));
    const { type, sql } = exactSum(number);
    return context.running(made(type, sql, [number], { aggregate: true, ...unitOf(number) }));
  },
  fromSums(args, kept, context) {
    const number = readNumber(argument(args, 0));
    const summed = keptSum(number, kept);
    if (summed === undefined) return undefined;
    return context.running(made(summed.type, summed.sql, [number], { aggregate: true, ...unitOf(number) }));
  },
});
