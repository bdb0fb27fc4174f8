import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'urldecode',
  group: 'text',
  origin: 'insights',
  summary: 'The text that was written as a part of an address of the web.',
  remark: 'A % without two hexadecimal digits stays as it is.',
  parameters: [{ name: 'text', takes: 'text' }],
  returns: 'text',
  examples: [{ expression: 'urldecode("a%20b%2Fc")', gives: 'a b/c' }],
  compile(args) {
    const text = argument(args, 0);
    return made(textType, `toValidUTF8(decodeURLComponent(toString(${text.sql})))`, [text]);
  },
});
