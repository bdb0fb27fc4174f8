import { argument, numberConstant } from '../arguments.ts';
import { defineFunction } from '../define-function.ts';
import { asDouble, wholeRange } from '../number-sql.ts';
import { finite, integerType, made, numberType, widths } from '../value.ts';

export const fn = defineFunction({
  name: 'histogram',
  group: 'numbers',
  origin: 'insights',
  summary: 'The start of the bucket of so wide that holds the number; stands behind by.',
  remark: 'The second argument is the width of a bucket, not their number: by histogram(bytes, 1000).',
  parameters: [
    { name: 'number', takes: 'number' },
    { name: 'width', takes: 'constant number' },
  ],
  returns: 'number',
  examples: [
    { expression: 'histogram(1234, 100)', gives: 1200 },
    { expression: 'histogram(-1, 100)', gives: -100 },
    { expression: 'histogram(0.7, 0.5)', gives: 0.5 },
  ],
  compile(args, context) {
    const number = argument(args, 0);
    const width = argument(args, 1);
    if (numberConstant(width) <= 0) {
      const span = context.argSpans[1] ?? context.span;
      context.fail(
        'QL_ARGUMENT_RANGE',
        `a bucket is wider than ${numberConstant(width)}`,
        span,
        'write histogram(bytes, 1000)',
      );
    }
    const unit = number.unit === undefined ? {} : { unit: number.unit };
    const [range, steps] = [wholeRange(number.type), wholeRange(width.type)];
    if (
      range !== undefined &&
      steps !== undefined &&
      range[0] >= 0n &&
      range[1] <= widths.UInt64[1] &&
      steps[1] <= widths.UInt64[1]
    ) {
      const step = `toUInt64(${width.sql})`;
      return made(integerType(0n, range[1]), `intDiv(toUInt64(${number.sql}), ${step}) * ${step}`, [number], unit);
    }
    const bucket = `floor(${asDouble(number)} / ${asDouble(width)}) * ${asDouble(width)}`;
    return made(numberType, finite(`(${bucket})`), [number], unit);
  },
});
