import type { LimitStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { applyBound, bound, printBound } from '../plan/bounds.ts';

export const command = defineCommand<LimitStage>({
  name: 'limit',
  stage: 'limit',
  syntax: 'limit [any] n',
  summary: 'Keeps the first n rows of the order at hand.',
  remark: 'From 1 to 100,000; without limit an answer has at most 10,000 rows. "limit any" takes whichever come first.',
  origin: 'insights',
  examples: ['filter action = "REJECT" | limit 20', 'limit any 5'],
  parse: (p, start) => bound(p, 'limit', start, { any: p.takeWord('any') !== undefined, last: false }),
  print: printBound,
  apply: applyBound,
});
