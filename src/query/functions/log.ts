import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { asDouble } from '../number-sql.ts';
import { finite, made, numberType } from '../value.ts';

export const fn = defineFunction({
  name: 'log',
  group: 'numbers',
  origin: 'insights',
  summary: 'The natural logarithm; missing for zero and below.',
  parameters: [{ name: 'number', takes: 'number' }],
  returns: 'number',
  examples: [
    { expression: 'log(1)', gives: 0 },
    { expression: 'log(0)', gives: null },
  ],
  compile(args) {
    const number = argument(args, 0);
    return made(numberType, finite(`log(${asDouble(number)})`), [number]);
  },
});
