import type { Readable } from 'node:stream';
import { outputFormats, type SqlFormat, shownSql } from '../sandbox/output.ts';
import type { PreparedQuery, QueryContext } from './prepare.ts';
import { explainFailure } from './run-error.ts';

export type ExportFormat = Exclude<SqlFormat, 'rows'>;

export interface QueryFile {
  readonly body: Readable;
  readonly contentType: string;
  readonly fileName: string;
}

const contentTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
};

/** The statement with no row more than its limit. */
function bounded({ statement, limit }: PreparedQuery, rows: number): string {
  return limit.chosen ? statement.sql : `SELECT * FROM (${statement.sql}) LIMIT ${rows}`;
}

/** The answer as a file, streamed from the engine. Throws as `explainFailure` tells; after the first bytes the body does. */
export async function exportQuery(
  context: QueryContext,
  prepared: PreparedQuery,
  format: ExportFormat,
): Promise<QueryFile> {
  const { columns, options } = prepared.statement;
  const { signal } = context;
  const shape = outputFormats[format];
  try {
    const body = await context.client.stream(
      shownSql(bounded(prepared, prepared.limit.rows), columns, shape.json),
      shape.format,
      {
        ...options,
        settings: { ...options.settings, ...shape.settings },
        queryId: prepared.id,
        ...(signal === undefined ? {} : { signal }),
      },
    );
    return { body, contentType: contentTypes[format], fileName: `query.${format}` };
  } catch (error) {
    throw explainFailure(error, prepared, context);
  }
}

/** True when the answer was cut: runs the query until that is known. */
export async function isCut(context: QueryContext, prepared: PreparedQuery): Promise<boolean> {
  if (prepared.limit.chosen) return false;
  const { signal } = context;
  try {
    const [row] = await context.client.rows<{ n: string }>(
      `SELECT count() AS n FROM (${bounded(prepared, prepared.limit.rows + 1)})`,
      { ...prepared.statement.options, ...(signal === undefined ? {} : { signal }) },
    );
    return Number(row?.n ?? 0) > prepared.limit.rows;
  } catch (error) {
    throw explainFailure(error, prepared, context);
  }
}
