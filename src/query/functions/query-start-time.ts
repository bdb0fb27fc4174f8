import { defineFunction } from '../define-function.ts';
import { integerType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'queryStartTime',
  group: 'time',
  origin: 'insights',
  summary: 'Where the range of the query begins, in milliseconds since 1970-01-01 00:00 UTC.',
  parameters: [],
  returns: 'number',
  examples: [{ expression: 'queryStartTime() <= queryEndTime()', gives: 1 }],
  compile(_, { range, param }) {
    const value = BigInt(range.from) * 1000n;
    return made(integerType(value, value), param('Int64', value), [], { constant: { kind: 'number', value } });
  },
});
