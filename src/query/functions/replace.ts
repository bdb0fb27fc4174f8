import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'replace',
  group: 'text',
  origin: 'insights',
  summary: 'The text with each occurrence of one text replaced by another; all of them plain text.',
  parameters: [
    { name: 'text', takes: 'text' },
    { name: 'search', takes: 'text' },
    { name: 'replacement', takes: 'text' },
  ],
  returns: 'text',
  examples: [
    { expression: 'replace("a.b.c", ".", "-")', gives: 'a-b-c' },
    { expression: 'replace("abc", "", "-")', gives: 'abc' },
  ],
  compile(args) {
    const [text, search, replacement] = [0, 1, 2].map((i) => `toString(${argument(args, i).sql})`);
    return made(textType, `replaceAll(${text}, ${search}, ${replacement})`, args);
  },
});
