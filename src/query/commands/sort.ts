import type { SortKey, SortStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';

export const command = defineCommand<SortStage>({
  name: 'sort',
  aliases: ['order'],
  stage: 'sort',
  syntax: 'sort expression [asc|desc], …',
  summary: 'Puts the rows in order.',
  remark:
    'Ascending unless desc is said. Missing values come last either way; text sorts as people count: eni-9 before eni-10.',
  origin: 'insights',
  examples: ['sort @timestamp desc, srcAddr', 'stats count(*) as n by dstPort | sort n desc'],
  parse(p, start) {
    p.takeWord('by');
    const keys = p.list((): SortKey => {
      const expression = p.expression();
      return { expression, descending: p.takeWord('asc', 'desc') === 'desc' };
    });
    return { command: 'sort', keys, span: p.spanFrom(start) };
  },
  print: ({ keys }, printer) =>
    `sort ${keys.map((key) => `${printer.expression(key.expression)}${key.descending ? ' desc' : ''}`).join(', ')}`,
  apply({ keys }, pipeline) {
    pipeline.open();
    pipeline.sort(
      keys.map(({ expression, descending }) => {
        const value = pipeline.evaluate(expression);
        if (value.type.kind === 'list' || value.type.kind === 'map')
          pipeline.fail('QL_SORT_KIND', `a ${value.type.kind} has no order`, expression.span);
        return { value: () => value, descending };
      }),
    );
  },
});
