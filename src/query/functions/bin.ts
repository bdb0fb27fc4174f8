import { argument } from '../arguments.ts';
import { binUses, floorPeriod, isRecordTime, needTime, periodArgument } from '../bin-sql.ts';
import { defineFunction } from '../define-function.ts';
import { made, timeType } from '../value.ts';

export const fn = defineFunction({
  name: 'bin',
  group: 'time',
  origin: 'insights',
  summary: 'The start of the period that holds @timestamp.',
  remark:
    'Periods up to days are counted from 1970-01-01 00:00 UTC, weeks begin on Monday, months, quarters and years follow the calendar. The number is not capped: bin(300s) is five minutes. The examples are of a record of 2026-11-23 04:07:31.',
  parameters: [{ name: 'period', takes: 'period' }],
  returns: 'time',
  examples: [
    { expression: 'bin(5m)', gives: '2026-11-23T04:05:00Z' },
    { expression: 'bin(500ms)', gives: '2026-11-23T04:07:31.000Z' },
    { expression: 'bin(1mo)', gives: '2026-11-01T00:00:00Z' },
  ],
  compile(args, context) {
    const period = periodArgument(argument(args, 0), 0, context);
    const time = needTime(context.timestamp(), context);
    const uses = binUses(time, period);
    return made(timeType, floorPeriod(time.sql, period, undefined, !isRecordTime(time)), [time], { uses });
  },
});
