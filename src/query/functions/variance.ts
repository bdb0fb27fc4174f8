import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { asDouble } from '../number-sql.ts';
import { finite, made, numberType } from '../value.ts';

export const fn = defineFunction({
  name: 'variance',
  group: 'aggregates',
  origin: 'insights',
  summary: 'The variance of the values, taken as the whole population.',
  parameters: [{ name: 'number', takes: 'number' }],
  returns: 'number',
  aggregate: true,
  examples: [{ expression: 'variance(n)', gives: 1.25 }],
  compile(args) {
    const number = argument(args, 0);
    const sql = finite(`varPopStable(toNullable(${asDouble(number)}))`);
    return made(numberType, sql, [number], { aggregate: true, gaps: 'missing' });
  },
});
