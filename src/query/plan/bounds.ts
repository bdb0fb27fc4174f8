import type { LimitStage, Span } from '../ast.ts';
import type { Parser } from '../syntax/parser.ts';
import type { Pipeline } from './pipeline.ts';

/** More rows than that a query does not give; section 1.1 of the language. */
const most = 100_000;

/** Reads the number of `limit`, `head`, `tail`, `top`. */
export function boundCount(p: Parser, word: string): number {
  const at = p.token.span;
  const count = p.wholeNumber();
  if (count >= 1 && count <= most) return count;
  return p.fail(
    'QL_LIMIT_RANGE',
    `${word} goes from 1 to ${most.toLocaleString('en')}`,
    at,
    'for more, export or sum up',
  );
}

/** What `limit 5`, `head 5` and `tail 5` have in common. */
export function bound(p: Parser, word: string, start: Span, more: Pick<LimitStage, 'any' | 'last'>): LimitStage {
  const count = boundCount(p, word);
  return { command: 'limit', count, ...more, span: p.spanFrom(start) };
}

export function printBound({ any, count, last }: LimitStage): string {
  return last ? `tail ${count}` : `limit ${any ? 'any ' : ''}${count}`;
}

/** Keeps the first rows of the order at hand, or its last, which stay in that order. */
export function applyBound({ any: some, count, last }: LimitStage, pipeline: Pipeline): void {
  if (!last) pipeline.limit(count, !some);
  else {
    pipeline.open();
    pipeline.sort(pipeline.order);
    pipeline.turnOrder();
    pipeline.limit(count);
    pipeline.push();
    pipeline.turnOrder();
  }
  pipeline.limited = true;
}
