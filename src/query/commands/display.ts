import type { DisplayStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';

export const command = defineCommand<DisplayStage>({
  name: 'display',
  stage: 'display',
  syntax: 'display expression [as name], …',
  summary: 'Shows these columns and no others.',
  remark: 'With several, the last one counts. The other columns can still be used.',
  origin: 'insights',
  examples: ['stats sum(bytes) as b, count(*) as n by srcAddr | display srcAddr, b / n as bytesPerRecord'],
  parse: (p, start) => ({ command: 'display', items: p.list(() => p.item()), span: p.spanFrom(start) }),
  print: ({ items }, printer) => `display ${printer.items(items)}`,
  apply({ items }, pipeline) {
    pipeline.open();
    const names = items.map(({ expression, as }) => {
      const value = pipeline.evaluate(expression);
      const named = pipeline.nameOf(expression, as);
      const known = pipeline.scope.exact(named.name);
      if ((expression.kind !== 'field' || as !== undefined) && known?.unnamed === undefined)
        pipeline.define({ ...named, value: () => value, role: 'value' }, (as ?? expression).span);
      return named.name;
    });
    pipeline.display(names);
  },
});
