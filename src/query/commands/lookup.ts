import type { LookupStage, NameNode, Renamed } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { lookup } from '../plan/lookup.ts';

function renamed(name: NameNode, as: NameNode | undefined): Renamed {
  return as === undefined ? { name } : { name, as: { name: as.name, span: as.span } };
}

export const command = defineCommand<LookupStage>({
  name: 'lookup',
  stage: 'lookup',
  syntax: 'lookup table column [as field], … OUTPUT|OUTPUTNEW column [as name], …',
  summary: 'Adds columns of a table to each record: those of the first row whose keys all equal its fields.',
  remark:
    'OUTPUT replaces fields of the same name, also by missing where nothing matches; OUTPUTNEW fills in only what is missing. Addresses are compared as addresses, numbers as numbers.',
  origin: 'insights',
  examples: [
    'lookup ports port as dstPort OUTPUT name | stats sum(bytes) as b by name',
    'lookup protocols protocol OUTPUT name as protocolWord',
  ],
  parse(p, start) {
    const table = p.nameOf({ kind: 'table' });
    const column = () => p.nameOf({ kind: 'column', table: table.name }, 'name');
    const keys = p.list(() => renamed(column(), p.takeWord('as') === undefined ? undefined : p.field()));
    const onlyMissing = p.needWord('output', 'outputnew') === 'outputnew';
    const outputs = p.list(() => renamed(column(), p.optionalAs()));
    return { command: 'lookup', table, keys, onlyMissing, outputs, span: p.spanFrom(start) };
  },
  print: ({ table, keys, onlyMissing, outputs }, printer) =>
    `lookup ${printer.name(table.name)} ${printer.renamed(keys)} ${onlyMissing ? 'OUTPUTNEW' : 'OUTPUT'} ${printer.renamed(outputs)}`,
  apply: (stage, pipeline) => lookup(pipeline, stage),
});
