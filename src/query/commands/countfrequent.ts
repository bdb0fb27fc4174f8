import type { CountFrequentStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { group } from '../plan/group.ts';

const countName = '_approxcount';

export const command = defineCommand<CountFrequentStage>({
  name: 'countFrequent',
  aliases: ['count_frequent'],
  stage: 'countfrequent',
  syntax: 'countFrequent field, …',
  summary: 'How often each combination of values occurs, most frequent first.',
  remark: `The counts stand in ${countName}, as Logs Insights calls them; here they are exact. "top 10 field by count(*)" bounds them.`,
  origin: 'insights',
  examples: ['countFrequent srcAddr, dstPort | limit 20'],
  parse: (p, start) => ({ command: 'countfrequent', fields: p.list(() => p.field()), span: p.spanFrom(start) }),
  print: ({ fields }, printer) => `countFrequent ${printer.names(fields)}`,
  apply({ fields, span }, pipeline) {
    pipeline.countStats(span);
    const count = { kind: 'call', name: 'count', args: [{ kind: 'star', span }], nameSpan: span, span } as const;
    const columns = group(
      pipeline,
      [{ expression: count, as: { name: countName, span } }],
      fields.map((field) => ({ expression: field })),
    );
    const order = columns.map(({ role, value }) => ({ value: () => value, descending: role === 'measure' }));
    pipeline.sort([...order.slice(-1), ...order.slice(0, -1)]);
  },
});
