import type { Item, Key, StatsStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { group } from '../plan/group.ts';
import type { Parser } from '../syntax/parser.ts';

function key(p: Parser): Key {
  const expression = p.expression();
  const offset = p.takeWord('offset') === undefined ? undefined : p.period();
  const as = p.optionalAs();
  return { expression, ...(offset === undefined ? {} : { offset }), ...(as === undefined ? {} : { as }) };
}

export const command = defineCommand<StatsStage>({
  name: 'stats',
  stage: 'stats',
  syntax: 'stats aggregate [as name], … [by expression [as name], …]',
  summary: 'Groups the records by what follows "by", and gives one row for each group.',
  remark:
    'Afterwards only the columns of stats exist. Missing is a group of its own. An aggregate without a name is called by its text, so give it one to use it. "by bin(1h) offset 15m" moves the edges of the bins.',
  origin: 'insights',
  examples: [
    'stats sum(bytes) as b, count(*) as n by srcAddr, dstAddr | sort b desc | limit 10',
    'stats max(bytes) as most by bin(5m) as t | stats avg(most) by datefloor(t, 1h)',
    'stats max(bytes) as hi, min(bytes) as lo, hi - lo as spread by protocol',
  ],
  parse(p, start) {
    p.aggregates = true;
    const items: Item[] = p.list(() => p.item());
    p.aggregates = false;
    const by = p.takeWord('by') === undefined ? [] : p.list(() => key(p));
    return { command: 'stats', items, by, span: p.spanFrom(start) };
  },
  print: ({ items, by }, printer) => `stats ${printer.items(items)}${by.length === 0 ? '' : ` by ${printer.keys(by)}`}`,
  apply(stage, pipeline) {
    pipeline.countStats(stage.span);
    group(pipeline, stage.items, stage.by);
  },
});
