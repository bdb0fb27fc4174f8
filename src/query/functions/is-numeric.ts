import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { readNumber } from '../number-sql.ts';
import { booleanType, isNumeric, made } from '../value.ts';

export const fn = defineFunction({
  name: 'isNumeric',
  group: 'conditions',
  origin: 'insights',
  summary: 'True for a number, and for text that reads as one.',
  parameters: [{ name: 'value', takes: 'any' }],
  returns: 'true or false',
  examples: [
    { expression: 'isNumeric("12.5")', gives: 1 },
    { expression: 'isNumeric("12a")', gives: 0 },
    { expression: 'isNumeric(null)', gives: 0 },
  ],
  compile(args) {
    const value = argument(args, 0);
    const { kind } = value.type;
    if (!isNumeric(value.type) && kind !== 'text' && kind !== 'time') return made(booleanType, 'toUInt8(0)', [value]);
    return made(booleanType, `isNotNull(${readNumber(value).sql})`, [value]);
  },
});
