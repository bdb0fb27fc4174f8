import type { CidrLookupStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { cidrLookup } from '../plan/lookup.ts';

export const command = defineCommand<CidrLookupStage>({
  name: 'cidrlookup',
  stage: 'cidrlookup',
  syntax: 'cidrlookup table field [as column] OUTPUT|OUTPUTNEW column [as name], …',
  summary: 'Adds columns of a table of networks: those of the longest network that holds an address.',
  remark:
    'OUTPUT replaces fields of the same name, also by missing where no network holds the address; OUTPUTNEW fills in only what is missing.',
  origin: 'insights',
  examples: ['cidrlookup geo dstAddr OUTPUT country | stats sum(bytes) as b by country'],
  parse(p, start) {
    const table = p.nameOf({ kind: 'table' });
    const field = p.field();
    const name = () => p.nameOf({ kind: 'column', table: table.name }, 'name');
    const column = p.takeWord('as') === undefined ? undefined : name();
    const onlyMissing = p.needWord('output', 'outputnew') === 'outputnew';
    const outputs = p.list(() => {
      const output = name();
      const as = p.optionalAs();
      return as === undefined ? { name: output } : { name: output, as };
    });
    return {
      command: 'cidrlookup',
      table,
      field,
      ...(column === undefined ? {} : { column }),
      onlyMissing,
      outputs,
      span: p.spanFrom(start),
    };
  },
  print: ({ table, field, column, onlyMissing, outputs }, printer) =>
    `cidrlookup ${printer.name(table.name)} ${printer.name(field.name)}${printer.as(column)} ${onlyMissing ? 'OUTPUTNEW' : 'OUTPUT'} ${printer.renamed(outputs)}`,
  apply: (stage, pipeline) => cidrLookup(pipeline, stage),
});
