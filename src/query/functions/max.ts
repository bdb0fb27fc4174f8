import { unitOf } from '../aggregate-sql.ts';
import { argument } from '../arguments.ts';
import { defineFunction, type QueryFunction } from '../define-function.ts';
import { integerType, made } from '../value.ts';

const compile: QueryFunction['compile'] = (args) => {
  const value = argument(args, 0);
  const type = value.type.kind === 'boolean' ? integerType(0, 1) : value.type;
  return made(type, `max(toNullable(${value.sql}))`, [value], { aggregate: true, gaps: 'missing', ...unitOf(value) });
};

export const fn = defineFunction({
  name: 'max',
  group: 'aggregates',
  origin: 'insights',
  summary: 'The greatest of the values: of numbers, times or addresses.',
  remark: 'Text is read as numbers; sortsLast takes it as text.',
  parameters: [{ name: 'value', takes: ['number', 'time', 'address'] }],
  returns: 'the kind of its values',
  aggregate: true,
  examples: [{ expression: 'max(n)', gives: 4 }],
  compile,
  fromSums: (args, _, context) => compile(args, context),
});
