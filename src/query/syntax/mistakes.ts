import type { Expectation, Parser } from './parser.ts';

/** Adds the error for the token at hand, which cannot stand where it does. */
export function explainUnexpected(parser: Parser, expected: readonly Expectation[]): void {
  const { token } = parser;
  const wanted = inWords(expected);
  const message =
    token.kind === 'end'
      ? `the query ends where ${wanted} was expected`
      : `"${token.raw}" cannot stand here; expected ${wanted}`;
  parser.diagnostics.error('QL_UNEXPECTED', message, token.span);
}

function inWords(expected: readonly Expectation[]): string {
  const words = expected.map((one) =>
    one.kind === 'keyword' ? one.word : one.kind === 'sign' ? `"${one.sign}"` : one.kind,
  );
  return [...new Set(words)].join(', ') || 'something else';
}
