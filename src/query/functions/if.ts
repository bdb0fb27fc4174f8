import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { unify } from '../unify.ts';
import { made } from '../value.ts';

export const fn = defineFunction({
  name: 'if',
  group: 'conditions',
  origin: 'insights',
  summary: 'The second value where the condition is true, else the third.',
  remark: 'A condition that is missing counts as false. Values of two kinds become text.',
  parameters: [
    { name: 'condition', takes: 'boolean' },
    { name: 'then', takes: 'any' },
    { name: 'else', takes: 'any' },
  ],
  returns: 'the kind of its values',
  examples: [
    { expression: 'if(2 > 1, "more", "less")', gives: 'more' },
    { expression: 'if(null = 1, 1, 0)', gives: 0 },
  ],
  compile(args) {
    const condition = argument(args, 0);
    const [then, otherwise] = [argument(args, 1), argument(args, 2)];
    const { type, sql } = unify([then, otherwise]);
    const unit = then.unit !== undefined && then.unit === otherwise.unit ? { unit: then.unit } : {};
    return made(type, type.kind === 'missing' ? 'NULL' : `if(${condition.sql}, ${sql.join(', ')})`, args, unit);
  },
});
