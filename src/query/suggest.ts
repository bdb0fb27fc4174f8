import { editDistance } from '../core/index.ts';

/** Spelled alike for who types: case, `-`, `_` and backquotes do not count. */
function plain(word: string): string {
  return word.toLowerCase().replace(/[-_`\s]/g, '');
}

/**
 * The candidates that a mistyped word may have meant, best first, each once: letters changed, dropped, added or swapped,
 * or a word begun (`count_dist`) or longer than written (`isPrivate` for `isPrivateIP`).
 */
export function nearest(word: string, candidates: readonly string[], most = 3): string[] {
  const wanted = plain(word);
  if (wanted === '') return [];
  const reach = Math.max(1, Math.floor(wanted.length / 3));
  const scored = [...new Set(candidates)].flatMap((candidate) => {
    const other = plain(candidate);
    const distance = editDistance(wanted, other);
    if (distance <= reach) return [{ candidate, score: distance }];
    if (wanted.length >= 3 && other.startsWith(wanted)) return [{ candidate, score: reach + 0.3 }];
    return other.length >= 3 && wanted.startsWith(other) ? [{ candidate, score: reach + 0.6 }] : [];
  });
  return scored
    .sort((a, b) => a.score - b.score || a.candidate.length - b.candidate.length)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}
