import type { LimitStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';

/** More than that a query does not give; section 1.1 of the language. */
const most = 100_000;

export const command = defineCommand<LimitStage>({
  name: 'limit',
  stage: 'limit',
  syntax: 'limit [any] n',
  summary: 'Keeps the first n rows of the order at hand.',
  remark: `From 1 to 100,000; without limit an answer has at most 10,000 rows. "limit any" takes whichever come first.`,
  origin: 'insights',
  examples: ['filter action = "REJECT" | limit 20', 'limit any 5'],
  parse(p, start) {
    const any = p.takeWord('any') !== undefined;
    const at = p.token.span;
    const count = p.wholeNumber();
    if (count < 1 || count > most)
      p.fail('QL_LIMIT_RANGE', `limit goes from 1 to ${most.toLocaleString('en')}`, at, 'for more, export or sum up');
    return { command: 'limit', count, any, last: false, span: p.spanFrom(start) };
  },
  print: ({ count, any, last }) => (last ? `tail ${count}` : `limit ${any ? 'any ' : ''}${count}`),
  apply({ count, any }, pipeline) {
    pipeline.limit(count, any);
    pipeline.limited = true;
  },
});
