import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { booleanType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'strcontains',
  group: 'text',
  origin: 'insights',
  summary: 'True where one text is found in another.',
  remark: 'With true as third argument, capital and small letters are alike.',
  parameters: [
    { name: 'text', takes: 'text' },
    { name: 'search', takes: 'text' },
    { name: 'ignoreCase', takes: 'boolean', optional: true },
  ],
  returns: 'true or false',
  examples: [
    { expression: 'strcontains("REJECT", "JEC")', gives: 1 },
    { expression: 'strcontains("REJECT", "jec")', gives: 0 },
    { expression: 'strcontains("REJECT", "jec", true)', gives: 1 },
  ],
  compile(args, context) {
    const [text, search] = [0, 1].map((i) => `toString(${argument(args, i).sql})`);
    const [, , ignoreCase] = args;
    const { constant } = ignoreCase ?? {};
    if (ignoreCase !== undefined && constant?.kind !== 'boolean') {
      const span = context.argSpans[2] ?? context.span;
      context.fail('QL_ARGUMENT_KIND', 'strcontains: ignoreCase must be true or false as a word', span);
    }
    const position = constant?.kind === 'boolean' && constant.value ? 'positionCaseInsensitiveUTF8' : 'position';
    return made(booleanType, `(${position}(${text}, ${search}) > 0)`, args);
  },
});
