import type { ArithmeticOperator, Expression, NumberNode, SizeUnit } from '../ast.ts';
import type { CompileContext } from '../plan/context.ts';
import { finite, integerType, made, numberType, type Unit, type Value, type ValueType, widthFor } from '../value.ts';
import { constantNumber, toNumber } from './coerce.ts';
import type { Evaluator } from './evaluate.ts';
import { inOneScale } from './moments.ts';
import { parseNumber } from './numerals.ts';

const sizes: Readonly<Record<SizeUnit, bigint>> = {
  kB: 1000n,
  MB: 1000n ** 2n,
  GB: 1000n ** 3n,
  TB: 1000n ** 4n,
  KiB: 1024n,
  MiB: 1024n ** 2n,
  GiB: 1024n ** 3n,
  TiB: 1024n ** 4n,
};

/** A number as written; `10MiB` is 10485760. */
export function numberConstant(context: CompileContext, node: NumberNode): Value {
  const read = parseNumber(node.text);
  if (read === undefined)
    return context.fail('QL_NUMBER_INVALID', `${node.text} is beyond what a number can be`, node.span);
  const e = { context } as Evaluator;
  if (node.size === undefined) return constantNumber(e, read);
  const factor = sizes[node.size];
  if (typeof read === 'bigint') return constantNumber(e, read * factor);
  const bytes = read * Number(factor);
  return constantNumber(e, Number.isSafeInteger(bytes) ? BigInt(bytes) : bytes);
}

/** The range of a whole number; a truth value counts as 0 or 1. */
function rangeOf(type: ValueType): readonly [bigint, bigint] | undefined {
  if (type.kind === 'integer') return [type.min, type.max];
  return type.kind === 'boolean' ? [0n, 1n] : undefined;
}

/**
 * Sums, products, differences, quotients. Whole numbers stay exact: the result is as wide as it can become (D8); what
 * exceeds 256 bits goes on as a double.
 */
export function arithmetic(e: Evaluator, operator: ArithmeticOperator, operands: readonly Value[]): Value {
  const scaled = operator === '+' || operator === '-' ? inOneScale(e, operands) : operands;
  const numbers = scaled.map((one) => toNumber(e, one, one.span ?? { start: 0, end: 0 }));
  const unit = unitOf(operator, numbers);
  const more = {
    ...(unit === undefined ? {} : { unit }),
    ...gapsOf(operator, numbers),
    ...approximateOf(numbers),
    ...additiveOf(operator, numbers),
  };
  switch (operator) {
    case '+':
    case '-':
    case '*':
      return { ...exact(operator, numbers), ...more };
    case '/':
      return { ...quotient(numbers), ...more };
    case '%':
      return { ...remainder(numbers), ...more };
    case '^':
      return made(numberType, finite(`pow(${numbers.map(asDouble).join(', ')})`), numbers, more);
  }
}

const asDouble = (value: Value) => (value.type.kind === 'number' ? value.sql : `toFloat64(${value.sql})`);

function exact(operator: '+' | '-' | '*', numbers: readonly Value[]): Value {
  const [first, ...others] = numbers;
  let range = first === undefined ? undefined : rangeOf(first.type);
  let width = range === undefined ? undefined : widthFor(...range);
  for (const other of others) {
    const next = rangeOf(other.type);
    range = range === undefined || next === undefined ? undefined : combined(operator, range, next);
    // Every step on the way must fit as well.
    width =
      range === undefined || next === undefined ? undefined : widest(widthFor(...range), widthFor(...next), width);
    if (width === undefined) range = undefined;
  }
  if (range === undefined || width === undefined) {
    return made(numberType, finite(`(${numbers.map(asDouble).join(` ${operator} `)})`), numbers);
  }
  const cast = width;
  return made(integerType(...range), `(${numbers.map((n) => `to${cast}(${n.sql})`).join(` ${operator} `)})`, numbers);
}

type Width = NonNullable<ReturnType<typeof widthFor>>;

function widest(...all: readonly (Width | undefined)[]): Width | undefined {
  const order: readonly Width[] = ['Int64', 'Int128', 'Int256'];
  if (all.includes(undefined)) return undefined;
  return order.findLast((one) => all.includes(one));
}

function combined(
  operator: '+' | '-' | '*',
  [a, b]: readonly [bigint, bigint],
  [c, d]: readonly [bigint, bigint],
): readonly [bigint, bigint] {
  if (operator === '+') return [a + c, b + d];
  if (operator === '-') return [a - d, b - c];
  const corners = [a * c, a * d, b * c, b * d];
  const least = smallest(corners);
  const most = largest(corners);
  return [least, most];
}

