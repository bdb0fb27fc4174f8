import { defineFunction } from '../define-function.ts';
import { trimmed } from '../text-sql.ts';

export const fn = defineFunction({
  name: 'ltrim',
  group: 'text',
  origin: 'insights',
  summary: 'The text without white space at its start, or without any of the characters that are given.',
  parameters: [
    { name: 'text', takes: 'text' },
    { name: 'characters', takes: 'constant text', optional: true },
  ],
  returns: 'text',
  examples: [
    { expression: 'ltrim("  a ")', gives: 'a ' },
    { expression: 'ltrim("0042", "0")', gives: '42' },
  ],
  compile: (args, context) => trimmed('trimLeft', args, context),
});
