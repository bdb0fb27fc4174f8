import { refuseContainers } from '../aggregate-sql.ts';
import { argument } from '../arguments.ts';
import { defineFunction, type QueryFunction } from '../define-function.ts';
import { countType, made } from '../value.ts';

const compile: QueryFunction['compile'] = (args, context) => {
  const value = argument(args, 0);
  refuseContainers('approx_count_distinct', value, context);
  const sql = value.type.kind === 'missing' ? 'count(NULL)' : `ifNull(uniqCombined64(${value.sql}), 0)`;
  return made(countType, sql, [value], { aggregate: true, gaps: 'zero', approximate: true });
};

export const fn = defineFunction({
  name: 'approx_count_distinct',
  group: 'aggregates',
  origin: 'weir',
  summary: 'How many different values there are, estimated in little memory.',
  remark: 'Small numbers are exact; a million different values are off by less than one percent.',
  parameters: [{ name: 'value', takes: 'any' }],
  returns: 'number',
  aggregate: true,
  examples: [{ expression: 'approx_count_distinct(n)', gives: 4 }],
  compile,
  fromSums: (args, _, context) => compile(args, context),
});
