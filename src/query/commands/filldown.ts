import type { FieldNode, FillDownStage } from '../ast.ts';
import { defineCommand } from '../define-command.ts';
import type { Pipeline } from '../plan/pipeline.ts';
import { remade } from '../plan/remade.ts';
import { numberRows, upToHere } from '../plan/windows.ts';
import { looseName } from '../record-fields.ts';
import { nearest } from '../suggest.ts';
import type { Parser } from '../syntax/parser.ts';
import type { Printer } from '../syntax/printer.ts';

/** A name, the beginning of names with a star behind it, or the star alone. */
function pattern(p: Parser): FieldNode {
  const start = p.token.span;
  p.expect({ kind: 'field' });
  if (p.token.raw === '*') {
    p.take('operator');
    return { kind: 'field', name: '*', span: start };
  }
  const field = p.field();
  if (p.token.raw !== '*' || p.token.span.start !== p.previousEnd) return field;
  p.take('operator');
  return { kind: 'field', name: `${field.name}*`, span: p.spanFrom(start) };
}

function printed({ name }: FieldNode, printer: Printer): string {
  if (!name.endsWith('*')) return printer.name(name);
  const stem = name.slice(0, -1);
  return stem === '' ? '*' : `${printer.name(stem)}*`;
}

function named(pipeline: Pipeline, field: FieldNode): string[] {
  if (!field.name.endsWith('*')) return [field.name];
  const stem = looseName(field.name.slice(0, -1));
  const names = pipeline.shown.filter((name) => looseName(name).startsWith(stem));
  if (names.length > 0) return names;
  const near = nearest(stem, pipeline.shown, 2);
  return pipeline.fail(
    'QL_FIELD_UNKNOWN',
    `no column begins with "${field.name.slice(0, -1)}"`,
    field.span,
    near.length === 0 ? undefined : `did you mean ${near.join(' or ')}?`,
  );
}

export const command = defineCommand<FillDownStage>({
  name: 'filldown',
  stage: 'filldown',
  syntax: 'filldown [field …]',
  summary: 'Repeats the last value of a column where it is missing, in the order at hand.',
  remark:
    'A name may end in * and stands for all shown columns that begin so; without a name all shown columns are filled. What is missing before the first value stays missing.',
  origin: 'insights',
  examples: [
    'timeseries avg(bytes) as size by bin(5m) | filldown size',
    'sort @timestamp | fields @timestamp, instanceId, pktSrcAddr, pktDstAddr | filldown instanceId pkt*',
  ],
  parse(p, start) {
    const fields: FieldNode[] = [];
    while (p.token.kind === 'name' || p.token.kind === 'quoted' || p.token.raw === '*') {
      fields.push(pattern(p));
      if (p.takeSign(',') && p.token.kind === 'end') p.unexpected();
    }
    return { command: 'filldown', fields, span: p.spanFrom(start) };
  },
  print: ({ fields }, printer) => ['filldown', ...fields.map((field) => printed(field, printer))].join(' '),
  apply(stage, pipeline) {
    const names = stage.fields.length === 0 ? pipeline.shown : stage.fields.flatMap((field) => named(pipeline, field));
    const nodes = [...new Set(names)].map((name): FieldNode => {
      const given = stage.fields.find((field) => field.name === name);
      return given ?? { kind: 'field', name, span: stage.span };
    });
    for (const node of nodes) pipeline.resolve(node);
    const number = numberRows(pipeline);
    for (const node of nodes) {
      const before = pipeline.scope.find(node.name);
      const value = pipeline.resolve(node);
      const { kind } = value.type;
      if (value.constant !== undefined || kind === 'list' || kind === 'map') continue;
      const filled = pipeline.level.export(`last_value(${value.sql}) IGNORE NULLS OVER (${upToHere(number)})`);
      const name = before?.name ?? node.name;
      pipeline.scope.set({ role: 'value', ...before, name, value: () => remade(value, filled) });
      pipeline.show(name, false);
    }
    pipeline.push();
  },
});
