import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { readNumber } from '../number-sql.ts';

export const fn = defineFunction({
  name: 'toNumber',
  aliases: ['toDouble'],
  group: 'numbers',
  origin: 'insights',
  summary: 'Text read as a number; missing where it is none.',
  remark: 'A time is its epoch milliseconds, true is 1 and false is 0.',
  parameters: [{ name: 'value', takes: ['number', 'text'] }],
  returns: 'number',
  examples: [
    { expression: 'toNumber("12.5")', gives: 12.5 },
    { expression: 'toNumber("1e3")', gives: 1000 },
    { expression: 'toNumber("12a")', gives: null },
    { expression: 'toNumber("inf")', gives: null },
  ],
  compile: (args) => readNumber(argument(args, 0)),
});
