import { createDictionaries, resolveDictionaries } from './dictionaries.ts';
import { type Column, type Table, tables, type View, views } from './schema.ts';

/** Where the tables live: in the embedded engine or one server, or spread over a cluster. */
export interface Placement {
  readonly database: string;
  /** Name of the cluster, when there is one: tables become Replicated, with a Distributed table in front. */
  readonly cluster?: string | undefined;
}

/** How many inserted blocks a table remembers, so that a repeated load changes nothing. */
const dedupWindow = 10_000;

const quoted = (name: string) => `\`${name}\``;
const onCluster = (placement: Placement) =>
  placement.cluster === undefined ? '' : ` ON CLUSTER ${quoted(placement.cluster)}`;
const tableName = (placement: Placement, name: string) => `${quoted(placement.database)}.${quoted(name)}`;

/** On a cluster the rows lie in `<name>_local` on each shard; `<name>` itself spans the shards. */
const localName = (placement: Placement, table: Table) =>
  placement.cluster === undefined || table.engine === 'Null' ? table.name : `${table.name}_local`;

function columnText(column: Column, placement: Placement): string {
  const parts = [quoted(column.name), column.type];
  if (column.alias !== undefined) parts.push(`ALIAS ${resolveDictionaries(column.alias, placement)}`);
  if (column.default !== undefined) parts.push(`DEFAULT ${resolveDictionaries(column.default, placement)}`);
  if (column.codec !== undefined) parts.push(`CODEC(${column.codec})`);
  return parts.join(' ');
}

export function createTable(table: Table, placement: Placement): string[] {
  const local = localName(placement, table);
  const body = [...table.columns.map((c) => columnText(c, placement)), ...(table.indexes ?? [])].join(',\n  ');
  if (table.engine === 'Null') {
    return [
      `CREATE TABLE IF NOT EXISTS ${tableName(placement, local)}${onCluster(placement)} (\n  ${body}\n) ENGINE = Null`,
    ];
  }
  const replicated = placement.cluster !== undefined;
  const engine = replicated
    ? `Replicated${table.engine}('/clickhouse/tables/{shard}/${placement.database}/${local}', '{replica}')`
    : `${table.engine}()`;
  const settings = [
    'allow_nullable_key = 1',
    replicated
      ? `replicated_deduplication_window = ${dedupWindow}`
      : `non_replicated_deduplication_window = ${dedupWindow}`,
    ...(table.agesBy === undefined ? [] : ['ttl_only_drop_parts = 1']),
  ];
  const statements = [
    `CREATE TABLE IF NOT EXISTS ${tableName(placement, local)}${onCluster(placement)} (\n  ${body}\n) ENGINE = ${engine}` +
      (table.partitionBy === undefined ? '' : `\nPARTITION BY ${table.partitionBy}`) +
      `\nORDER BY (${(table.orderBy ?? []).join(', ')})\nSETTINGS ${settings.join(', ')}`,
  ];
  if (replicated) {
    statements.push(
      `CREATE TABLE IF NOT EXISTS ${tableName(placement, table.name)}${onCluster(placement)} AS ${tableName(placement, local)} ENGINE = Distributed(${quoted(placement.cluster ?? '')}, ${quoted(placement.database)}, ${quoted(local)}, ${table.shardBy ?? 'rand()'})`,
    );
  }
  return statements;
}

/** Statements that give a table columns of the present model which a store of before lacks. */
export function addColumns(table: string, names: readonly string[], placement: Placement): string[] {
  return alterColumns('ADD COLUMN IF NOT EXISTS', table, names, placement);
}

/** Statements that make a column what it is in the present model. */
export function modifyColumn(table: string, name: string, placement: Placement): string[] {
  return alterColumns('MODIFY COLUMN', table, [name], placement);
}

function alterColumns(change: string, table: string, names: readonly string[], placement: Placement): string[] {
  const model = tables.find(({ name }) => name === table);
  if (model === undefined) throw new Error(`the model has no table ${table}`);
  const columns = model.columns.filter(({ name }) => names.includes(name));
  const fronts = new Set([localName(placement, model), table]);
  return [...fronts].flatMap((front) =>
    columns.map(
      (column) =>
        `ALTER TABLE ${tableName(placement, front)}${onCluster(placement)} ${change} ${columnText(column, placement)}`,
    ),
  );
}

function createView(view: View, placement: Placement): string {
  const from = tables.find((t) => t.name === view.from);
  const to = tables.find((t) => t.name === view.to);
  if (from === undefined || to === undefined)
    throw new Error(`view ${view.name} names a table that is not in the model`);
  // Rows are spread over the shards once, on their way into `flows`; the sums stay on the shard of their rows.
  const target = view.from === 'flows' ? localName(placement, to) : to.name;
  const select = resolveDictionaries(view.select, placement).replaceAll(
    '{from}',
    tableName(placement, localName(placement, from)),
  );
  return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${tableName(placement, view.name)}${onCluster(placement)} TO ${tableName(placement, target)} AS ${select}`;
}

/**
 * The statements that make a view anew and fill its empty target from the rows that there are.
 * @param only condition on the rows that the target lacks
 */
export function viewStatements(view: View, placement: Placement, only = '1'): string[] {
  const fill = resolveDictionaries(view.select, placement).replaceAll('{from}', tableName(placement, view.from));
  // A view finds the columns of its target by name, an INSERT by place.
  const columns = tables.find((t) => t.name === view.to)?.columns ?? [];
  const names = columns.flatMap((c) => (c.alias === undefined ? [quoted(c.name)] : [])).join(', ');
  return [
    createView(view, placement),
    `INSERT INTO ${tableName(placement, view.to)} (${names}) SELECT ${names} FROM (${fill}) WHERE ${only} SETTINGS max_bytes_before_external_group_by = 1073741824`,
  ];
}

/** Every statement that makes the store from nothing, in order. Each may be repeated without harm. */
export function createStatements(placement: Placement): string[] {
  // Dictionaries read these tables, and columns of the others read dictionaries.
  const sources = new Set([
    'country_prefixes',
    'enrich_rows',
    'enrich_sources',
    'inventory_addresses',
    'inventory_ranges',
    'listeners',
  ]);
  return [
    `CREATE DATABASE IF NOT EXISTS ${quoted(placement.database)}${onCluster(placement)}`,
    ...tables.filter((t) => sources.has(t.name)).flatMap((t) => createTable(t, placement)),
    ...createDictionaries(placement),
    ...tables.filter((t) => !sources.has(t.name)).flatMap((t) => createTable(t, placement)),
    ...views.map((v) => createView(v, placement)),
  ];
}

/** Sets or lifts the age at which rows of a table are dropped. */
export function retentionStatement(table: Table, days: number | undefined, placement: Placement): string | undefined {
  if (table.agesBy === undefined) return undefined;
  const name = `${tableName(placement, localName(placement, table))}${onCluster(placement)}`;
  if (days === undefined) return `ALTER TABLE ${name} REMOVE TTL`;
  return `ALTER TABLE ${name} MODIFY TTL ifNull(${quoted(table.agesBy)}, toDateTime(0, 'UTC')) + toIntervalDay(${days})`;
}
