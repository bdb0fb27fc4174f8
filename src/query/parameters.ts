import type { QueryParameter } from '../contract/index.ts';
import type { Span } from './ast.ts';
import type { Diagnostic } from './diagnostics.ts';

export interface Expanded {
  readonly text: string;
  /** What was found in the expanded text, at its place in the text as written. */
  original(diagnostic: Diagnostic): Diagnostic;
}

interface Piece {
  /** In the text as written. */
  readonly from: Span;
  /** In the expanded text. */
  readonly to: Span;
}

/** Names of the parameters of a query, in the order in which they appear, each once. */
export function parameterNames(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g)].map((match) => match[1] ?? ''))];
}

/** Puts the values of `{{name}}` into a query before it is read. What has neither value nor default stays, and is told. */
export function expandParameters(
  text: string,
  values: Readonly<Record<string, string>>,
  declarations: readonly QueryParameter[],
): Expanded {
  const pieces: Piece[] = [];
  let expanded = '';
  let last = 0;
  for (const match of text.matchAll(/\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g)) {
    const name = match[1] ?? '';
    const declared = declarations.find((one) => one.name === name);
    const value = Object.hasOwn(values, name) ? values[name] : declared?.default;
    if (value === undefined) continue;
    expanded += text.slice(last, match.index);
    const shown = written(value, declared?.type, quoteAt(text, match.index));
    const end = match.index + match[0].length;
    pieces.push({
      from: { start: match.index, end },
      to: { start: expanded.length, end: expanded.length + shown.length },
    });
    expanded += shown;
    last = end;
  }
  expanded += text.slice(last);
  return { text: expanded, original: (diagnostic) => moved(diagnostic, pieces) };
}

/** The quote that is open at a place; undefined outside of texts. */
function quoteAt(text: string, at: number): string | undefined {
  let open: string | undefined;
  for (let i = 0; i < at; i++) {
    const char = text[i];
    if (char === '\\' && open !== undefined) i += 1;
    else if (open === undefined && (char === '"' || char === "'")) open = char;
    else if (char === open) open = undefined;
  }
  return open;
}

/** Text gets quotes where it has none; within quotes it cannot end them. Of other kinds the value stands as it is. */
function written(value: string, type: QueryParameter['type'] | undefined, quote: string | undefined): string {
  if (quote !== undefined) return value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  if (type === 'text') return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  return value;
}

function moved(diagnostic: Diagnostic, pieces: readonly Piece[]): Diagnostic {
  if (pieces.length === 0) return diagnostic;
  const back = ({ start, end }: Span): Span => ({ start: place(start, pieces, false), end: place(end, pieces, true) });
  return {
    ...diagnostic,
    span: back(diagnostic.span),
    fixes: diagnostic.fixes
      .filter(({ span }) => !pieces.some(({ to }) => span.start < to.end && to.start < span.end))
      .map((fix) => ({ ...fix, span: back(fix.span) })),
  };
}

/** An offset of the expanded text in the text as written; within a value it is the parameter's edge. */
function place(offset: number, pieces: readonly Piece[], isEnd: boolean): number {
  let shift = 0;
  for (const { from, to } of pieces) {
    if (offset >= to.end) shift = from.end - to.end;
    else if (offset > to.start) return isEnd ? from.end : from.start;
    else break;
  }
  return offset + shift;
}
