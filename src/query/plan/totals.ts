import type { AddTotalsStage, FieldNode } from '../ast.ts';
import { unifyNumbers } from '../number-sql.ts';
import type { RecordField } from '../record-fields.ts';
import { settingOf } from '../settings.ts';
import { booleanType, finite, isNumeric, made, type Value } from '../value.ts';
import type { Pipeline } from './pipeline.ts';
import { remade } from './remade.ts';
import { type Column, Scope } from './scope.ts';
import { numberRows, replaceColumn, summable, summed } from './windows.ts';

/** The shown columns that hold numbers measured or counted; keys and bins are not added up. */
function numberColumns(pipeline: Pipeline): FieldNode[] {
  const span = pipeline.stages.at(-1)?.span ?? { start: 0, end: 0 };
  return pipeline.shown.flatMap((name): FieldNode[] => {
    const column = pipeline.scope.find(name);
    const value = pipeline.find(name);
    const isKey = column?.role === 'key' || column?.role === 'bin';
    return value === undefined || isKey || !isNumeric(value.type) ? [] : [{ kind: 'field', name, span }];
  });
}

/** The sum of what is there: missing only where all are. */
function rowSum(pipeline: Pipeline, fields: readonly FieldNode[]): Value {
  const sums = fields.map((field) => {
    const value = pipeline.resolve(field);
    const { operand, type } = summable(pipeline, value, field.span);
    return made(type, operand, [value], value.unit === undefined ? {} : { unit: value.unit });
  });
  const { type, sql } = unifyNumbers(sums);
  const parts = sql.map((one) => `ifNull(${one}, 0)`);
  const none = sums.map((one) => `isNull(${one.sql})`).join(' AND ');
  return summed(type, `if(${none}, NULL, ${parts.join(' + ')})`, sums);
}

/** `addtotals`: the sum of columns in each row, and, with `col=true`, a last row with the sum of each column. */
export function addTotals(pipeline: Pipeline, stage: AddTotalsStage): void {
  pipeline.open();
  const fields = stage.fields.length > 0 ? stage.fields : numberColumns(pipeline);
  if (fields.length === 0)
    pipeline.fail(
      'QL_NOTHING_TO_ADD',
      'no column here holds numbers that could be added up',
      stage.span,
      'name them: addtotals bytes, packets',
    );
  const names = fields.map((field) => pipeline.scope.find(field.name)?.name ?? field.name);
  if (settingOf(stage.settings, 'row', true)) {
    const name = settingOf(stage.settings, 'fieldname', 'Total');
    if (pipeline.find(name) !== undefined)
      pipeline.fail(
        'QL_NAME_TWICE',
        `${name} is there already`,
        stage.span,
        'give the sum another name: addtotals fieldname=sum …',
      );
    replaceColumn(pipeline, name, rowSum(pipeline, fields));
    names.push(name);
  }
  if (settingOf(stage.settings, 'col', false)) lastRow(pipeline, stage, [...new Set(names)]);
}

/** A row behind all others that has the sums of some columns and lacks the others. Without rows there is none. */
function lastRow(pipeline: Pipeline, { span }: AddTotalsStage, names: readonly string[]): void {
  const number = numberRows(pipeline);
  const first = pipeline.level;
  const sums = names.map((name) => {
    const value = pipeline.resolve({ kind: 'field', name, span });
    const { operand, type } = summable(pipeline, value, span);
    return { name, value, type, own: first.export(operand), total: first.export(`sum(${operand}) OVER ()`) };
  });
  const isLast = first.export(`toUInt8(${number} = count() OVER ())`);
  pipeline.push();
  const second = pipeline.level;
  const isTotal = second.export(`arrayJoin(if(${isLast} = 1, [0, 1], [0]))`);
  const carried = sums.map((one) => ({ ...one, own: second.export(one.own), total: second.export(one.total) }));
  pipeline.sort([...pipeline.order, { value: () => made(booleanType, isTotal, []), descending: false }]);
  pipeline.push();
  blankRow(pipeline, isTotal);
  for (const { name, value, type, own, total } of carried) {
    const unit = value.unit === undefined ? {} : { unit: value.unit };
    const exact = type.kind === 'number' ? finite(total) : total;
    const column = made(type, `if(${isTotal} = 1, ${exact}, ${own})`, [], unit);
    pipeline.scope.set({ role: 'value', ...pipeline.scope.exact(name), name, value: () => column });
  }
  // With the sum of all among them the rows are no groups any more: nobody may draw or add them up as such.
  for (const column of pipeline.scope.columns) pipeline.scope.set({ ...column, role: 'value' });
}

const nothing = ({ type }: Value) =>
  type.kind === 'list' ? '[]' : type.kind === 'map' ? "CAST(map(), 'Map(String, String)')" : 'NULL';

/** Makes all values missing in the rows of which a condition is 1. */
function blankRow(pipeline: Pipeline, condition: string): void {
  const { scope } = pipeline;
  const blank = (value: Value): Value => {
    if (value.constant?.kind === 'missing') return value;
    return remade(value, `if(${condition} = 1, ${nothing(value)}, ${value.sql})`);
  };
  const record = (field: RecordField): Value => {
    const value = scope.record(field);
    if (value === undefined) throw new TypeError('there are no records in sight');
    return blank(value);
  };
  const columns = scope.columns.map((column): Column => ({ ...column, value: () => blank(column.value()) }));
  pipeline.scope = new Scope(scope.hasRecords ? record : undefined, columns);
}
