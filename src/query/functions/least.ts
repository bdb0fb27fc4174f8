import { defineFunction } from '../define-function.ts';
import { unifyNumbers } from '../number-sql.ts';
import { made } from '../value.ts';

export const fn = defineFunction({
  name: 'least',
  group: 'numbers',
  origin: 'insights',
  summary: 'The least of the numbers.',
  remark: 'Missing ones are passed over.',
  parameters: [{ name: 'number', takes: 'number', variadic: true }],
  returns: 'number',
  examples: [
    { expression: 'least(2, 7, 5)', gives: 2 },
    { expression: 'least(2.5, null)', gives: 2.5 },
  ],
  compile(args) {
    const { type, sql } = unifyNumbers(args);
    const [first] = args;
    const unit = first?.unit !== undefined && args.every((arg) => arg.unit === first.unit) ? { unit: first.unit } : {};
    return made(type, sql.length === 1 ? (sql[0] ?? 'NULL') : `least(${sql.join(', ')})`, args, unit);
  },
});
