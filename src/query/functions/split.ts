import { argument, textConstant } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { once } from '../once.ts';
import { listOf, made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'split',
  group: 'text',
  origin: 'insights',
  summary: 'The pieces of a text between separators, as a list counted from 0.',
  remark: 'An empty separator splits into characters.',
  parameters: [
    { name: 'text', takes: 'text' },
    { name: 'separator', takes: 'constant text' },
  ],
  returns: 'list',
  examples: [
    { expression: 'split("10.0.0.1", ".")', gives: ['10', '0', '0', '1'] },
    { expression: 'split("10.0.0.1", ".")[0]', gives: '10' },
  ],
  compile(args, context) {
    const text = argument(args, 0);
    const separator = textConstant(argument(args, 1));
    // The engine cuts into bytes where the separator is empty.
    const cut = (x: string) =>
      separator === ''
        ? `ngrams(ifNull(${x}, ''), 1)`
        : `splitByString(${context.param('String', separator)}, ifNull(${x}, ''))`;
    const pieces = once(`toString(${text.sql})`, (x) => `if(isNull(${x}), [], ${cut(x)})`);
    return made(listOf(textType), pieces, [text]);
  },
});
