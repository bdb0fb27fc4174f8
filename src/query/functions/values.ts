import { shownList } from '../aggregate-order.ts';
import { refuseContainers } from '../aggregate-sql.ts';
import { argument } from '../arguments.ts';
import { defineFunction, type QueryFunction } from '../define-function.ts';
import { made } from '../value.ts';

const compile: QueryFunction['compile'] = (args, context) => {
  const value = argument(args, 0);
  refuseContainers('values', value, context);
  const { type, sql } = shownList(value, `arraySort(groupUniqArray(${value.sql}))`);
  return made(type, sql, [value], { aggregate: true, gaps: 'missing' });
};

export const fn = defineFunction({
  name: 'values',
  group: 'aggregates',
  origin: 'insights',
  summary: 'The different values as a list, in order.',
  remark: 'All of them, as long as they fit into the memory of a query; count_distinct only says how many there are.',
  parameters: [{ name: 'value', takes: 'any' }],
  returns: 'list',
  aggregate: true,
  examples: [
    { expression: 'values(n)', gives: [1, 2, 3, 4] },
    { expression: 'values(if(n > 2, "many", "few"))', gives: ['few', 'many'] },
  ],
  compile,
  fromSums: (args, _, context) => compile(args, context),
});
