import type { Span } from './ast.ts';

/** A change of the text that would mend a mistake. */
export interface Fix {
  /** What the button says: `use srcAddr`. */
  readonly title: string;
  readonly span: Span;
  readonly text: string;
}

/**
 * What is wrong, doubtful or worth knowing at a place of a query. Errors stop it; warnings do not (the answer may not be
 * what was meant); notices explain.
 */
export interface Diagnostic {
  /** Stable: `QL_FIELD_UNKNOWN`. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'notice';
  /** One sentence in plain words, with the offending text in it. */
  readonly message: string;
  /** What to do. */
  readonly hint?: string;
  readonly span: Span;
  readonly fixes: readonly Fix[];
}

interface More {
  readonly hint?: string | undefined;
  readonly fixes?: readonly Fix[];
}

/** Collects what is found; thrown stages add to it and go on. */
export class Diagnostics {
  readonly #list: Diagnostic[] = [];

  error(code: string, message: string, span: Span, more: More = {}): void {
    this.#add('error', code, message, span, more);
  }

  warning(code: string, message: string, span: Span, more: More = {}): void {
    this.#add('warning', code, message, span, more);
  }

  notice(code: string, message: string, span: Span, more: More = {}): void {
    this.#add('notice', code, message, span, more);
  }

  get list(): readonly Diagnostic[] {
    return [...this.#list].sort((a, b) => a.span.start - b.span.start);
  }

  get failed(): boolean {
    return this.#list.some((one) => one.severity === 'error');
  }

  #add(severity: Diagnostic['severity'], code: string, message: string, span: Span, more: More): void {
    const same = this.#list.some(
      (one) => one.code === code && one.span.start === span.start && one.message === message,
    );
    if (same) return;
    const hint = more.hint === undefined ? {} : { hint: more.hint };
    this.#list.push({ code, severity, message, ...hint, span, fixes: more.fixes ?? [] });
  }
}

/** Leaves the stage or the expression at hand; what is wrong is in the diagnostics already. */
export class Abandoned extends Error {
  constructor() {
    super('the query has an error here');
    this.name = 'Abandoned';
  }
}
