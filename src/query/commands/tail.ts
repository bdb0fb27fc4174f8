import type { LimitStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { applyBound, bound, printBound } from '../plan/bounds.ts';

export const command = defineCommand<LimitStage>({
  name: 'tail',
  stage: 'limit',
  syntax: 'tail n',
  summary: 'Keeps the last n rows of the order at hand.',
  origin: 'insights',
  examples: ['sort bytes | tail 5'],
  parse: (p, start) => bound(p, 'tail', start, { any: false, last: true }),
  print: printBound,
  apply: applyBound,
});
