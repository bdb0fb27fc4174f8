import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { readNumber } from '../number-sql.ts';
import { integerType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'toInt',
  group: 'numbers',
  origin: 'insights',
  summary: 'A number or text as a whole number of 32 bits, cut towards zero; missing where it is none or does not fit.',
  parameters: [{ name: 'value', takes: ['number', 'text'] }],
  returns: 'number',
  examples: [
    { expression: 'toInt("3.7")', gives: 3 },
    { expression: 'toInt(-3.7)', gives: -3 },
    { expression: 'toInt(3000000000)', gives: null },
  ],
  compile(args) {
    const number = readNumber(argument(args, 0));
    const whole = number.type.kind === 'number' ? `trunc(${number.sql})` : number.sql;
    return made(integerType(-(2n ** 31n), 2n ** 31n - 1n), `accurateCastOrNull(${whole}, 'Int32')`, [number]);
  },
});
