import type { CidrLookupStage, LookupStage, NameNode, Renamed } from '../ast.ts';
import { toAddress } from '../check/coerce.ts';
import { Evaluator } from '../check/evaluate.ts';
import { Abandoned } from '../diagnostics.ts';
import { looseName } from '../record-fields.ts';
import { nearest } from '../suggest.ts';
import { unify } from '../unify.ts';
import { finite, made, textType, type Value } from '../value.ts';
import { meet } from './beside.ts';
import type { LookupTable } from './context.ts';
import type { Pipeline } from './pipeline.ts';

/** An error that a name means nothing, with those that were meant. */
function unknown(
  pipeline: Pipeline,
  code: string,
  message: string,
  { span }: NameNode,
  near: readonly string[],
  otherwise: string,
): never {
  pipeline.diagnostics.error(code, message, span, {
    hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : otherwise,
    fixes: near.map((other) => ({ title: `use ${other}`, span, text: other })),
  });
  throw new Abandoned();
}

function tableOf(pipeline: Pipeline, node: NameNode): LookupTable {
  const { tables } = pipeline.context.options.facts;
  const table =
    tables.find(({ name }) => name === node.name) ??
    tables.find(({ name }) => looseName(name) === looseName(node.name));
  if (table === undefined) {
    const names = tables.map(({ name }) => name);
    const otherwise = names.length === 0 ? 'no tables are loaded' : `there is ${names.slice(0, 20).join(', ')}`;
    return unknown(
      pipeline,
      'QL_TABLE_UNKNOWN',
      `there is no table "${node.name}"`,
      node,
      nearest(node.name, names),
      otherwise,
    );
  }
  if (table.unavailable !== undefined)
    pipeline.fail('QL_TABLE_UNAVAILABLE', table.unavailable.message, node.span, table.unavailable.hint);
  return table;
}

function columnOf(pipeline: Pipeline, table: LookupTable, node: NameNode): number {
  const exact = table.columns.indexOf(node.name);
  if (exact !== -1) return exact;
  const loose = table.columns.findIndex((name) => looseName(name) === looseName(node.name));
  if (loose !== -1) return loose;
  const message = `the table ${table.name} has no column "${node.name}"`;
  const otherwise = `it has ${table.columns.join(', ')}`;
  return unknown(pipeline, 'QL_COLUMN_UNKNOWN', message, node, nearest(node.name, table.columns), otherwise);
}

/** A field and a cell of a table, brought to what the field is. Cells that are nothing of that kind match nothing. */
function matched(pipeline: Pipeline, value: Value, cell: string, node: NameNode): readonly [string, string] {
  switch (value.type.kind) {
    case 'address':
      return [value.sql, `toIPv6OrNull(${cell})`];
    case 'integer':
    case 'boolean':
      // Whole numbers stay exact; "80.0" and "8e1" are 80, too.
      return [
        `toInt256(${value.sql})`,
        `coalesce(toInt256OrNull(${cell}), accurateCastOrNull(${finite(`toFloat64OrNull(${cell})`)}, 'Int256'))`,
      ];
    case 'number':
      return [value.sql, finite(`toFloat64OrNull(${cell})`)];
    case 'time':
      return [`toDateTime64(${value.sql}, 3, 'UTC')`, `parseDateTime64BestEffortOrNull(${cell}, 3, 'UTC')`];
    case 'text':
      return [`toString(${value.sql})`, cell];
    case 'missing':
      return ["CAST(NULL, 'Nullable(String)')", cell];
    default:
      return pipeline.fail('QL_KEY_KIND', `${node.name} is a ${value.type.kind}, and cannot be looked up`, node.span);
  }
}

/** Puts what a table gave in sight: OUTPUT in place of what was there, OUTPUTNEW where that is missing. */
function defineOutputs(
  pipeline: Pipeline,
  outputs: readonly Renamed[],
  onlyMissing: boolean,
  found: readonly string[],
): void {
  const taken = new Set<string>();
  for (const [i, { name, as }] of outputs.entries()) {
    const given = as ?? name;
    if (taken.has(given.name))
      pipeline.fail(
        'QL_NAME_TWICE',
        `${given.name} is defined twice`,
        given.span,
        'give one of them another name with "as"',
      );
    taken.add(given.name);
    const value = made(textType, found[i] ?? 'NULL', []);
    const own = onlyMissing ? pipeline.find(given.name) : undefined;
    const column = own === undefined ? value : filledUp(own, value);
    const before = pipeline.scope.exact(given.name);
    pipeline.scope.set({ name: given.name, value: () => column, role: before?.role ?? 'value' });
    pipeline.show(given.name, false);
  }
}

