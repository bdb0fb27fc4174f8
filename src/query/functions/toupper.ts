import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'toupper',
  group: 'text',
  origin: 'insights',
  summary: 'The text in capital letters.',
  parameters: [{ name: 'text', takes: 'text' }],
  returns: 'text',
  examples: [{ expression: 'toupper("accept ü")', gives: 'ACCEPT Ü' }],
  compile(args) {
    const text = argument(args, 0);
    return made(textType, `upperUTF8(toString(${text.sql}))`, [text]);
  },
});
