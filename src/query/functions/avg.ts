import { exactSum, keptCount, keptSum, unitOf } from '../aggregate-sql.ts';
import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { asDouble, readNumber } from '../number-sql.ts';
import { finite, made, numberType } from '../value.ts';

export const fn = defineFunction({
  name: 'avg',
  group: 'aggregates',
  origin: 'insights',
  summary: 'The mean of the values; records without one do not count.',
  parameters: [{ name: 'number', takes: 'number' }],
  returns: 'number',
  aggregate: true,
  ofMeasures: true,
  examples: [{ expression: 'avg(n)', gives: 2.5 }],
  compile(args) {
    const number = readNumber(argument(args, 0));
    const more = { aggregate: true, gaps: 'missing', ...unitOf(number) } as const;
    if (number.type.kind === 'number')
      return made(numberType, finite(`avg(toNullable(${number.sql}))`), [number], more);
    const mean = `${asDouble({ ...number, ...exactSum(number) })} / nullIf(count(${number.sql}), 0)`;
    return made(numberType, `(${mean})`, [number], more);
  },
  fromSums(args, kept) {
    const number = readNumber(argument(args, 0));
    const [sum, count] = [keptSum(number, kept), keptCount(number, kept)];
    if (sum === undefined || count === undefined) return undefined;
    const mean = `(${asDouble({ ...number, ...sum })} / nullIf(${count}, 0))`;
    return made(numberType, mean, [number], { aggregate: true, gaps: 'missing', ...unitOf(number) });
  },
});
