import type { LimitStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';

export const command = defineCommand<LimitStage>({
  name: 'head',
  stage: 'limit',
  syntax: 'head n',
  summary: 'An older word for limit.',
  origin: 'insights',
  examples: ['head 5'],
  parse(p, start) {
    const at = p.token.span;
    const count = p.wholeNumber();
    if (count < 1 || count > 100_000) p.fail('QL_LIMIT_RANGE', 'head goes from 1 to 100,000', at);
    return { command: 'limit', count, any: false, last: false, span: p.spanFrom(start) };
  },
  print: ({ count, any }) => `limit ${any ? 'any ' : ''}${count}`,
  apply({ count }, pipeline) {
    pipeline.limit(count, false);
    pipeline.limited = true;
  },
});
