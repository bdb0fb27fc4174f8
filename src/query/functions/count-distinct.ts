import { refuseContainers } from '../aggregate-sql.ts';
import { argument } from '../arguments.ts';
import { defineFunction, type QueryFunction } from '../define-function.ts';
import { countType, made } from '../value.ts';

const compile: QueryFunction['compile'] = (args, context) => {
  const value = argument(args, 0);
  refuseContainers('count_distinct', value, context);
  const sql = value.type.kind === 'missing' ? 'count(NULL)' : `uniqExact(${value.sql})`;
  return made(countType, sql, [value], { aggregate: true, gaps: 'zero' });
};

export const fn = defineFunction({
  name: 'count_distinct',
  aliases: ['countDistinct'],
  group: 'aggregates',
  origin: 'insights',
  summary: 'How many different values there are, counted exactly.',
  remark: 'Missing is none of them. It holds every value in memory; approx_count_distinct does not.',
  parameters: [{ name: 'value', takes: 'any' }],
  returns: 'number',
  aggregate: true,
  examples: [
    { expression: 'count_distinct(n)', gives: 4 },
    { expression: 'count_distinct(n % 2)', gives: 2 },
  ],
  compile,
  fromSums: (args, _, context) => compile(args, context),
});
