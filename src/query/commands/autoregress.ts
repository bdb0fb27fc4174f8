import type { AutoregressStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import { remade } from '../plan/remade.ts';
import { numberRows } from '../plan/windows.ts';

/** More columns of earlier values than anybody reads. */
const most = 100;

export const command = defineCommand<AutoregressStage>({
  name: 'autoregress',
  stage: 'autoregress',
  syntax: 'autoregress field [as name] [p=n[-m]]',
  summary: 'The values that a field has in earlier rows of the order at hand.',
  remark:
    'p=1-4 adds the last four as field_p1 to field_p4; without p it is the row just before. A name stands for the field in them, and alone for a single one.',
  origin: 'insights',
  examples: [
    'sort @timestamp | fields @timestamp, bytes | autoregress bytes p=1-4',
    'timeseries count(*) as n by bin(5m) | autoregress n as before | fields n - before as change',
  ],
  parse(p, start) {
    const field = p.field();
    const as = p.optionalAs();
    let [from, to] = [1, 1];
    if (p.takeWord('p') !== undefined) {
      p.needSign('=');
      const at = p.token.span;
      from = p.wholeNumber();
      to = p.takeSign('-') ? p.wholeNumber() : from;
      if (from < 1 || to < from || to - from >= most || to > 100_000)
        p.fail(
          'QL_AUTOREGRESS_RANGE',
          `p goes from 1 upwards, over at most ${most} rows, not ${from} to ${to}`,
          p.spanFrom(at),
          'write p=1-4',
        );
    }
    return { command: 'autoregress', field, ...(as === undefined ? {} : { as }), from, to, span: p.spanFrom(start) };
  },
  print({ field, as, from, to }, printer) {
    const places = from === 1 && to === 1 ? '' : ` p=${from}${to === from ? '' : `-${to}`}`;
    return `autoregress ${printer.name(field.name)}${printer.as(as)}${places}`;
  },
  apply({ field, as, from, to }, pipeline) {
    pipeline.resolve(field);
    const number = numberRows(pipeline);
    const value = pipeline.resolve(field);
    const isNever = value.constant?.kind === 'missing';
    const isContainer = value.type.kind === 'list' || value.type.kind === 'map';
    const base = as?.name ?? field.name;
    const { level } = pipeline;
    const earlier = Array.from({ length: to - from + 1 }, (_, i) => {
      const back = from + i;
      const nullable = isContainer ? value.sql : `toNullable(${value.sql})`;
      const frame = `ORDER BY ${number} ASC ROWS BETWEEN ${back} PRECEDING AND CURRENT ROW`;
      const sql = isNever ? value.sql : level.export(`lagInFrame(${nullable}, ${back}) OVER (${frame})`);
      return { name: as !== undefined && from === to ? base : `${base}_p${back}`, sql };
    });
    pipeline.push();
    for (const { name, sql } of earlier) {
      const lagged = isNever ? value : remade(value, sql);
      pipeline.define(
        { name, value: () => lagged, role: pipeline.isRecords ? 'value' : 'measure' },
        (as ?? field).span,
      );
      pipeline.show(name, false);
    }
  },
});
