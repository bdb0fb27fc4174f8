import { argument } from '../arguments.ts';
import { dateWriter, zoneArgument } from '../date-pattern.ts';
import { defineFunction } from '../define-function.ts';
import { made, textType } from '../value.ts';

export const fn = defineFunction({
  name: 'formatDate',
  aliases: ['strftime'],
  group: 'time',
  origin: 'insights',
  summary: 'A time as text, by a pattern.',
  remark:
    'The pattern is that of strftime: %Y-%m-%d %H:%M:%S; one without % is read as Java’s letters: HH for the hour. The time zone is UTC unless a third argument names one.',
  parameters: [
    { name: 'time', takes: 'time' },
    { name: 'pattern', takes: 'constant text' },
    { name: 'zone', takes: 'constant text', optional: true },
  ],
  returns: 'text',
  examples: [
    { expression: 'formatDate("2026-11-23 04:07:31", "%Y-%m-%d %H:%M:%S")', gives: '2026-11-23 04:07:31' },
    { expression: 'formatDate("2026-11-23 04:07:31", "%A, %d %B")', gives: 'Monday, 23 November' },
    { expression: 'formatDate("2026-11-23 04:07:31", "HH:mm", "Europe/Berlin")', gives: '05:07' },
  ],
  compile(args, context) {
    const time = argument(args, 0);
    const { name, pattern } = dateWriter(argument(args, 1), context);
    const zone = context.param('String', zoneArgument(args, context));
    const moment = `toDateTime64(${time.sql}, 3, 'UTC')`;
    return made(textType, `${name}(${moment}, ${context.param('String', pattern)}, ${zone})`, [time]);
  },
});
