import { keptCount } from '../aggregate-sql.ts';
import { defineFunction } from '../define-function.ts';
import { countType, made } from '../value.ts';

const more = { aggregate: true, unit: 'records', gaps: 'zero' } as const;

export const fn = defineFunction({
  name: 'count',
  group: 'aggregates',
  origin: 'insights',
  summary: 'How many records there are; with a field, how many have a value in it.',
  remark:
    'A condition is a value, too, when it is false: sum(action = "REJECT") counts the records for which it is true.',
  parameters: [{ name: 'value', takes: ['star', 'any'], optional: true }],
  returns: 'number',
  aggregate: true,
  ofMeasures: true,
  examples: [
    { expression: 'count(*)', gives: 5 },
    { expression: 'count()', gives: 5 },
    { expression: 'count(n)', gives: 4 },
  ],
  compile(args) {
    const [value] = args;
    // A star has no SQL.
    if (value === undefined || value.sql === '') return made(countType, 'count()', [], more);
    const isContainer = value.type.kind === 'list' || value.type.kind === 'map';
    return made(countType, isContainer ? `countIf(notEmpty(${value.sql}))` : `count(${value.sql})`, [value], more);
  },
  fromSums(args, kept) {
    const [value] = args;
    const sum = value === undefined || value.sql === '' ? `sum(${kept.rows})` : keptCount(value, kept);
    return sum === undefined ? undefined : made(countType, `toUInt64(${sum})`, args, more);
  },
});
