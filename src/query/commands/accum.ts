import type { AccumStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { numberRows, replaceColumn, summable, summed, upToHere } from '../plan/windows.ts';

export const command = defineCommand<AccumStage>({
  name: 'accum',
  stage: 'accum',
  syntax: 'accum field [as name]',
  summary: 'A running total in the order at hand.',
  remark:
    'The order is newest first unless sort says otherwise. Where the value is missing the total stays as it was. Without a name the total takes the place of the field.',
  origin: 'insights',
  examples: [
    'sort @timestamp | fields @timestamp, bytes | accum bytes as total',
    'stats sum(bytes) as b by bin(5m) as t | accum b as total',
  ],
  parse(p, start) {
    const field = p.field();
    const as = p.optionalAs();
    return { command: 'accum', field, ...(as === undefined ? {} : { as }), span: p.spanFrom(start) };
  },
  print: ({ field, as }, printer) => `accum ${printer.name(field.name)}${printer.as(as)}`,
  apply({ field, as }, pipeline) {
    pipeline.resolve(field);
    const number = numberRows(pipeline);
    const value = pipeline.resolve(field);
    const { operand, type } = summable(pipeline, value, field.span);
    const total = pipeline.level.export(`sum(${operand}) OVER (${upToHere(number)})`);
    pipeline.push();
    const column = summed(type, total, [{ ...value, uses: new Set() }]);
    if (as === undefined) replaceColumn(pipeline, field.name, column);
    else {
      pipeline.define({ name: as.name, value: () => column, role: pipeline.isRecords ? 'value' : 'measure' }, as.span);
      pipeline.show(as.name, false);
    }
  },
});
