import type { FunctionContext } from './define-function.ts';
import type { Constant, Value } from './value.ts';

/** The argument at a place. The checker has counted them: one that is absent there is a fault of ours. */
export function argument(args: readonly Value[], index: number): Value {
  const value = args[index];
  if (value === undefined) throw new TypeError(`argument ${index + 1} is absent`);
  return value;
}

type ConstantOf<Kind extends Constant['kind']> = Extract<Constant, { kind: Kind }>;

function known<Kind extends Constant['kind']>(value: Value, kind: Kind): ConstantOf<Kind> {
  const { constant } = value;
  const isMine = (one: Constant): one is ConstantOf<Kind> => one.kind === kind;
  if (constant === undefined || !isMine(constant)) throw new TypeError(`a constant of kind ${kind} was promised`);
  return constant;
}

/** The number of a constant argument. */
export const numberConstant = (value: Value): number => Number(known(value, 'number').value);
export const textConstant = (value: Value): string => known(value, 'text').value;
export const regexConstant = (value: Value): string => known(value, 'regex').source;
export const periodConstant = (value: Value): ConstantOf<'period'> => known(value, 'period');

/** A whole number from least to most, both included; an error that names the range for any other. */
export function wholeConstant(
  args: readonly Value[],
  index: number,
  [least, most]: readonly [number, number],
  what: string,
  context: FunctionContext,
): number {
  const number = numberConstant(argument(args, index));
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  return context.fail(
    'QL_ARGUMENT_RANGE',
    `${what} is a whole number from ${least} to ${most}, not ${number}`,
    context.argSpans[index] ?? context.span,
  );
}
