import type { QueryColumn, QueryValue } from '../../contract/index.ts';
import { addFilter, fieldValuesQuery, format, histogramQuery, isRaw } from '../../query/index.ts';

/** A value that can become a condition, and the column it stands in. */
export interface Condition {
  readonly column: Pick<QueryColumn, 'name' | 'kind'>;
  readonly value: QueryValue;
  readonly isExcluded: boolean;
}

/** What the page asks the language to do with the text of a query. */

/** True where the answer is records, not sums of them. */
export function isRawQuery(query: string): boolean {
  return query.trim() !== '' && isRaw(query);
}

/** The same query with a condition more; undefined where the value cannot be one. */
export function withCondition(query: string, { column, value, isExcluded }: Condition): string | undefined {
  if (value !== null && typeof value === 'object') return undefined;
  return addFilter(query, { field: column.name, value, kind: column.kind, negated: isExcluded });
}

/** The query in the usual layout; as it is while it cannot be read. */
export function laidOut(query: string): string {
  return format(query);
}

/** How many records match, by time; undefined where the answer is not records. */
export function histogramOf(query: string): string | undefined {
  return histogramQuery(query);
}

/** How often each of the most frequent values of a field occurs among the records that a query chooses. */
export function valuesOf(query: string, field: string, most: number): string | undefined {
  return fieldValuesQuery(query, field, most);
}
