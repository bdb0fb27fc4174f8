import type { LimitStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { applyBound, bound, printBound } from '../plan/bounds.ts';

export const command = defineCommand<LimitStage>({
  name: 'head',
  stage: 'limit',
  syntax: 'head n',
  summary: 'An older word for limit.',
  origin: 'insights',
  examples: ['head 5'],
  parse: (p, start) => bound(p, 'head', start, { any: false, last: false }),
  print: printBound,
  apply: applyBound,
});
