import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'base64decode',
  group: 'text',
  origin: 'insights',
  summary: 'The text that stands in base64; missing where it is none.',
  parameters: [{ name: 'text', takes: 'text' }],
  returns: 'text',
  examples: [
    { expression: 'base64decode("aGVsbG8=")', gives: 'hello' },
    { expression: 'base64decode("###")', gives: null },
  ],
  compile(args) {
    const text = argument(args, 0);
    return made(textType, `toValidUTF8(nullIf(tryBase64Decode(toString(${text.sql})), ''))`, [text]);
  },
});
