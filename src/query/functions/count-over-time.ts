import { keptCount } from '../aggregate-sql.ts';
import { defineFunction } from '../define-function.ts';
import { countType, made } from '../value.ts';

const more = { aggregate: true, unit: 'records' } as const;

export const fn = defineFunction({
  name: 'countOverTime',
  aliases: ['count_over_time'],
  group: 'aggregates',
  origin: 'insights',
  summary: 'How many records there are in a bin and all bins before it; with a field, how many have a value in it.',
  remark:
    'Only in stats … by bin(…); each combination of the other keys is counted for itself. Over the bins 3, 0, 2 it gives 3, 3, 5.',
  parameters: [{ name: 'value', takes: ['star', 'any'], optional: true }],
  returns: 'number',
  aggregate: true,
  ofMeasures: true,
  examples: [],
  compile(args, context) {
    const [value] = args;
    const sql = value === undefined || value.sql === '' ? 'count()' : `count(${value.sql})`;
    return context.running(made(countType, sql, args, more));
  },
  fromSums(args, kept, context) {
    const [value] = args;
    const sum = value === undefined || value.sql === '' ? `sum(${kept.rows})` : keptCount(value, kept);
    return sum === undefined ? undefined : context.running(made(countType, `toUInt64(${sum})`, args, more));
  },
});
