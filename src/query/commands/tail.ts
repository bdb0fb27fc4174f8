import type { LimitStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';

export const command = defineCommand<LimitStage>({
  name: 'tail',
  stage: 'limit',
  syntax: 'tail n',
  summary: 'Keeps the last n rows of the order at hand.',
  origin: 'insights',
  examples: ['sort bytes | tail 5'],
  parse(p, start) {
    const at = p.token.span;
    const count = p.wholeNumber();
    if (count < 1 || count > 100_000) p.fail('QL_LIMIT_RANGE', 'tail goes from 1 to 100,000', at);
    return { command: 'limit', count, any: false, last: true, span: p.spanFrom(start) };
  },
  print: ({ count }) => `tail ${count}`,
  apply({ count }, pipeline) {
    pipeline.open();
    const order = pipeline.order;
    pipeline.sort(order.map((one) => ({ ...one, descending: !one.descending, missingFirst: true })));
    pipeline.limit(count, false);
    pipeline.settleOrder();
    pipeline.push();
    pipeline.turnOrder();
    pipeline.limited = true;
  },
});
