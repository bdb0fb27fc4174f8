import type { AddTotalsStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { addTotals } from '../plan/totals.ts';
import { readSettings } from '../settings.ts';

export const command = defineCommand<AddTotalsStage>({
  name: 'addtotals',
  stage: 'addtotals',
  syntax: 'addtotals [fieldname=name] [row=true|false] [col=true|false] [field, …]',
  summary: 'Adds up columns: in each row, and with col=true in a last row.',
  remark:
    'Without fields all shown columns of numbers that are no keys are added up. The sum of a row is called Total unless fieldname says otherwise; row=false leaves it out. In the last row all other columns are missing.',
  origin: 'insights',
  examples: [
    'stats sum(if(action = "ACCEPT", bytes, 0)) as accepted, sum(if(action = "REJECT", bytes, 0)) as rejected by dstPort | addtotals accepted, rejected',
    'stats sum(bytes) as b by srcAddr | sort b desc | limit 10 | addtotals row=false col=true b',
  ],
  parse(p, start) {
    const settings = readSettings(p, { fieldname: 'name', row: 'yes or no', col: 'yes or no' });
    p.expect({ kind: 'field' });
    const hasFields = p.token.kind === 'name' || p.token.kind === 'quoted';
    return {
      command: 'addtotals',
      settings,
      fields: hasFields ? p.list(() => p.field()) : [],
      span: p.spanFrom(start),
    };
  },
  print: ({ settings, fields }, printer) =>
    `addtotals${printer.settings(settings)}${fields.length === 0 ? '' : ` ${printer.names(fields)}`}`,
  apply: (stage, pipeline) => addTotals(pipeline, stage),
});
