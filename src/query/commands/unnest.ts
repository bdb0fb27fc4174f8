import type { UnnestStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { eachElement } from '../plan/elements.ts';

export const command = defineCommand<UnnestStage>({
  name: 'unnest',
  stage: 'unnest',
  syntax: 'unnest list into name',
  summary: 'Makes a row of each element of a list; the other columns are repeated.',
  remark:
    'JSON text that is a list counts as one; anything else is a list of one. A row whose list is empty or missing is gone.',
  origin: 'insights',
  examples: [
    'fields split(interfaceId, "-") as parts | unnest parts into part | stats count(*) as n by part',
    'stats values(dstPort) as ports by srcAddr | unnest ports into port',
  ],
  parse(p, start) {
    const field = p.field();
    p.needWord('into');
    return { command: 'unnest', field, into: p.newName(), span: p.spanFrom(start) };
  },
  print: ({ field, into }, printer) => `unnest ${printer.name(field.name)} into ${printer.name(into.name)}`,
  apply({ field, into, span }, pipeline) {
    const element = eachElement(pipeline, field, span);
    pipeline.define({ name: into.name, value: () => element, role: 'value' }, into.span);
    pipeline.show(into.name, false);
  },
});
