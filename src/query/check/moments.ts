import type { Value } from '../value.ts';
import { integerType, made } from '../value.ts';
import type { Evaluator } from './evaluate.ts';

/** Milliseconds since 1970: times as numbers, and constants that can be nothing else. */
function isMilliseconds({ type }: Value): boolean {
  return type.kind === 'time' || (type.kind === 'integer' && type.min > 100_000_000_000n && type.max < 10n ** 14n);
}

/**
 * Seconds beside milliseconds, such as `endTime - @timestamp`: the seconds become milliseconds, and it is told. Anything
 * else would be a difference of two scales.
 */
export function inOneScale(e: Evaluator, operands: readonly Value[]): readonly Value[] {
  if (!operands.some(isMilliseconds)) return operands;
  return operands.map((one): Value => {
    const { type, span } = one;
    if (one.epochSeconds !== true || type.kind !== 'integer') return one;
    if (span !== undefined) {
      const text = e.context.source(span);
      e.context.diagnostics.notice('QL_READ_AS_SECONDS', `${text} is in seconds: it is made milliseconds here`, span, {
        hint: 'beside @timestamp all is in milliseconds',
      });
    }
    const { epochSeconds: _, constant: __, origin: ___, ...rest } = one;
    const scaled = made(integerType(type.min * 1000n, type.max * 1000n), `(toInt64(${one.sql}) * 1000)`, [one]);
    return { ...rest, type: scaled.type, sql: scaled.sql };
  });
}
