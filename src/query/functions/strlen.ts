import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { integerType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'strlen',
  group: 'text',
  origin: 'insights',
  summary: 'How many characters a text has.',
  parameters: [{ name: 'text', takes: 'text' }],
  returns: 'number',
  examples: [
    { expression: 'strlen("Zürich")', gives: 6 },
    { expression: 'strlen("")', gives: 0 },
  ],
  compile(args) {
    const text = argument(args, 0);
    return made(integerType(0, 2n ** 40n), `lengthUTF8(toString(${text.sql}))`, [text]);
  },
});
