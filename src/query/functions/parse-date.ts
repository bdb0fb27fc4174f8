import { argument } from '../arguments.ts';
import { dateReader, zoneArgument } from '../date-pattern.ts';
import { defineFunction } from '../define-function.ts';
import { integerType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'parseDate',
  group: 'time',
  origin: 'insights',
  summary:
    'Text read as a time by a pattern, in milliseconds since 1970-01-01 00:00 UTC; missing where it does not fit.',
  remark:
    'The pattern is of Java’s letters, yyyy-MM-dd HH:mm:ss; one with % is read as that of strftime. The time zone is UTC unless a third argument names one.',
  parameters: [
    { name: 'text', takes: 'text' },
    { name: 'pattern', takes: 'constant text' },
    { name: 'zone', takes: 'constant text', optional: true },
  ],
  returns: 'number',
  examples: [
    { expression: 'parseDate("2026-11-23 04:07:31", "yyyy-MM-dd HH:mm:ss")', gives: 1795406851000 },
    { expression: 'parseDate("23/Nov/2026", "dd/MMM/yyyy")', gives: 1795392000000 },
    { expression: 'parseDate("2026-11-23 05:07:31", "yyyy-MM-dd HH:mm:ss", "Europe/Berlin")', gives: 1795406851000 },
    { expression: 'parseDate("soon", "yyyy-MM-dd")', gives: null },
  ],
  compile(args, context) {
    const text = argument(args, 0);
    const { name, pattern } = dateReader(argument(args, 1), context);
    const zone = zoneArgument(args, context);
    const read = `${name}(toString(${text.sql}), ${context.param('String', pattern)}, ${context.param('String', zone)})`;
    return made(integerType(-(2n ** 47n), 2n ** 48n), `toUnixTimestamp64Milli(toDateTime64(${read}, 3, 'UTC'))`, [
      text,
    ]);
  },
});
