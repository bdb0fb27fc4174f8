import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'tolower',
  group: 'text',
  origin: 'insights',
  summary: 'The text in small letters.',
  parameters: [{ name: 'text', takes: 'text' }],
  returns: 'text',
  examples: [{ expression: 'tolower("REJECT Ü")', gives: 'reject ü' }],
  compile(args) {
    const text = argument(args, 0);
    return made(textType, `lowerUTF8(toString(${text.sql}))`, [text]);
  },
});
