import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { booleanType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'isempty',
  group: 'conditions',
  origin: 'insights',
  summary: 'True where the value is missing or empty text.',
  parameters: [{ name: 'value', takes: 'any' }],
  returns: 'true or false',
  examples: [
    { expression: 'isempty("")', gives: 1 },
    { expression: 'isempty(null)', gives: 1 },
    { expression: 'isempty(" ")', gives: 0 },
  ],
  compile(args) {
    const value = argument(args, 0);
    const { kind } = value.type;
    if (kind === 'text') return made(booleanType, `(ifNull(toString(${value.sql}), '') = '')`, [value]);
    return made(booleanType, `${kind === 'list' || kind === 'map' ? 'empty' : 'isNull'}(${value.sql})`, [value]);
  },
});
