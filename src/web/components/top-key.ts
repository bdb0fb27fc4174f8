import type { TopRow } from '../../contract/index.ts';

/** One value of a key that may be several columns; null where it is missing. */
export function textOf(key: TopRow['key'], column: string): string | null {
  const value = key[column];
  return value === null || value === undefined ? null : String(value);
}

export function numberOf(key: TopRow['key'], column: string): number | null {
  const value = key[column];
  return value === null || value === undefined ? null : Number(value);
}

/** The port of a service, whichever column the answer names it by. */
export function portOf(key: TopRow['key']): number | null {
  return numberOf(key, 'service_port' in key ? 'service_port' : 'dstport');
}
