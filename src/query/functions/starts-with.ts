import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { booleanType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'startsWith',
  group: 'text',
  origin: 'insights',
  summary: 'True where one text starts with another.',
  parameters: [
    { name: 'text', takes: 'text' },
    { name: 'start', takes: 'text' },
  ],
  returns: 'true or false',
  examples: [
    { expression: 'startsWith("eni-0a1b", "eni-")', gives: 1 },
    { expression: 'startsWith("eni-0a1b", "ENI-")', gives: 0 },
  ],
  compile(args) {
    const [text, start] = [0, 1].map((i) => `toString(${argument(args, i).sql})`);
    return made(booleanType, `startsWith(${text}, ${start})`, args);
  },
});
