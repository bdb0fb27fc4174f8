import type { SessionizeStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { periodMilliseconds } from '../define-function.ts';
import { countType, made } from '../value.ts';

export const command = defineCommand<SessionizeStage>({
  name: 'sessionize',
  stage: 'sessionize',
  syntax: 'sessionize field, … [maxspan period] [as name]',
  summary: 'Numbers the sessions of each combination of values: a silence begins a new one.',
  remark:
    'Sessions count from 1, the oldest first, for each combination; missing is a value of its own. A silence is longer than maxspan, by default 30m. The column is called session_id unless a name is given.',
  origin: 'insights',
  examples: [
    'sessionize srcAddr, dstAddr maxspan 10m as s | stats min(@timestamp) as first, max(@timestamp) as last, sum(bytes) as b by srcAddr, dstAddr, s',
  ],
  parse(p, start) {
    const fields = p.list(() => p.field());
    const at = p.token.span;
    const maxspan = p.takeWord('maxspan') === undefined ? undefined : p.period();
    if (maxspan !== undefined && periodMilliseconds(maxspan) === undefined)
      p.fail(
        'QL_PERIOD_INVALID',
        'maxspan is a time of fixed length, not months or years',
        p.spanFrom(at),
        'write maxspan 30m',
      );
    const as = p.optionalAs();
    return {
      command: 'sessionize',
      fields,
      ...(maxspan === undefined ? {} : { maxspan }),
      ...(as === undefined ? {} : { as }),
      span: p.spanFrom(start),
    };
  },
  print: ({ fields, maxspan, as }, printer) =>
    `sessionize ${printer.names(fields)}${maxspan === undefined ? '' : ` maxspan ${printer.period(maxspan)}`}${printer.as(as)}`,
  apply({ fields, maxspan, as, span }, pipeline) {
    for (const field of fields) {
      const { kind } = pipeline.resolve(field).type;
      if (kind === 'list' || kind === 'map')
        pipeline.fail('QL_KEY_KIND', `${field.name} is a ${kind}, and cannot be compared`, field.span);
    }
    const time = () => pipeline.find('@timestamp') ?? pipeline.scope.columns.find((c) => c.role === 'bin')?.value();
    if (time()?.type.kind !== 'time')
      pipeline.fail(
        'QL_TIME_GONE',
        'sessionize needs @timestamp, which is gone after stats',
        span,
        'put sessionize before stats',
      );
    pipeline.rows();
    const over = (frame: string) => {
      const keys = fields.map((field) => pipeline.resolve(field).sql);
      return `(PARTITION BY ${keys.join(', ')} ORDER BY ${time()?.sql} ASC ${frame})`;
    };
    const now = time()?.sql ?? '';
    const before = pipeline.level.export(
      `lagInFrame(toNullable(${now})) OVER ${over('ROWS BETWEEN 1 PRECEDING AND CURRENT ROW')}`,
    );
    pipeline.push();
    const gap = pipeline.context.param('Int64', periodMilliseconds(maxspan ?? { count: 30, unit: 'm' }) ?? 0n);
    const later = time()?.sql ?? '';
    const milliseconds = (moment: string) => `toUnixTimestamp64Milli(toDateTime64(${moment}, 3, 'UTC'))`;
    const begins = `${milliseconds(later)} - ${milliseconds(before)} > ${gap}`;
    // Rows of one moment are of one session, whichever of them comes first: the frame takes in all that are equal.
    const count = `countIf(${begins}) OVER ${over('RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW')}`;
    const session = pipeline.level.export(`if(isNull(${later}), NULL, toUInt64(1 + ${count}))`);
    pipeline.push();
    const name = as?.name ?? 'session_id';
    const value = made(countType, session, []);
    pipeline.define({ name, value: () => value, role: 'value' }, (as ?? { span }).span);
    pipeline.show(name, false);
  },
});
