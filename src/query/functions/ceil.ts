import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { made, numberType } from '../value.ts';

export const fn = defineFunction({
  name: 'ceil',
  group: 'numbers',
  origin: 'insights',
  summary: 'The least whole number that is not below the number.',
  parameters: [{ name: 'number', takes: 'number' }],
  returns: 'number',
  examples: [
    { expression: 'ceil(2.1)', gives: 3 },
    { expression: 'ceil(-2.1)', gives: -2 },
  ],
  compile(args) {
    const number = argument(args, 0);
    if (number.type.kind !== 'number') return number;
    return made(numberType, `ceil(${number.sql})`, [number], number.unit === undefined ? {} : { unit: number.unit });
  },
});
