import { exactSum, keptSum, unitOf } from '../aggregate-sql.ts';
import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { readNumber } from '../number-sql.ts';
import { made } from '../value.ts';

export const fn = defineFunction({
  name: 'sum',
  group: 'aggregates',
  origin: 'insights',
  summary: 'The sum of the values, exact to the last digit however large.',
  remark: 'Missing where no record has a value. A condition counts 1 where it is true: sum(action = "REJECT").',
  parameters: [{ name: 'number', takes: 'number' }],
  returns: 'number',
  aggregate: true,
  ofMeasures: true,
  examples: [
    { expression: 'sum(n)', gives: 10 },
    { expression: 'sum(n > 2)', gives: 2 },
    { expression: 'sum(n * 9007199254740993)', gives: '90071992547409930' },
  ],
  compile(args) {
    const number = readNumber(argument(args, 0));
    const { type, sql } = exactSum(number);
    return made(type, sql, [number], { aggregate: true, gaps: 'zero', ...unitOf(number) });
  },
  fromSums(args, kept) {
    const number = readNumber(argument(args, 0));
    const summed = keptSum(number, kept);
    if (summed === undefined) return undefined;
    return made(summed.type, summed.sql, [number], { aggregate: true, gaps: 'zero', ...unitOf(number) });
  },
});
