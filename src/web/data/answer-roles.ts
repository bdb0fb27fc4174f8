import type { QueryColumn, QueryValue } from '../../contract/index.ts';
import { recordField } from '../../query/index.ts';
import { recordColumns } from './record-columns.ts';

type Rows = readonly (readonly QueryValue[])[];

/** The column of flows whose values a column of an answer holds; undefined for what was computed. */
export function flowColumn(column: QueryColumn): string | undefined {
  return column.field === undefined ? undefined : recordField(column.field)?.column;
}

/** The same by its name, where the answer does not say: SQL names its columns as they are in flows. */
export function namedColumn(column: QueryColumn): string | undefined {
  return flowColumn(column) ?? (column.role === 'measure' ? undefined : recordField(column.name)?.column);
}

/**
 * The columns of an answer with their roles. SQL does not tell what it grouped by: there, words, addresses, times and
 * codes that no two rows have in common are keys, and other numbers measure them. Records as they are stay values.
 */
export function withRoles(columns: readonly QueryColumn[], rows: Rows): readonly QueryColumn[] {
  if (!columns.every(({ role, field }) => role === 'value' && field === undefined)) return columns;
  const isMeasure = columns.map((column) => column.kind === 'number' && !isCode(column.name));
  const keys = columns.flatMap((_, at) => (isMeasure[at] === true ? [] : [at]));
  if (keys.length === columns.length || keys.some((at) => !canGroup(columns[at]))) return columns;
  const seen = new Set(rows.map((row) => JSON.stringify(keys.map((at) => row[at]))));
  if (seen.size < rows.length) return columns;
  const time = keys.find((at) => columns[at]?.kind === 'time');
  return columns.map((column, at): QueryColumn => {
    if (isMeasure[at] === true) return { ...column, role: 'measure' };
    return at === time ? { ...column, role: 'bin', ...widthOf(rows, at) } : { ...column, role: 'key' };
  });
}

/** A number that names something: a port, a protocol. */
function isCode(name: string): boolean {
  const kind = recordColumns.get(recordField(name)?.column ?? '')?.kind;
  return kind !== undefined && kind !== 'count';
}

function canGroup(column: QueryColumn | undefined): boolean {
  return column !== undefined && column.kind !== 'list' && column.kind !== 'map';
}

/** Seconds of a step, if all times lie on whole steps of the smallest distance between two. */
function widthOf(rows: Rows, at: number): { readonly bin_seconds?: number } {
  const times = [...new Set(rows.map((row) => Date.parse(String(row[at]))))].filter((time) => !Number.isNaN(time));
  times.sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const width = gaps.reduce((least, gap) => Math.min(least, gap), Number.POSITIVE_INFINITY);
  const isEven = Number.isFinite(width) && gaps.every((gap) => gap % width === 0);
  return isEven ? { bin_seconds: width / 1000 } : {};
}
