import { defineFunction } from '../define-function.ts';
import { integerType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'queryTimeRange',
  group: 'time',
  origin: 'insights',
  summary: 'Milliseconds from the start of the range of the query to its end.',
  parameters: [],
  returns: 'number',
  examples: [{ expression: 'queryTimeRange() >= 0', gives: 1 }],
  compile(_, { range, param }) {
    const value = BigInt(range.to - range.from) * 1000n;
    return made(integerType(value, value), param('Int64', value), [], { constant: { kind: 'number', value } });
  },
});
