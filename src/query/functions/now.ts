import { defineFunction } from '../define-function.ts';
import { integerType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'now',
  group: 'time',
  origin: 'insights',
  summary: 'Seconds since 1970-01-01 00:00 UTC when the query began; the same in all of it.',
  parameters: [],
  returns: 'number',
  examples: [{ expression: 'now() > 1700000000', gives: 1 }],
  compile(_, { now, param }) {
    const value = BigInt(Math.floor(now / 1000));
    return made(integerType(value, value), param('Int64', value), [], {
      constant: { kind: 'number', value },
      epochSeconds: true,
    });
  },
});
