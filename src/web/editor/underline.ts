import type { Action, Diagnostic } from '@codemirror/lint';
import type { QueryDiagnostic } from '../../contract/index.ts';

const severities = { error: 'error', warning: 'warning', notice: 'info' } as const;

/** A problem where the editor underlines it, with its fixes as buttons. */
export function underlined({ span, severity, message, hint, fixes }: QueryDiagnostic, length: number): Diagnostic {
  // A mistake at the end of the text stands on its last character: there must be something to underline.
  const to = Math.min(length, Math.max(span.end, span.start + 1));
  const from = Math.max(0, Math.min(span.start, to - 1));
  const actions = fixes.map(
    ({ title, span: place, text }): Action => ({
      name: title,
      apply: (view, moved) => {
        const shift = moved - from;
        const changes = { from: place.start + shift, to: place.end + shift, insert: text };
        view.dispatch({ changes, selection: { anchor: changes.from + text.length } });
      },
    }),
  );
  return {
    from,
    to,
    severity: severities[severity],
    message,
    renderMessage: () => {
      const box = document.createElement('span');
      box.textContent = message;
      if (hint !== undefined) box.append(document.createElement('br'), hint);
      return box;
    },
    actions,
  };
}
