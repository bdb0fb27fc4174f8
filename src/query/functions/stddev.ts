import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { asDouble } from '../number-sql.ts';
import { finite, made, numberType } from '../value.ts';

export const fn = defineFunction({
  name: 'stddev',
  group: 'aggregates',
  origin: 'insights',
  summary: 'The standard deviation of the values, taken as the whole population.',
  parameters: [{ name: 'number', takes: 'number' }],
  returns: 'number',
  aggregate: true,
  examples: [{ expression: 'round(stddev(n), 6)', gives: 1.118034 }],
  compile(args) {
    const number = argument(args, 0);
    const sql = finite(`stddevPopStable(toNullable(${asDouble(number)}))`);
    return made(numberType, sql, [number], { aggregate: true, gaps: 'missing' });
  },
});