function filledUp(own: Value, value: Value): Value {
  const { type, sql } = unify([own, value]);
  return made(type, `coalesce(${sql.join(', ')})`, [own, value], own.field === undefined ? {} : { field: own.field });
}

/** `lookup`: the first row of a table whose keys all equal fields of the record. Missing equals nothing. */
export function lookup(pipeline: Pipeline, stage: LookupStage): void {
  const table = tableOf(pipeline, stage.table);
  const outputs = stage.outputs.map(({ name }) => columnOf(pipeline, table, name));
  pipeline.rows();
  const left = pipeline.level;
  const keys = stage.keys.map(({ name, as }) => {
    const field = as ?? name;
    const value = pipeline.resolve({ kind: 'field', ...field });
    const [own, cell] = matched(pipeline, value, `l_${columnOf(pipeline, table, name)}`, field);
    return { own: left.export(own), cell, name: pipeline.context.alias('k') };
  });
  const cells = outputs.map((column) => ({ column, name: pipeline.context.alias('k') }));
  const columns = [
    ...keys.map(({ cell, name }) => `${cell} AS ${name}`),
    ...cells.map(({ column, name }) => `l_${column} AS ${name}`),
  ];
  const names = keys.map(({ name }) => name);
  const present = names.map((name) => `isNotNull(${name})`).join(' AND ');
  const rows = `SELECT ${columns.join(', ')} FROM (${table.rows}) WHERE ${present} LIMIT 1 BY ${names.join(', ')}`;
  const on = keys.map(({ own, name }): [string, string] => [own, name]);
  pipeline.push({ render: () => meet(pipeline, 'LEFT ANY JOIN', [left, { render: () => rows }], on) });
  defineOutputs(
    pipeline,
    stage.outputs,
    stage.onlyMissing,
    cells.map(({ name }) => `toNullable(${name})`),
  );
}

/** How a table finds the longest network that holds an address; an error where it holds none. */
function networksOf(pipeline: Pipeline, table: LookupTable, { column, table: node }: CidrLookupStage) {
  const { networkColumn } = table;
  if (table.byNetwork === undefined || networkColumn === undefined) {
    const others = pipeline.context.options.facts.tables.flatMap((t) =>
      t.networkColumn === undefined ? [] : [t.name],
    );
    const hint = `use lookup for equal values${others.length === 0 ? '' : `; tables of networks: ${others.slice(0, 8).join(', ')}`}`;
    return pipeline.fail('QL_TABLE_NO_NETWORKS', `the table ${table.name} holds no networks`, node.span, hint);
  }
  if (column !== undefined && columnOf(pipeline, table, column) !== table.columns.indexOf(networkColumn)) {
    const message = `${column.name} of ${table.name} holds no networks`;
    return unknown(pipeline, 'QL_COLUMN_NO_NETWORKS', message, column, [networkColumn], '');
  }
  return (at: number, address: string) => table.byNetwork?.(at, address) ?? 'NULL';
}

/** `cidrlookup`: the row of the longest network that holds the address. */
export function cidrLookup(pipeline: Pipeline, stage: CidrLookupStage): void {
  const table = tableOf(pipeline, stage.table);
  const byNetwork = networksOf(pipeline, table, stage);
  const outputs = stage.outputs.map(({ name }) => columnOf(pipeline, table, name));
  // The address is named several times: as a column it is computed once.
  pipeline.rows();
  const own = toAddress(new Evaluator(pipeline, { kind: 'row' }), pipeline.resolve(stage.field), stage.field.span);
  const address = pipeline.level.export(own.sql);
  pipeline.push();
  defineOutputs(
    pipeline,
    stage.outputs,
    stage.onlyMissing,
    outputs.map((column) => `toNullable(${byNetwork(column, address)})`),
  );
}
