import { unitOf } from '../aggregate-sql.ts';
import { argument } from '../arguments.ts';
import { defineFunction, type QueryFunction } from '../define-function.ts';
import { integerType, made } from '../value.ts';

const compile: QueryFunction['compile'] = (args) => {
  const value = argument(args, 0);
  const type = value.type.kind === 'boolean' ? integerType(0, 1) : value.type;
  return made(type, `min(toNullable(${value.sql}))`, [value], { aggregate: true, gaps: 'missing', ...unitOf(value) });
};

export const fn = defineFunction({
  name: 'min',
  group: 'aggregates',
  origin: 'insights',
  summary: 'The least of the values: of numbers, times or addresses.',
  remark: 'Text is read as numbers; sortsFirst takes it as text.',
  parameters: [{ name: 'value', takes: ['number', 'time', 'address'] }],
  returns: 'the kind of its values',
  aggregate: true,
  examples: [{ expression: 'min(n)', gives: 1 }],
  compile,
  fromSums: (args, _, context) => compile(args, context),
});
