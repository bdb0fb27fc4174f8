import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { asInt64 } from '../number-sql.ts';
import { once } from '../once.ts';
import { made, timeType } from '../value.ts';

/** 1900-01-01 and 2299-12-31: what the engine's times hold for certain. */
const [first, last] = [-2_208_988_800_000, 10_413_791_999_999];

export const fn = defineFunction({
  name: 'fromMillis',
  group: 'time',
  origin: 'insights',
  summary: 'The time of so many milliseconds since 1970-01-01 00:00 UTC.',
  remark: 'Missing outside the years 1900 to 2299.',
  parameters: [{ name: 'milliseconds', takes: 'number' }],
  returns: 'time',
  examples: [
    { expression: 'fromMillis(1795406851000)', gives: '2026-11-23T04:07:31.000Z' },
    { expression: 'fromMillis(1e18)', gives: null },
  ],
  compile(args) {
    const number = argument(args, 0);
    const bounded = once(asInt64(number), (n) => `if(${n} BETWEEN ${first} AND ${last}, ${n}, NULL)`);
    return made(timeType, `fromUnixTimestamp64Milli(${bounded}, 'UTC')`, [number]);
  },
});
