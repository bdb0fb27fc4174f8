import type { QueryDiagnostic } from '../../../contract/index.ts';
import { type ErrorShape, WeirError } from '../../../core/index.ts';
import type { Diagnostic } from '../../../query/index.ts';

/** A query that was not understood: the first of its errors, with all that was found beside it. */
export class QueryError extends WeirError {
  readonly diagnostics: readonly QueryDiagnostic[];

  constructor(diagnostics: readonly QueryDiagnostic[]) {
    const first = diagnostics.find((one) => one.severity === 'error');
    super(first?.code ?? 'QL_INVALID', first?.message ?? 'the query cannot be read', {
      kind: 'usage',
      hint: first?.hint,
      ...(first === undefined
        ? {}
        : { position: { offset: first.span.start, length: first.span.end - first.span.start } }),
    });
    this.diagnostics = diagnostics;
  }

  override toJSON(): ErrorShape & { readonly diagnostics: readonly QueryDiagnostic[] } {
    return { ...super.toJSON(), diagnostics: this.diagnostics };
  }
}

/** As it crosses the wire. */
export function wireDiagnostic({ code, severity, message, hint, span, fixes }: Diagnostic): QueryDiagnostic {
  return {
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    span: { start: span.start, end: span.end },
    fixes: fixes.map((fix) => ({
      title: fix.title,
      span: { start: fix.span.start, end: fix.span.end },
      text: fix.text,
    })),
  };
}
