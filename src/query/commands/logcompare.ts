import type { CompareStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { compare } from '../plan/compare.ts';

export const command = defineCommand<CompareStage>({
  name: 'logcompare',
  stage: 'compare',
  syntax: 'logcompare timeshift period',
  summary: 'The word of Logs Insights for compare.',
  remark: 'It goes directly behind stats, top or timeseries: single records have nothing to be compared with.',
  origin: 'insights',
  examples: ['stats count(*) as n by action | logcompare timeshift 7d'],
  parse(p, start) {
    p.needWord('timeshift');
    return { command: 'compare', shift: p.period(), span: p.spanFrom(start) };
  },
  print: ({ shift }, printer) => `compare ${shift === undefined ? 'previous' : printer.period(shift)}`,
  apply: (stage, pipeline) => compare(pipeline, stage),
});
