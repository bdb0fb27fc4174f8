import type { CompareStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { compare } from '../plan/compare.ts';

export const command = defineCommand<CompareStage>({
  name: 'compare',
  stage: 'compare',
  syntax: 'compare previous|period',
  summary: 'Sets the same numbers of an earlier range beside those of this one.',
  remark:
    'It goes directly behind stats, top or timeseries, and adds x_prev, x_delta and x_pct behind each aggregate x. previous is the range just before, of whole bins. What one of the ranges lacks is missing, and so is a percentage of 0. Behind top the groups are those of now.',
  origin: 'weir',
  examples: [
    'top 10 srcAddr by sum(bytes) as b | compare previous',
    'timeseries sum(bytes) as b by bin(1h) | compare 1d',
    'stats count(*) as n by action | compare 1w',
  ],
  parse(p, start) {
    if (p.takeWord('previous') !== undefined) return { command: 'compare', span: p.spanFrom(start) };
    return { command: 'compare', shift: p.period(), span: p.spanFrom(start) };
  },
  print: ({ shift }, printer) => `compare ${shift === undefined ? 'previous' : printer.period(shift)}`,
  apply: (stage, pipeline) => compare(pipeline, stage),
});
