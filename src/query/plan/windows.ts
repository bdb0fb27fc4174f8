import type { Span } from '../ast.ts';
import { toNumber } from '../check/coerce.ts';
import { Evaluator } from '../check/evaluate.ts';
import { wholeRange } from '../number-sql.ts';
import { countType, finite, integerType, made, numberType, type Value, type ValueType, widthFor } from '../value.ts';
import type { OrderTerm } from './level.ts';
import type { Pipeline } from './pipeline.ts';
import type { Column } from './scope.ts';

function orderText(terms: readonly OrderTerm[]): string {
  return terms
    .map((one) => `${one.sql} ${one.descending ? 'DESC' : 'ASC'} NULLS ${one.missingFirst === true ? 'FIRST' : 'LAST'}`)
    .join(', ');
}

/**
 * Numbers the rows in the order that they have, and makes that their order: whatever looks at earlier rows from here on,
 * and the answer itself, put rows that are equal in it alike.
 * @returns the number as SQL over the level at hand
 */
export function numberRows(pipeline: Pipeline): string {
  pipeline.rows();
  const terms = pipeline.orderTerms();
  const over = terms.length === 0 ? '' : `ORDER BY ${orderText(terms)}`;
  const number = made(countType, `row_number() OVER (${over})`, []);
  pipeline.sort([{ value: () => number, descending: false }]);
  pipeline.push();
  const [order] = pipeline.order;
  if (order === undefined) throw new TypeError('rows that were numbered have an order');
  return order.value().sql;
}

/** The rows from the first to the one at hand. */
export const upToHere = (number: string) => `ORDER BY ${number} ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW`;

/** More rows than one query ever adds up. */
const mostRows = 2n ** 48n;

/** The operand of a sum over many rows, and the type of the sum: whole numbers stay exact. */
export function summable(
  pipeline: Pipeline,
  value: Value,
  span: Span,
): { readonly operand: string; readonly type: ValueType } {
  const number = toNumber(new Evaluator(pipeline, { kind: 'row' }), value, span);
  const range = wholeRange(number.type);
  if (range === undefined) return { operand: number.sql, type: numberType };
  const [min, max] = [range[0] < 0n ? range[0] * mostRows : range[0], range[1] > 0n ? range[1] * mostRows : range[1]];
  const width = widthFor(min, max);
  if (width === undefined) return { operand: `toFloat64(${number.sql})`, type: numberType };
  return { operand: `to${width}(${number.sql})`, type: integerType(min, max) };
}

/** A sum as a value: beyond what a double holds it is missing. */
export function summed(type: ValueType, sql: string, of: readonly Value[]): Value {
  const units = new Set(of.map((one) => one.unit));
  const [unit] = units;
  return made(
    type,
    type.kind === 'number' ? finite(sql) : sql,
    of,
    units.size === 1 && unit !== undefined ? { unit } : {},
  );
}

/** Puts a column that a command computes in sight, in place of one that has its name. */
export function replaceColumn(pipeline: Pipeline, name: string, value: Value): void {
  const before = pipeline.scope.exact(name);
  const role: Column['role'] = before?.role ?? (pipeline.isRecords ? 'value' : 'measure');
  pipeline.scope.set({ ...before, name, value: () => value, role });
  pipeline.show(name, false);
}
