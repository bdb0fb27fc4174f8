import type { QueryDiagnostic } from '../../contract/index.ts';
import { WeirError } from '../../core/index.ts';
import { pointAt } from './point-at.ts';

interface Notes {
  readonly json: boolean;
  note(text: string): void;
}

/** Tells each thing that was found in a query at its place, on standard error. */
export function printDiagnostics(to: Notes, text: string, diagnostics: readonly QueryDiagnostic[]): void {
  for (const one of diagnostics) {
    if (to.json) {
      to.note(JSON.stringify({ diagnostic: one }));
      continue;
    }
    const length = one.span.end - one.span.start;
    // What has no place in the text speaks of the whole.
    const where = length === 0 && one.severity !== 'error' ? {} : { position: { offset: one.span.start, length } };
    const pointed = pointAt(text, new WeirError(one.code, one.message, where));
    to.note(`${one.severity === 'error' ? 'weir' : one.severity}: ${pointed.message}`);
    if (one.hint !== undefined) to.note(`  ${one.hint}`);
  }
}
