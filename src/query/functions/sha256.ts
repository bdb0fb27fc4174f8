import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'sha256',
  group: 'text',
  origin: 'insights',
  summary: 'The SHA-256 of a text as 64 hexadecimal digits.',
  parameters: [{ name: 'text', takes: 'text' }],
  returns: 'text',
  examples: [{ expression: 'sha256("a")', gives: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb' }],
  compile(args) {
    const text = argument(args, 0);
    return made(textType, `lower(hex(SHA256(toString(${text.sql}))))`, [text]);
  },
});
