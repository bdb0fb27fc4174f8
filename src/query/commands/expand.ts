import type { ExpandStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { eachElement } from '../plan/elements.ts';

export const command = defineCommand<ExpandStage>({
  name: 'expand',
  stage: 'expand',
  syntax: 'expand list',
  summary: 'Makes a row of each element of a list, under the name of the list; the other columns are repeated.',
  remark:
    'JSON text that is a list counts as one; anything else is a list of one. A row whose list is empty or missing is gone.',
  origin: 'insights',
  examples: ['stats values(dstPort) as port by srcAddr | expand port'],
  parse: (p, start) => ({ command: 'expand', field: p.field(), span: p.spanFrom(start) }),
  print: ({ field }, printer) => `expand ${printer.name(field.name)}`,
  apply({ field, span }, pipeline) {
    const element = eachElement(pipeline, field, span);
    const before = pipeline.scope.find(field.name);
    const name = before?.name ?? field.name;
    pipeline.scope.set({ role: 'value', ...before, name, value: () => element });
    pipeline.show(name, false);
  },
});
