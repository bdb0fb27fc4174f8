import { argument } from '../arguments.ts';
import { isRecordTime } from '../bin-sql.ts';
import { defineFunction } from '../define-function.ts';
import { millisecondsOf } from '../number-sql.ts';
import { integerType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'toMillis',
  group: 'time',
  origin: 'insights',
  summary: 'Milliseconds of a time since 1970-01-01 00:00 UTC.',
  parameters: [{ name: 'time', takes: 'time' }],
  returns: 'number',
  examples: [{ expression: 'toMillis("2026-11-23 04:07:31")', gives: 1795406851000 }],
  compile(args) {
    const time = argument(args, 0);
    const sql = isRecordTime(time) ? `toInt64(toUnixTimestamp(${time.sql})) * 1000` : millisecondsOf(time.sql);
    return made(integerType(-(2n ** 47n), 2n ** 48n), sql, [time]);
  },
});
