import type { Value } from '../value.ts';

/** A value that is never missing; what stands for missing may occur, too. */
function present({ type, sql }: Value): string {
  switch (type.kind) {
    case 'text':
      return `ifNull(toString(${sql}), '')`;
    case 'address':
      return `ifNull(${sql}, toIPv6('::'))`;
    case 'time':
      return `ifNull(toDateTime64(${sql}, 3, 'UTC'), toDateTime64(0, 3, 'UTC'))`;
    case 'missing':
      return 'toUInt8(0)';
    default:
      return `ifNull(${sql}, 0)`;
  }
}

/**
 * One value for a combination of keys, that is never missing and the same for the same keys. What lies under a NULL is
 * anything: it does not count.
 */
export function identity(keys: readonly Value[]): string {
  if (keys.length === 0) return 'toUInt8(1)';
  return `tuple(${keys.map((key) => `isNull(${key.sql}), ${present(key)}`).join(', ')})`;
}
