import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'urlencode',
  group: 'text',
  origin: 'insights',
  summary: 'The text as a part of an address of the web, with %20 for a blank.',
  parameters: [{ name: 'text', takes: 'text' }],
  returns: 'text',
  examples: [{ expression: 'urlencode("a b/c")', gives: 'a%20b%2Fc' }],
  compile(args) {
    const text = argument(args, 0);
    return made(textType, `encodeURLComponent(toString(${text.sql}))`, [text]);
  },
});
