import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { blanks } from '../text-sql.ts';
import { booleanType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'isblank',
  group: 'conditions',
  origin: 'insights',
  summary: 'True where the value is missing, empty text or nothing but white space.',
  parameters: [{ name: 'value', takes: 'any' }],
  returns: 'true or false',
  examples: [
    { expression: 'isblank(" ")', gives: 1 },
    { expression: 'isblank("a")', gives: 0 },
  ],
  compile(args, context) {
    const value = argument(args, 0);
    const { kind } = value.type;
    if (kind !== 'text')
      return made(booleanType, `${kind === 'list' || kind === 'map' ? 'empty' : 'isNull'}(${value.sql})`, [value]);
    const bare = `trimBoth(ifNull(toString(${value.sql}), ''), ${context.param('String', blanks)})`;
    return made(booleanType, `(${bare} = '')`, [value]);
  },
});
