import type { FilterStage } from '../ast.ts';
import { Evaluator } from '../check/evaluate.ts';
import { defineCommand } from '../define-command.ts';

export const command = defineCommand<FilterStage>({
  name: 'filter',
  aliases: ['where', 'filterindex'],
  stage: 'filter',
  syntax: 'filter condition',
  summary: 'Keeps the records for which the condition is true.',
  remark:
    'A comparison with a missing value is not true, whichever way it is put: add "or not ispresent(field)" to keep such records.',
  origin: 'insights',
  examples: [
    'filter action = "REJECT" and dstPort in [22, 3389]',
    'filter srcAddr in 10.0.0.0/8 and dstAddr not in [10.0.0.0/8, fd00::/8]',
    'stats count(*) as n by srcAddr | filter n > 100',
  ],
  parse: (p, start) => ({ command: 'filter', condition: p.expression(), span: p.spanFrom(start) }),
  print: ({ condition }, printer) => `filter ${printer.expression(condition)}`,
  apply({ condition }, pipeline) {
    pipeline.conditions();
    pipeline.where(new Evaluator(pipeline, { kind: 'row' }).condition(condition));
  },
});
