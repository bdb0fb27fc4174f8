import { argument } from '../arguments.ts';
import { ceilPeriod, periodArgument } from '../bin-sql.ts';
import { defineFunction } from '../define-function.ts';
import { made, timeType } from '../value.ts';

export const fn = defineFunction({
  name: 'dateceil',
  group: 'time',
  origin: 'insights',
  summary: 'A time raised to the next start of a period; one that is a start stays.',
  parameters: [
    { name: 'time', takes: 'time' },
    { name: 'period', takes: 'period' },
  ],
  returns: 'time',
  examples: [
    { expression: 'dateceil("2026-11-23 04:07:31", 5m)', gives: '2026-11-23T04:10:00.000Z' },
    { expression: 'dateceil("2026-11-23 04:05:00", 5m)', gives: '2026-11-23T04:05:00.000Z' },
    { expression: 'dateceil("2026-11-30 12:00:00", 1mo)', gives: '2026-12-01T00:00:00.000Z' },
  ],
  compile(args, context) {
    const time = argument(args, 0);
    const period = periodArgument(argument(args, 1), 1, context);
    return made(timeType, ceilPeriod(time.sql, period), [time]);
  },
});
