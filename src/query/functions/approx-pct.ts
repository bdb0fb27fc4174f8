import { percentLevel, unitOf } from '../aggregate-sql.ts';
import { argument, numberConstant } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { asDouble } from '../number-sql.ts';
import { once } from '../once.ts';
import { finite, made, numberType } from '../value.ts';

export const fn = defineFunction({
  name: 'approx_pct',
  group: 'aggregates',
  origin: 'weir',
  summary: 'The value below which so many percent of the values lie, estimated in little memory.',
  remark: 'It is within one percent of the true value.',
  parameters: [
    { name: 'number', takes: 'number' },
    { name: 'percent', takes: 'constant number' },
  ],
  returns: 'number',
  aggregate: true,
  examples: [{ expression: 'round(approx_pct(n, 100), 1)', gives: 4 }],
  compile(args, context) {
    const number = argument(args, 0);
    const level = context.param('Float64', percentLevel(numberConstant(argument(args, 1)), 1, context));
    // The sketch refuses what lies beyond its buckets.
    const held = once(
      `toNullable(${asDouble(number)})`,
      (x) => `multiIf(abs(${x}) < 1e-300, 0, ${x} > 1e300, 1e300, ${x} < -1e300, -1e300, ${x})`,
    );
    const sql = finite(`quantileDD(0.01, ${level})(${held})`);
    return made(numberType, sql, [number], { aggregate: true, gaps: 'missing', approximate: true, ...unitOf(number) });
  },
});
