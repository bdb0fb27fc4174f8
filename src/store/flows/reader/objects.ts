import type { z } from 'zod';
import type {
  ObjectRow,
  ObjectsAnswer,
  objectsQuery,
  QuarantineAnswer,
  QuarantineReasons,
} from '../../../contract/index.ts';
import { WeirError } from '../../../core/index.ts';
import { type ReadContext, readOptions, tableName } from './scope.ts';
import { SqlParams } from './sql-params.ts';
import { exactCount } from './values.ts';

type ObjectsQuery = z.output<typeof objectsQuery>;
type Row = Record<Exclude<keyof ObjectRow, 'state' | 'seconds' | 'first' | 'last'>, string> &
  Pick<ObjectRow, 'state' | 'seconds' | 'first' | 'last'> & { cursor: string };

const lastWord = (table: string) => `(SELECT * FROM ${table} ORDER BY finished_at DESC LIMIT 1 BY object_id)`;

/** What was loaded, newest first. Throws CURSOR_INVALID. */
export async function readObjects(context: ReadContext, query: ObjectsQuery): Promise<ObjectsAnswer> {
  const params = new SqlParams();
  const conditions = ['1'];
  if (query.state === 'quarantined') conditions.push('o.quarantined > 0');
  else if (query.state !== undefined) conditions.push(`o.state = ${params.add('String', query.state)}`);
  if (query.cursor !== undefined) {
    const [at, id] = readCursor(query.cursor);
    conditions.push(
      `(toUnixTimestamp64Milli(o.finished_at), o.object_id) < (${params.add('Int64', at)}, ${params.add('UInt64', id)})`,
    );
  }
  const source = lastWord(tableName(context, 'ingest_objects'));
  const counts = ['size', 'records', 'quarantined', 'ok', 'nodata', 'skipdata', 'accepted', 'rejected'];
  const columns = [
    'object_id',
    'source',
    'path',
    'format',
    'layout',
    'state',
    'note',
    'first',
    'last',
    'finished_at',
    ...counts,
  ].map((c) => `o.${c} AS ${c}`);
  const page = `SELECT ${columns.join(', ')}, (toUnixTimestamp64Milli(o.finished_at) - toUnixTimestamp64Milli(o.started_at)) / 1000 AS seconds, concat(toString(toUnixTimestamp64Milli(o.finished_at)), '-', toString(o.object_id)) AS cursor FROM ${source} AS o WHERE ${conditions.join(' AND ')} ORDER BY o.finished_at DESC, o.object_id DESC LIMIT ${query.limit + 1}`;
  const totals = `SELECT count() AS objects, countIf(o.state = 'failed') AS failed, countIf(o.state = 'partial') AS partial, sum(o.records) AS records, sum(o.quarantined) AS quarantined, sum(o.size) AS size, min(o.first) AS first, max(o.last) AS last FROM ${source} AS o`;
  const [rows, sums] = await Promise.all([
    context.client.rows<Row>(page, readOptions(context, params.values)),
    context.client.rows<
      Record<'objects' | 'failed' | 'partial' | 'records' | 'quarantined' | 'size', string> & {
        first: string | null;
        last: string | null;
      }
    >(totals, readOptions(context)),
  ]);
  const shown = rows.slice(0, query.limit);
  const sum = sums[0];
  const count = (value: string | undefined) => exactCount(value ?? '0');
  return {
    rows: shown.map(objectRow),
    next_cursor: rows.length > query.limit ? (shown.at(-1)?.cursor ?? null) : null,
    totals: {
      objects: count(sum?.objects),
      failed: count(sum?.failed),
      partial: count(sum?.partial),
      records: count(sum?.records),
      quarantined: count(sum?.quarantined),
      size: count(sum?.size),
      first: sum?.first ?? null,
      last: sum?.last ?? null,
    },
  };
}

function objectRow({ cursor: _, ...row }: Row): ObjectRow {
  return {
    ...row,
    seconds: Number(row.seconds),
    size: exactCount(row.size),
    records: exactCount(row.records),
    quarantined: exactCount(row.quarantined),
    ok: exactCount(row.ok),
    nodata: exactCount(row.nodata),
    skipdata: exactCount(row.skipdata),
    accepted: exactCount(row.accepted),
    rejected: exactCount(row.rejected),
  };
}

function readCursor(cursor: string): [at: string, id: string] {
  const match = /^(\d{1,15})-(\d{1,20})$/.exec(cursor);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new WeirError('CURSOR_INVALID', `"${cursor}" is no cursor of this list`, {
      kind: 'usage',
      hint: 'use next_cursor of the page before, unchanged',
    });
  }
  return [match[1], match[2]];
}

/** The lines of an object that could not be read, in the order of the object. Throws OBJECT_ID_INVALID. */
export async function readQuarantine(
  context: ReadContext,
  objectId: string,
  limit: number,
  offset: number,
): Promise<QuarantineAnswer> {
  if (!/^\d{1,20}$/.test(objectId))
    throw new WeirError('OBJECT_ID_INVALID', `"${objectId}" is no object`, {
      kind: 'usage',
      hint: 'take object_id from the list of objects',
    });
  const table = tableName(context, 'quarantine');
  const options = readOptions(context, { object: objectId });
  const [rows, totals] = await Promise.all([
    context.client.rows<{ line_number: string; reason: string; text: string }>(
      `SELECT line_number, reason, text FROM ${table} WHERE object_id = {object:UInt64} ORDER BY line_number LIMIT ${limit} OFFSET ${offset}`,
      options,
    ),
    context.client.rows<{ n: string }>(`SELECT count() AS n FROM ${table} WHERE object_id = {object:UInt64}`, options),
  ]);
  return {
    rows: rows.map((r) => ({ ...r, line_number: exactCount(r.line_number) })),
    total: exactCount(totals[0]?.n ?? '0'),
  };
}

/** How often each reason for quarantine occurred; what follows the colon is the value and differs from line to line. */
export async function readQuarantineReasons(context: ReadContext): Promise<QuarantineReasons> {
  const sql = `SELECT splitByString(': ', reason)[1] AS kind, count() AS lines, uniqExact(object_id) AS objects FROM ${tableName(context, 'quarantine')} GROUP BY kind ORDER BY lines DESC, kind LIMIT 200`;
  const rows = await context.client.rows<{ kind: string; lines: string; objects: string }>(sql, readOptions(context));
  return { rows: rows.map((r) => ({ reason: r.kind, lines: exactCount(r.lines), objects: exactCount(r.objects) })) };
}
