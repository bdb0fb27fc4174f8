import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { asDouble } from '../number-sql.ts';
import { finite, made, numberType } from '../value.ts';

export const fn = defineFunction({
  name: 'sqrt',
  group: 'numbers',
  origin: 'insights',
  summary: 'The square root; missing for a negative number.',
  parameters: [{ name: 'number', takes: 'number' }],
  returns: 'number',
  examples: [
    { expression: 'sqrt(9)', gives: 3 },
    { expression: 'sqrt(-1)', gives: null },
  ],
  compile(args) {
    const number = argument(args, 0);
    return made(numberType, finite(`sqrt(${asDouble(number)})`), [number]);
  },
});
