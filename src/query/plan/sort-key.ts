import type { Value } from '../value.ts';

/** What rows are put in order by: text sorts as people count, eni-9 before eni-10. */
export function sortable({ type, sql }: Pick<Value, 'type' | 'sql'>): string {
  return type.kind === 'text' ? `naturalSortKey(toString(${sql}))` : sql;
}
