import { defineFunction } from '../define-function.ts';
import { trimmed } from '../text-sql.ts';

export const fn = defineFunction({
  name: 'rtrim',
  group: 'text',
  origin: 'insights',
  summary: 'The text without white space at its end, or without any of the characters that are given.',
  parameters: [
    { name: 'text', takes: 'text' },
    { name: 'characters', takes: 'constant text', optional: true },
  ],
  returns: 'text',
  examples: [
    { expression: 'rtrim(" a  ")', gives: ' a' },
    { expression: 'rtrim("4200", "0")', gives: '42' },
  ],
  compile: (args, context) => trimmed('trimRight', args, context),
});
