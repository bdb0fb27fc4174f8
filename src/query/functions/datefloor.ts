import { argument } from '../arguments.ts';
import { binUses, floorPeriod, isRecordTime, periodArgument } from '../bin-sql.ts';
import { defineFunction } from '../define-function.ts';
import { made, timeType } from '../value.ts';

export const fn = defineFunction({
  name: 'datefloor',
  group: 'time',
  origin: 'insights',
  summary: 'A time cut down to the start of its period.',
  remark: 'Periods are aligned as those of bin: weeks begin on Monday, months follow the calendar, all in UTC.',
  parameters: [
    { name: 'time', takes: 'time' },
    { name: 'period', takes: 'period' },
  ],
  returns: 'time',
  examples: [
    { expression: 'datefloor("2026-11-23 04:07:31", 5m)', gives: '2026-11-23T04:05:00.000Z' },
    { expression: 'datefloor("2026-11-25 04:07:31", 1w)', gives: '2026-11-23T00:00:00.000Z' },
    { expression: 'datefloor("2026-11-23 04:07:31", 1q)', gives: '2026-10-01T00:00:00.000Z' },
  ],
  compile(args, context) {
    const time = argument(args, 0);
    const period = periodArgument(argument(args, 1), 1, context);
    const uses = binUses(time, period);
    return made(timeType, floorPeriod(time.sql, period, undefined, !isRecordTime(time)), [time], { uses });
  },
});
