import type { FunctionContext } from './define-function.ts';
import { asDouble } from './number-sql.ts';
import { made, numberType, type Unit, type Value } from './value.ts';

const rates: Partial<Record<Unit, Unit>> = { bytes: 'bytes/s', packets: 'packets/s' };

/** An aggregate by the time it was summed over: how much of it came in so many seconds. */
export function perSeconds(value: Value, seconds: number, context: FunctionContext): Value {
  const unit = seconds === 1 && value.unit !== undefined ? rates[value.unit] : undefined;
  const share = context.param('Float64', context.binSeconds / seconds);
  return made(numberType, `(${asDouble(value)} / ${share})`, [value], {
    ...(unit === undefined ? {} : { unit }),
    ...(value.gaps === undefined ? {} : { gaps: value.gaps }),
    ...(value.approximate === true ? { approximate: true } : {}),
  });
}
