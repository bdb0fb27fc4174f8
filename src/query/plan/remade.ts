import type { Value } from '../value.ts';

/** A value of the same kind made of another: where that came from, and that it was a constant, no longer holds. */
export function remade({ origin: _, constant: __, span: ___, ...value }: Value, sql: string): Value {
  return { ...value, sql, uses: new Set(), aggregate: false };
}
