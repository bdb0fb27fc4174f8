import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { hexDigits } from '../text-sql.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'hexToAscii',
  group: 'text',
  origin: 'insights',
  summary: 'The text whose bytes are given as pairs of hexadecimal digits; missing where they are none.',
  parameters: [{ name: 'text', takes: 'text' }],
  returns: 'text',
  examples: [
    { expression: 'hexToAscii("48656c6c6f")', gives: 'Hello' },
    { expression: 'hexToAscii("xyz")', gives: null },
  ],
  compile(args, context) {
    const text = argument(args, 0);
    const digits = hexDigits(text, '(?:[0-9a-fA-F]{2})+', context);
    return made(textType, `toValidUTF8(unhex(${digits}))`, [text]);
  },
});
