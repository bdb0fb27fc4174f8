import { bodyOf } from './explore.ts';
import type { Scope } from './queries.ts';
import { answerOf } from './run-query.ts';

/** A value that records of the view hold, and in how many. */
export interface KnownValue {
  readonly value: string;
  readonly count: number;
}

const MOST_KEPT = 60;
const kept = new Map<string, Promise<readonly KnownValue[]>>();

/**
 * The most frequent values of a field in the view, for the completion: asked once for a field and a view. Nothing where
 * the server cannot say.
 */
export function knownValues(field: string, scope: Scope): Promise<readonly KnownValue[]> {
  const key = JSON.stringify([field, scope]);
  const before = kept.get(key);
  if (before !== undefined) return before;
  const asked = ask(field, scope).catch((): readonly KnownValue[] => {
    kept.delete(key);
    return [];
  });
  if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value ?? '');
  kept.set(key, asked);
  return asked;
}

async function ask(field: string, scope: Scope): Promise<readonly KnownValue[]> {
  const query = `top 20 ${field} by count(*)`;
  const body = bodyOf({ query, language: 'ql', scope });
  const { rows } = await answerOf(body, AbortSignal.timeout(5000));
  return rows.flatMap(([value, count]) =>
    typeof value === 'string' || typeof value === 'number' ? [{ value: String(value), count: Number(count) }] : [],
  );
}
