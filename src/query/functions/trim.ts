import { defineFunction } from '../define-function.ts';
import { trimmed } from '../text-sql.ts';

export const fn = defineFunction({
  name: 'trim',
  group: 'text',
  origin: 'insights',
  summary: 'The text without white space at both ends, or without any of the characters that are given.',
  parameters: [
    { name: 'text', takes: 'text' },
    { name: 'characters', takes: 'constant text', optional: true },
  ],
  returns: 'text',
  examples: [
    { expression: 'trim("  a b  ")', gives: 'a b' },
    { expression: 'trim("xxaxx", "x")', gives: 'a' },
  ],
  compile: (args, context) => trimmed('trimBoth', args, context),
});
