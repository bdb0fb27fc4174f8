import type { DedupStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';

export const command = defineCommand<DedupStage>({
  name: 'dedup',
  stage: 'dedup',
  syntax: 'dedup field, …',
  summary: 'Keeps the first record of each combination of values, in the order at hand.',
  remark:
    'The order is newest first unless sort says otherwise. A record that lacks one of the fields is always kept. Only limit may follow.',
  origin: 'insights',
  examples: ['fields @timestamp, srcAddr, dstPort, action | sort @timestamp desc | dedup srcAddr, dstPort | limit 20'],
  parse: (p, start) => ({ command: 'dedup', fields: p.list(() => p.field()), span: p.spanFrom(start) }),
  print: ({ fields }, printer) => `dedup ${printer.names(fields)}`,
  apply({ fields }, pipeline) {
    pipeline.open();
    const keys = fields.map((field) => {
      const value = pipeline.resolve(field);
      if (value.type.kind === 'list' || value.type.kind === 'map')
        pipeline.fail('QL_KEY_KIND', `${field.name} is a ${value.type.kind}, and cannot be compared`, field.span);
      return value.sql;
    });
    if (pipeline.level.groupBy !== undefined) {
      pipeline.push();
      keys.splice(0, keys.length, ...fields.map((field) => pipeline.resolve(field).sql));
    }
    const { level } = pipeline;
    level.order = pipeline.orderTerms();
    const lacking = keys.map((key) => `isNull(${key})`).join(' OR ');
    level.limitBy = { count: 1, sql: [...keys, `if(${lacking}, rowNumberInAllBlocks() + 1, 0)`] };
  },
});
