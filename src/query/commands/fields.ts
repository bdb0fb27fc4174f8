import type { FieldsStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';

export const command = defineCommand<FieldsStage>({
  name: 'fields',
  stage: 'fields',
  syntax: 'fields expression [as name], …',
  summary: 'Chooses columns, and adds computed ones.',
  remark: 'Several add up. A new name can be used by all that follows.',
  origin: 'insights',
  examples: [
    'fields @timestamp, srcAddr, dstAddr, bytes',
    'fields srcAddr, (endTime - startTime) as duration | filter duration > 60',
  ],
  parse: (p, start) => ({ command: 'fields', items: p.list(() => p.item()), span: p.spanFrom(start) }),
  print: ({ items }, printer) => `fields ${printer.items(items)}`,
  apply({ items }, pipeline) {
    pipeline.open();
    for (const { expression, as } of items) {
      pipeline.shorten();
      const value = pipeline.evaluate(expression);
      const named = pipeline.nameOf(expression, as);
      if (expression.kind !== 'field' || as !== undefined)
        pipeline.define({ ...named, value: () => value, role: 'value' }, (as ?? expression).span);
      pipeline.show(named.name, true);
    }
  },
});
