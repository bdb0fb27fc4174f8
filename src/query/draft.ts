import { parseQuery } from './parse-query.ts';
import type { Expectation, Parsed } from './syntax/parser.ts';

/** What can be read at a place, of a given length: 5 at least, as `{{x}}` is. */
function standIn(expected: readonly Expectation[], before: string, length: number): string {
  const wants = (...kinds: Expectation['kind'][]) => expected.some(({ kind }) => kinds.includes(kind));
  if (/\bin\s*$/i.test(before)) return '::/'.padEnd(length, '0');
  if (wants('expression', 'field', 'new name', 'table', 'column')) return 'p'.padEnd(length, '_');
  if (wants('number')) return '1'.padStart(length, '0');
  if (wants('period')) return '1m'.padStart(length, '0');
  return `"${'_'.repeat(length - 2)}"`;
}

/**
 * Reads a query whose parameters have no values yet: in place of each `{{name}}` outside of texts stands something that
 * is right there, of the same length, so that every place is one of the text as written.
 */
export function parseDraft(text: string): Parsed {
  let filled = text;
  for (const match of text.matchAll(/\{\{[^{}]*\}\}/g)) {
    const [written] = match;
    const before = filled.slice(0, match.index);
    const { atEnd, tokens } = parseQuery(before);
    // Within a text that is open, or in a comment, it is text.
    const last = tokens.at(-1);
    const isText =
      last?.end === before.length && (last.role === 'comment' || /^@?["'`]/.test(before.slice(last.start)));
    if (isText && last.role !== 'string') continue;
    filled = before + standIn(atEnd, before, written.length) + filled.slice(match.index + written.length);
  }
  return parseQuery(filled);
}
