import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { hexDigits } from '../text-sql.ts';
import { integerType, made, widths } from '../value.ts';

export const fn = defineFunction({
  name: 'hexToDec',
  group: 'text',
  origin: 'insights',
  summary: 'The number that stands as hexadecimal digits, at most 16; missing where there are none.',
  parameters: [{ name: 'text', takes: 'text' }],
  returns: 'number',
  examples: [
    { expression: 'hexToDec("ff")', gives: 255 },
    { expression: 'hexToDec("0x1F")', gives: 31 },
    { expression: 'hexToDec("ffffffffffffffff")', gives: '18446744073709551615' },
    { expression: 'hexToDec("fg")', gives: null },
  ],
  compile(args, context) {
    const text = argument(args, 0);
    const digits = hexDigits(text, '[0-9a-fA-F]{1,16}', context);
    return made(integerType(...widths.UInt64), `reinterpretAsUInt64(reverse(unhex(${digits})))`, [text]);
  },
});
