import { argument } from '../arguments.ts';
import { needTime, periodArgument } from '../bin-sql.ts';
import { defineFunction, periodMilliseconds } from '../define-function.ts';
import { asDouble, millisecondsOf } from '../number-sql.ts';
import { finite, made, numberType } from '../value.ts';

export const fn = defineFunction({
  name: 'rate',
  group: 'aggregates',
  origin: 'insights',
  summary: 'By how much a value changed on average in each period, from the earliest record to the latest.',
  remark:
    'For values that grow, such as counters; bytes by time is per_second(sum(bytes)). Missing where all records are of one moment.',
  parameters: [
    { name: 'number', takes: 'number' },
    { name: 'period', takes: 'period' },
  ],
  returns: 'number',
  aggregate: true,
  examples: [{ expression: 'rate(n, 1s)', gives: 1 }],
  compile(args, context) {
    const number = argument(args, 0);
    const period = periodArgument(argument(args, 1), 1, context);
    const length = periodMilliseconds(period);
    if (length === undefined) {
      const span = context.argSpans[1] ?? context.span;
      return context.fail(
        'QL_PERIOD_INVALID',
        'months, quarters and years have no fixed length',
        span,
        'write rate(x, 30d)',
      );
    }
    const time = needTime(context.timestamp(), context);
    const moment = millisecondsOf(time.sql);
    const [x, present] = [`toNullable(${asDouble(number)})`, `isNotNull(${number.sql})`];
    const change = `argMaxIf(${x}, (${moment}, ${x}), isNotNull(${time.sql})) - argMinIf(${x}, (${moment}, ${x}), isNotNull(${time.sql}))`;
    const elapsed = `toFloat64(maxIf(${moment}, ${present}) - minIf(${moment}, ${present}))`;
    const sql = finite(`(divideOrNull(${change}, ${elapsed}) * ${context.param('Float64', Number(length))})`);
    return made(numberType, sql, [number, time], { aggregate: true, gaps: 'missing' });
  },
});
