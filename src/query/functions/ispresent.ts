import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { booleanType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'ispresent',
  group: 'conditions',
  origin: 'insights',
  summary: 'True where there is a value.',
  remark: 'Empty text is a value; an empty list is none.',
  parameters: [{ name: 'value', takes: 'any' }],
  returns: 'true or false',
  examples: [
    { expression: 'ispresent("")', gives: 1 },
    { expression: 'ispresent(1 / 0)', gives: 0 },
  ],
  compile(args) {
    const value = argument(args, 0);
    const isContainer = value.type.kind === 'list' || value.type.kind === 'map';
    return made(booleanType, `${isContainer ? 'notEmpty' : 'isNotNull'}(${value.sql})`, [value]);
  },
});
