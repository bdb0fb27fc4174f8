import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'md5',
  group: 'text',
  origin: 'insights',
  summary: 'The MD5 of a text as 32 hexadecimal digits.',
  parameters: [{ name: 'text', takes: 'text' }],
  returns: 'text',
  examples: [{ expression: 'md5("a")', gives: '0cc175b9c0f1b6a831c399e269772661' }],
  compile(args) {
    const text = argument(args, 0);
    return made(textType, `lower(hex(MD5(toString(${text.sql}))))`, [text]);
  },
});
