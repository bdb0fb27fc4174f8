import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { booleanType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'endsWith',
  group: 'text',
  origin: 'insights',
  summary: 'True where one text ends with another.',
  parameters: [
    { name: 'text', takes: 'text' },
    { name: 'end', takes: 'text' },
  ],
  returns: 'true or false',
  examples: [{ expression: 'endsWith("eni-0a1b", "1b")', gives: 1 }],
  compile(args) {
    const [text, end] = [0, 1].map((i) => `toString(${argument(args, i).sql})`);
    return made(booleanType, `endsWith(${text}, ${end})`, args);
  },
});
