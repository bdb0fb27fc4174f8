import { defineFunction } from '../define-function.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'concat',
  group: 'text',
  origin: 'insights',
  summary: 'The texts, one behind the other.',
  remark: 'Missing if one of them is missing; coalesce(x, "") prevents that.',
  parameters: [{ name: 'text', takes: 'text', variadic: true }],
  returns: 'text',
  examples: [
    { expression: 'concat("port ", 443)', gives: 'port 443' },
    { expression: 'concat("a", null)', gives: null },
  ],
  compile: (args) => made(textType, `concat(${args.map(({ sql }) => `toString(${sql})`).join(', ')})`, args),
});
