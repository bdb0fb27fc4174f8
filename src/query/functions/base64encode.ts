import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'base64encode',
  group: 'text',
  origin: 'insights',
  summary: 'The text in base64.',
  parameters: [{ name: 'text', takes: 'text' }],
  returns: 'text',
  examples: [{ expression: 'base64encode("hello")', gives: 'aGVsbG8=' }],
  compile(args) {
    const text = argument(args, 0);
    return made(textType, `base64Encode(toString(${text.sql}))`, [text]);
  },
});
