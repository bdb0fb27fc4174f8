import { z } from 'zod';

/** Queries that this browser ran, newest first. */
const entry = z.object({
  query: z.string(),
  language: z.enum(['ql', 'sql']),
  /** ISO instant of the last run. */
  at: z.string(),
  /** Rows of the answer, where it came to its end. */
  rows: z.number().optional(),
});
export type HistoryEntry = z.infer<typeof entry>;

const KEY = 'weir.explore.history';
const MOST = 100;

export function readHistory(storage: Pick<Storage, 'getItem'> = localStorage): HistoryEntry[] {
  try {
    const kept = z.array(entry).safeParse(JSON.parse(storage.getItem(KEY) ?? '[]'));
    return kept.success ? kept.data : [];
  } catch {
    // What another program wrote there is no history.
    return [];
  }
}

/** The same query is there once, where it was run last. */
function withEntry(history: readonly HistoryEntry[], added: HistoryEntry): HistoryEntry[] {
  const others = history.filter((one) => one.query !== added.query || one.language !== added.language);
  return [added, ...others].slice(0, MOST);
}

export function noteRun(added: HistoryEntry, storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage): void {
  try {
    storage.setItem(KEY, JSON.stringify(withEntry(readHistory(storage), added)));
  } catch {
    // A full or closed storage costs the history, not the answer.
  }
}

export function clearHistory(): void {
  localStorage.removeItem(KEY);
}

/** Every word of what was typed must be in the query, in any order and case. */
export function searchHistory(history: readonly HistoryEntry[], typed: string): HistoryEntry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return history.filter(({ query }) => words.every((word) => query.toLowerCase().includes(word)));
}
