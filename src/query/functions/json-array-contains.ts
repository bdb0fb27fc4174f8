import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { textOf } from '../unify.ts';
import { booleanType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'jsonArrayContains',
  group: 'JSON',
  origin: 'insights',
  summary: 'True where a JSON array or a list has an element, as text or as number.',
  parameters: [
    { name: 'array', takes: ['list', 'text'] },
    { name: 'value', takes: 'text' },
  ],
  returns: 'true or false',
  examples: [
    { expression: 'jsonArrayContains("[1, \\"a\\"]", "a")', gives: 1 },
    { expression: 'jsonArrayContains("[1, \\"a\\"]", 1)', gives: 1 },
    { expression: 'jsonArrayContains("[1, \\"a\\"]", "b")', gives: 0 },
  ],
  compile(args) {
    const [array, value] = [argument(args, 0), argument(args, 1)];
    const elements =
      array.type.kind === 'list'
        ? `arrayMap(x -> ${textOf({ type: array.type.of, sql: 'x' })}, ${array.sql})`
        : `JSONExtract(ifNull(toString(${array.sql}), ''), 'Array(Nullable(String))')`;
    return made(booleanType, `has(${elements}, toString(${value.sql}))`, args);
  },
});
