import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { exportQuery, RecordsAnswer, RecordValue, recordsQuery } from '../../../contract/index.ts';
import { nearestName, WeirError } from '../../../core/index.ts';
import { addressText } from '../../../query/index.ts';
import { columnsNamed, type FlowColumn, flowColumn, flowColumns } from './columns.ts';
import { flowsCondition, planSums } from './plan.ts';
import { type ReadContext, readOptions, resolveScope, type Scope, tableName } from './scope.ts';
import { SqlParams } from './sql-params.ts';
import { exactCount, plainAddress } from './values.ts';

type RecordsQuery = z.output<typeof recordsQuery>;
type ExportQuery = z.output<typeof exportQuery>;

/** Ends of the sort, so that pages do not overlap where many records share a time. */
const tieBreakers = ['interface_id', 'srcaddr', 'dstaddr', 'srcport', 'dstport', 'protocol', 'object_id'];
/** How far back from the end a search for the newest looks first, in seconds; then further. */
const windows = [900, 7200, 86_400];

/** Rows behind a view, newest first unless asked otherwise. Throws COLUMN_UNKNOWN, FILTER_INVALID. */
export async function readRecords(context: ReadContext, query: RecordsQuery): Promise<RecordsAnswer> {
  const scope = await resolveScope(context, query);
  const columns = columnsNamed(query.columns);
  const sort = readSort(query.sort);
  const plan = planSums({ ...scope, group: [] }, context.client.placement.database);
  const [page, totals] = await Promise.all([
    readPage(context, scope, columns, sort, query),
    context.client.rows<{ records: string }>(plan.sql, readOptions(context, plan.params)),
  ]);
  return {
    columns: columns.map((c) => c.name),
    rows: page.map((row) => columns.map((c) => recordValue(row[c.name], c))),
    total: exactCount(totals[0]?.records ?? '0'),
  };
}

interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

function readSort(text: string): Sort {
  const descending = text.startsWith('-');
  const name = descending ? text.slice(1) : text;
  const column = flowColumn(name);
  if (column !== undefined && column.kind !== 'map') return { column: column.name, descending };
  const near = nearestName(
    name,
    flowColumns.map((c) => c.name),
  );
  throw new WeirError('COLUMN_UNKNOWN', `flows cannot be sorted by "${name}"`, {
    kind: 'usage',
    hint: near === undefined ? 'give the name of a column' : `did you mean ${near}?`,
  });
}

/** The newest rows lie near the end of the range: looking there first spares reading the rest. */
async function readPage(
  context: ReadContext,
  scope: Scope,
  columns: readonly FlowColumn[],
  sort: Sort,
  { limit, offset }: RecordsQuery,
) {
  const spans = sort.column === 'start' ? windows.filter((w) => w < scope.to - scope.from) : [];
  for (const span of spans) {
    const part = sort.descending ? { ...scope, from: scope.to - span } : { ...scope, to: scope.from + span };
    const rows = await pageOf(context, part, columns, sort, limit, offset);
    if (rows.length === limit) return rows;
  }
  return pageOf(context, scope, columns, sort, limit, offset);
}

function pageOf(
  context: ReadContext,
  scope: Scope,
  columns: readonly FlowColumn[],
  sort: Sort,
  limit: number,
  offset: number,
) {
  const params = new SqlParams();
  const order = [
    `f.${sort.column} ${sort.descending ? 'DESC' : 'ASC'}`,
    ...tieBreakers.filter((c) => c !== sort.column).map((c) => `f.${c}`),
  ];
  const select = columns.map((c) => `f.\`${c.name}\` AS \`${c.name}\``).join(', ');
  const sql = `SELECT ${select} FROM ${tableName(context, 'flows')} AS f WHERE ${flowsCondition(scope, params)} ORDER BY ${order.join(', ')} LIMIT ${limit} OFFSET ${offset}`;
  return context.client.rows<Record<string, unknown>>(sql, readOptions(context, params.values));
}

function recordValue(value: unknown, column: FlowColumn): RecordValue {
  if (value === null || value === undefined) return null;
  if (column.kind === 'address') return plainAddress(String(value));
  if (column.kind === 'number') return exactCount(String(value));
  if (column.kind !== 'map' || typeof value !== 'object') return String(value);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, String(v)]));
}

const exportFormats = {
  csv: { format: 'CSVWithNames', type: 'text/csv; charset=utf-8', settings: { format_csv_null_representation: '' } },
  json: { format: 'JSONEachRow', type: 'application/json', settings: { output_format_json_array_of_rows: 1 } },
  parquet: {
    format: 'Parquet',
    type: 'application/vnd.apache.parquet',
    settings: { output_format_parquet_string_as_string: 1 },
  },
} as const;

export interface Export {
  readonly body: Readable;
  readonly contentType: string;
  readonly fileName: string;
}

/** All matching rows as a file, streamed from the engine, in the order of the table. Throws as `readRecords`. */
export async function exportRecords(context: ReadContext, query: ExportQuery): Promise<Export> {
  const scope = await resolveScope(context, query);
  const columns = columnsNamed(query.columns);
  const { format, type, settings } = exportFormats[query.format];
  const params = new SqlParams();
  const select = columns.map((c) => `${exportSql(c, query.format)} AS \`${c.name}\``).join(', ');
  const sql = `SELECT ${select} FROM ${tableName(context, 'flows')} AS f WHERE ${flowsCondition(scope, params)}`;
  const options = readOptions(context, params.values);
  const body = await context.client.stream(sql, format, {
    ...options,
    settings: { ...options.settings, ...settings, use_variant_as_common_type: 1 },
  });
  return { body, contentType: type, fileName: `flows.${query.format}` };
}

function exportSql(column: FlowColumn, format: ExportQuery['format']): string {
  const sql = `f.\`${column.name}\``;
  if (column.kind === 'address') return addressText(sql);
  return format === 'json' && /64$/.test(column.valueType) ? jsonNumber(sql, column.valueType.startsWith('Int')) : sql;
}

/** A 64-bit number for JSON: a number while a reader keeps it exact, else its decimal text. The engine quotes them all otherwise. */
export function jsonNumber(sql: string, signed: boolean): string {
  const beyond = `${sql} > 9007199254740991${signed ? ` OR ${sql} < -9007199254740991` : ''}`;
  return `CAST(if(${beyond}, toString(${sql}), toFloat64(${sql})), 'Variant(Float64, String)')`;
}
