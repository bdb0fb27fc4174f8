import { argument } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { wholeRange } from '../number-sql.ts';
import { integerType, made, numberType, widths } from '../value.ts';

export const fn = defineFunction({
  name: 'abs',
  group: 'numbers',
  origin: 'insights',
  summary: 'The number without its sign.',
  parameters: [{ name: 'number', takes: 'number' }],
  returns: 'number',
  examples: [
    { expression: 'abs(-5)', gives: 5 },
    { expression: 'abs(2.5)', gives: 2.5 },
  ],
  compile(args) {
    const number = argument(args, 0);
    const unit = number.unit === undefined ? {} : { unit: number.unit };
    const range = wholeRange(number.type);
    if (range === undefined) return made(numberType, `abs(${number.sql})`, [number], unit);
    const [min, max] = range;
    // The least number of 256 bits has no opposite there.
    if (min === widths.Int256[0]) return made(numberType, `abs(toFloat64(${number.sql}))`, [number], unit);
    const [small, large] = [min < 0n ? -min : min, max < 0n ? -max : max];
    const [least = 0n, most = 0n] = small < large ? [small, large] : [large, small];
    return made(integerType(min < 0n && max > 0n ? 0n : least, most), `abs(${number.sql})`, [number], unit);
  },
});
