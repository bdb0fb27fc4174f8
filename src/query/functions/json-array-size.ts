import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { once } from '../once.ts';
import { integerType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'jsonArraySize',
  group: 'JSON',
  origin: 'insights',
  summary: 'How many elements a JSON array or a list has; missing for other text.',
  parameters: [{ name: 'array', takes: ['list', 'text'] }],
  returns: 'number',
  examples: [
    { expression: 'jsonArraySize("[1, 2, 3]")', gives: 3 },
    { expression: 'jsonArraySize("{}")', gives: null },
  ],
  compile(args) {
    const array = argument(args, 0);
    const type = integerType(0, 2n ** 40n);
    if (array.type.kind === 'list') return made(type, `length(${array.sql})`, [array]);
    const size = once(
      `CAST(${array.sql}, 'Nullable(String)')`,
      (x) => `if(JSONType(${x}) = 'Array', JSONLength(${x}), NULL)`,
    );
    return made(type, size, [array]);
  },
});
