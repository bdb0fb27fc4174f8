import { fields } from '../fields/index.ts';
import type { Layout } from './layout.ts';

/** The columns behind the fields that every SELECT of the decoder yields, in this order. */
const tailColumns = [
  'end_only',
  'duration',
  'extra',
  'object_id',
  'piece',
  'slot',
  'ok',
  'line_number',
  'reason',
  'text',
] as const;

/** The columns of the table `parsed` that a SELECT over these fields yields, in order; `end` becomes `duration`. */
export function columnsFor(names: ReadonlySet<string>): string[] {
  return [...fields.map((f) => f.name).filter((name) => name !== 'end' && names.has(name)), ...tailColumns];
}

/** The columns that `parseTextSql` yields for a layout, in order, for `INSERT INTO parsed (…)`. */
export function insertColumns(layout: Layout): string[] {
  return columnsFor(new Set(layout.columns.filter((c) => c.known).map((c) => c.name)));
}

/**
 * The column `end_only`: the end of a record without a start. What lies unseen under its NULLs is written to disk,
 * too; so it is nothing, not the end.
 */
export function endOnlySql(start: string, end: string): string {
  const kept = `toDateTime(toUInt32(ifNull(${end}, toDateTime(0, 'UTC'))) * isNull(${start}), 'UTC')`;
  return `if(isNull(${start}) AND isNotNull(${end}), ${kept}, NULL)`;
}
