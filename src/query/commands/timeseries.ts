import type { Key, TimeseriesStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { timeseries } from '../plan/timeseries.ts';
import type { Parser } from '../syntax/parser.ts';

function key(p: Parser): Key {
  const expression = p.expression();
  const as = p.optionalAs();
  return as === undefined ? { expression } : { expression, as };
}

export const command = defineCommand<TimeseriesStage>({
  name: 'timeseries',
  stage: 'timeseries',
  syntax: 'timeseries aggregate [as name], … by bin([period])[, key [as name], …] [limit n]',
  summary: 'Sums up over time: a row for every bin, also where there are no records, and one line for each key.',
  remark:
    'bin() chooses the period from the range. Gaps of counts and sums are 0, of all else missing. With limit only the n largest lines stay, the rest is summed up as others.',
  origin: 'weir',
  examples: [
    'timeseries sum(bytes) as b by bin(5m)',
    'timeseries per_second(sum(bytes)) * 8 as bps by bin(), action',
    'timeseries count(*) as n by bin(1h), srcAddr limit 5',
  ],
  parse(p, start) {
    p.aggregates = true;
    const items = p.list(() => p.item());
    p.aggregates = false;
    p.needWord('by');
    p.needWord('bin');
    p.needSign('(');
    p.expect({ kind: 'period' });
    const bin = p.token.kind === 'period' ? p.period() : undefined;
    p.needSign(')');
    const keys: Key[] = [];
    while (p.takeSign(',')) keys.push(key(p));
    const limit = p.takeWord('limit') === undefined ? undefined : p.wholeNumber();
    return {
      command: 'timeseries',
      items,
      ...(bin === undefined ? {} : { bin }),
      keys,
      ...(limit === undefined ? {} : { limit }),
      span: p.spanFrom(start),
    };
  },
  print: ({ items, bin, keys, limit }, printer) =>
    [
      `timeseries ${printer.items(items)} by bin(${bin === undefined ? '' : printer.period(bin)})`,
      ...(keys.length === 0 ? [] : [`, ${printer.keys(keys)}`]),
      ...(limit === undefined ? [] : [` limit ${limit}`]),
    ].join(''),
  apply: (stage, pipeline) => timeseries(pipeline, stage),
});