const ascending = (values: readonly bigint[]) => [...values].sort((x, y) => Number(x > y) - Number(x < y));
const smallest = (values: readonly bigint[]) => ascending(values)[0] ?? 0n;
const largest = (values: readonly bigint[]) => ascending(values).at(-1) ?? 0n;

const isZero = ({ constant }: Value) => constant?.kind === 'number' && Number(constant.value) === 0;
const nothing = (numbers: readonly Value[]) => made(numberType, "CAST(NULL, 'Nullable(Float64)')", numbers);

/** Real division; by zero it is missing. */
function quotient(numbers: readonly Value[]): Value {
  const [dividend, divisor] = numbers;
  if (dividend === undefined || divisor === undefined) throw new TypeError('a quotient has two sides');
  const { constant } = divisor;
  if (isZero(divisor)) return nothing(numbers);
  const isSafe = constant?.kind === 'number' && typeof constant.value === 'bigint' && constant.value !== 0n;
  const left = asDouble(dividend);
  if (isSafe) return made(numberType, `(${left} / ${asDouble(divisor)})`, numbers);
  const sql = `divideOrNull(${left}, ${asDouble(divisor)})`;
  const bothWhole = dividend.type.kind !== 'number' && divisor.type.kind !== 'number';
  return made(numberType, bothWhole ? sql : finite(sql), numbers);
}

/** The sign is the dividend's; by zero it is missing. */
function remainder(numbers: readonly Value[]): Value {
  const [dividend, divisor] = numbers;
  if (dividend === undefined || divisor === undefined) throw new TypeError('a remainder has two sides');
  if (isZero(divisor)) return nothing(numbers);
  const left = rangeOf(dividend.type);
  const right = rangeOf(divisor.type);
  const width = left === undefined || right === undefined ? undefined : widest(widthFor(...left), widthFor(...right));
  if (left === undefined || right === undefined || width === undefined)
    return made(numberType, finite(`moduloOrNull(${asDouble(dividend)}, ${asDouble(divisor)})`), numbers);
  const most = largest([right[0], -right[0], right[1], -right[1]]);
  const type = integerType(left[0] < 0n ? -most : 0n, most);
  return made(type, `moduloOrNull(to${width}(${dividend.sql}), to${width}(${divisor.sql}))`, numbers);
}

export function negative(e: Evaluator, operand: Value, expression: Expression): Value {
  const number = toNumber(e, operand, expression.span);
  const { constant } = number;
  if (constant?.kind === 'number') return constantNumber(e, -constant.value);
  const range = rangeOf(number.type);
  const width = range === undefined ? undefined : widthFor(-range[1], -range[0]);
  const held = range === undefined ? undefined : widthFor(...range);
  const cast = widest(width, held);
  if (range === undefined || cast === undefined) return made(numberType, `(-${asDouble(number)})`, [number]);
  return made(integerType(-range[1], -range[0]), `(-to${cast}(${number.sql}))`, [number]);
}

/** A sum of bytes is bytes; bytes a second times 8 are bits a second; all else loses its unit. */
function unitOf(operator: ArithmeticOperator, numbers: readonly Value[]): Unit | undefined {
  const [first, second] = numbers;
  if (operator === '+' || operator === '-')
    return numbers.every((n) => n.unit === first?.unit) ? first?.unit : undefined;
  const isEight = second?.constant?.kind === 'number' && BigInt(Math.trunc(Number(second.constant.value))) === 8n;
  if (operator === '*' && numbers.length === 2 && first?.unit === 'bytes/s' && isEight) return 'bit/s';
  return undefined;
}

/** A gap is zero where sums that are zero without records are added up, or scaled by a constant; 0 / 0 is missing. */
function gapsOf(operator: ArithmeticOperator, numbers: readonly Value[]): Pick<Value, 'gaps'> {
  const [first, ...others] = numbers;
  const adds = operator === '+' || operator === '-';
  const scales = operator === '*' || operator === '/';
  const isZero =
    first?.gaps === 'zero' &&
    ((adds && others.every((n) => n.gaps === 'zero')) || (scales && others.every((n) => n.constant !== undefined)));
  return isZero ? { gaps: 'zero' } : {};
}

function approximateOf(numbers: readonly Value[]): Pick<Value, 'approximate'> {
  return numbers.some((n) => n.approximate === true) ? { approximate: true } : {};
}

/** Sums that are added up, or scaled by a constant, can still be added up over groups. */
function additiveOf(operator: ArithmeticOperator, numbers: readonly Value[]): Pick<Value, 'additive'> {
  const [first, ...others] = numbers;
  const adds = operator === '+' || operator === '-';
  const scales = operator === '*' || operator === '/';
  const holds =
    first?.additive === true &&
    ((adds && others.every((n) => n.additive === true)) || (scales && others.every((n) => n.constant !== undefined)));
  return holds ? { additive: true } : {};
}
