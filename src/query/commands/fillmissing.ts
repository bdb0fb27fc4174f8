import type { Expression, FieldNode, FillMissingStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { fillMissing } from '../plan/fill-missing.ts';
import type { Parser } from '../syntax/parser.ts';

function constant(p: Parser): Expression {
  const value = p.expression();
  const digits = value.kind === 'unary' && value.operator === '-' ? value.operand : value;
  if (!/^(number|string|boolean|null|address)$/.test(digits.kind))
    p.fail('QL_ARGUMENT_KIND', 'fillmissing fills with a constant', value.span, 'write fillmissing with 0 for n');
  return value;
}

const sameText = (p: Parser, a: Expression, b: Expression) =>
  p.text.slice(a.span.start, a.span.end) === p.text.slice(b.span.start, b.span.end);

export const command = defineCommand<FillMissingStage>({
  name: 'fillmissing',
  stage: 'fillmissing',
  syntax: 'fillmissing [with value for column, …]',
  summary: 'Adds the bins of the range that have no row, for each combination of the other keys.',
  remark:
    'It goes behind stats … by bin(…). In the rows that it adds the named columns have the value, all others are missing. timeseries does the same at once.',
  origin: 'insights',
  examples: ['stats count(*) as n by bin(5m) as t, interfaceId | fillmissing with 0 for n | filter n = 0'],
  parse(p, start) {
    if (p.takeWord('with') === undefined) return { command: 'fillmissing', fields: [], span: p.spanFrom(start) };
    const value = constant(p);
    p.needWord('for');
    const fields: FieldNode[] = [p.field()];
    while (p.takeSign(',')) {
      // "0 for a, 0 for b", and "0 for a, b".
      if ((p.token.kind === 'name' || p.token.kind === 'quoted') && !/^(true|false|null)$/i.test(p.token.raw))
        fields.push(p.field());
      else {
        const other = constant(p);
        p.needWord('for');
        fields.push(p.field());
        if (!sameText(p, value, other))
          p.fail(
            'QL_NOT_BUILT',
            'one fillmissing fills all its columns with the same value',
            other.span,
            'fill with the commoner one, and set the others with coalesce(…) behind it',
          );
      }
    }
    return { command: 'fillmissing', value, fields, span: p.spanFrom(start) };
  },
  print: ({ value, fields }, printer) =>
    value === undefined
      ? 'fillmissing'
      : `fillmissing with ${printer.expression(value)} for ${printer.names(fields, ['true', 'false', 'null'])}`,
  apply: (stage, pipeline) => fillMissing(pipeline, stage),
});
