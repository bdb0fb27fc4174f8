import { argument, wholeConstant } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { asDouble } from '../number-sql.ts';
import { once } from '../once.ts';
import { made, numberType } from '../value.ts';

/** Doubles have fewer digits than that; what is beyond them is the number itself. */
const digits = [-15, 15] as const;

export const fn = defineFunction({
  name: 'round',
  group: 'numbers',
  origin: 'insights',
  summary: 'The number with so many digits behind the point, none where it is not said; halves go away from zero.',
  remark: 'Negative digits round before the point: round(1234, -2) is 1200.',
  parameters: [
    { name: 'number', takes: 'number' },
    { name: 'digits', takes: 'constant integer', optional: true },
  ],
  returns: 'number',
  examples: [
    { expression: 'round(2.5)', gives: 3 },
    { expression: 'round(-2.5)', gives: -3 },
    { expression: 'round(0.125, 2)', gives: 0.13 },
    { expression: 'round(1234, -2)', gives: 1200 },
  ],
  compile(args, context) {
    const number = argument(args, 0);
    const kept = args.length > 1 ? wholeConstant(args, 1, digits, 'digits', context) : 0;
    if (number.type.kind !== 'number' && kept >= 0) return number;
    const unit = number.unit === undefined ? {} : { unit: number.unit };
    const scale = context.param('Float64', 10 ** Math.abs(kept));
    const scaled = (x: string) => (kept === 0 ? x : kept > 0 ? `(${x} * ${scale})` : `(${x} / ${scale})`);
    const back = (x: string) => (kept === 0 ? x : kept > 0 ? `${x} / ${scale}` : `${x} * ${scale}`);
    // Beyond 2^52 there are no halves, and adding one would change the number.
    const sql = once(asDouble(number), (x) => {
      const size = `abs(${scaled(x)})`;
      return `if(${size} < 4503599627370496, sign(${x}) * ${back(`floor(${size} + 0.5)`)}, ${x})`;
    });
    return made(numberType, sql, [number], unit);
  },
});
