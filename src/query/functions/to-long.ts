import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { asInt64, readNumber } from '../number-sql.ts';
import { integerType, made, widths } from '../value.ts';

export const fn = defineFunction({
  name: 'toLong',
  group: 'numbers',
  origin: 'insights',
  summary: 'A number or text as a whole number of 64 bits, cut towards zero; missing where it is none or does not fit.',
  parameters: [{ name: 'value', takes: ['number', 'text'] }],
  returns: 'number',
  examples: [
    { expression: 'toLong("9007199254740993")', gives: '9007199254740993' },
    { expression: 'toLong("3.7")', gives: 3 },
    { expression: 'toLong("x")', gives: null },
  ],
  compile(args) {
    const value = argument(args, 0);
    const type = integerType(...widths.Int64);
    const number = readNumber(value);
    if (value.type.kind !== 'text' || number === value.origin) return made(type, asInt64(number), [number]);
    // Digits alone are read as they stand: a double would round beyond 2^53.
    const text = `toString(${value.sql})`;
    return made(type, `coalesce(toInt64OrNull(${text}), ${asInt64(number)})`, [value]);
  },
});
