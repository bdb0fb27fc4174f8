import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { made, numberType } from '../value.ts';

export const fn = defineFunction({
  name: 'floor',
  group: 'numbers',
  origin: 'insights',
  summary: 'The greatest whole number that is not above the number.',
  parameters: [{ name: 'number', takes: 'number' }],
  returns: 'number',
  examples: [
    { expression: 'floor(2.9)', gives: 2 },
    { expression: 'floor(-2.1)', gives: -3 },
  ],
  compile(args) {
    const number = argument(args, 0);
    if (number.type.kind !== 'number') return number;
    return made(numberType, `floor(${number.sql})`, [number], number.unit === undefined ? {} : { unit: number.unit });
  },
});
