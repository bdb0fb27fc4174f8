import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { once } from '../once.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'decToHex',
  group: 'text',
  origin: 'insights',
  summary: 'A whole number as hexadecimal digits, without zeros in front; missing for one below zero.',
  parameters: [{ name: 'number', takes: 'integer' }],
  returns: 'text',
  examples: [
    { expression: 'decToHex(255)', gives: 'FF' },
    { expression: 'decToHex(256)', gives: '100' },
    { expression: 'decToHex(0)', gives: '0' },
    { expression: 'decToHex(-1)', gives: null },
  ],
  compile(args, context) {
    const number = argument(args, 0);
    const hex = `trimLeft(hex(accurateCastOrNull(${number.sql}, 'UInt64')), ${context.param('String', '0')})`;
    return made(
      textType,
      once(hex, (x) => `if(${x} = '', '0', ${x})`),
      [number],
    );
  },
});
