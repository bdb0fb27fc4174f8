import { percentLevel, ranked, unitOf } from '../aggregate-sql.ts';
import { argument, numberConstant } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { made } from '../value.ts';

export const fn = defineFunction({
  name: 'pct',
  aliases: ['percentile'],
  group: 'aggregates',
  origin: 'insights',
  summary: 'The value below which so many percent of the values lie; one of them, found exactly.',
  remark:
    'Of n values in order, counted from 0, it is the one at floor(percent / 100 * n). AWS does not publish its rule: the last digits may differ.',
  parameters: [
    { name: 'number', takes: 'number' },
    { name: 'percent', takes: 'constant number' },
  ],
  returns: 'number',
  aggregate: true,
  examples: [
    { expression: 'pct(n, 50)', gives: 3 },
    { expression: 'pct(n, 0)', gives: 1 },
    { expression: 'pct(n, 100)', gives: 4 },
  ],
  compile(args, context) {
    const number = argument(args, 0);
    const level = context.param('Float64', percentLevel(numberConstant(argument(args, 1)), 1, context));
    const { type, sql } = ranked(number);
    return made(type, `quantileExact(${level})(${sql})`, [number], {
      aggregate: true,
      gaps: 'missing',
      ...unitOf(number),
    });
  },
});
