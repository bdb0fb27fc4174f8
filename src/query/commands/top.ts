import type { TopStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { boundCount } from '../plan/bounds.ts';
import { top } from '../plan/top.ts';

export const command = defineCommand<TopStage>({
  name: 'top',
  stage: 'top',
  syntax: 'top n expression [as name], … by aggregate [as name] [with others]',
  summary: 'The n largest groups, largest first.',
  remark:
    'Records that lack one of the fields are left out. "with others" adds a last row for all the rest, computed over their records and not summed from rows.',
  origin: 'weir',
  examples: [
    'top 10 srcAddr by sum(bytes) as b',
    'top 5 dstPort, protocol by count_distinct(srcAddr) as sources with others',
  ],
  parse(p, start) {
    const count = boundCount(p, 'top');
    const fields = p.list(() => p.item());
    p.needWord('by');
    p.aggregates = true;
    const by = p.item();
    p.aggregates = false;
    const others = p.takeWord('with') !== undefined && p.needWord('others') === 'others';
    return { command: 'top', count, fields, by, others, span: p.spanFrom(start) };
  },
  print: ({ count, fields, by, others }, printer) =>
    `top ${count} ${printer.items(fields)} by ${printer.item(by)}${others ? ' with others' : ''}`,
  apply: (stage, pipeline) => top(pipeline, stage),
});
