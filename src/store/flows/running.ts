import type { ClickHouseClient } from '@clickhouse/client';
import { z } from 'zod';
import { quoteText } from '../../decode/index.ts';

/** Counts beyond 2^53 are strings; null is not known: the statement waits for its turn, or reads no table. */
export interface StatementProgress {
  readonly readRows: number | string | null;
  readonly totalRows: number | string | null;
  readonly readBytes: number | string | null;
  /** Since the engine was asked. */
  readonly seconds: number;
}

/** The embedded engine, which tells about its statements at an address of their own. */
interface EngineDoor {
  readonly url: string;
  readonly authorization: string;
}

const count = z.union([z.number(), z.string()]).nullable();
const engineAnswer = z.object({ read_rows: count, total_rows_to_read: count, read_bytes: count, elapsed: z.number() });

export async function askEngine(door: EngineDoor, queryId: string): Promise<StatementProgress | undefined> {
  const response = await knock(door, queryId, 'GET');
  const answer: unknown = await response.json();
  if (response.status === 404) return undefined;
  const { read_rows, total_rows_to_read, read_bytes, elapsed } = engineAnswer.parse(answer);
  return { readRows: read_rows, totalRows: total_rows_to_read, readBytes: read_bytes, seconds: elapsed };
}

export async function killInEngine(door: EngineDoor, queryId: string): Promise<boolean> {
  const response = await knock(door, queryId, 'DELETE');
  await response.arrayBuffer();
  return response.ok;
}

function knock({ url, authorization }: EngineDoor, queryId: string, method: 'GET' | 'DELETE'): Promise<Response> {
  return fetch(`${url}/queries/${encodeURIComponent(queryId)}`, { method, headers: { authorization } });
}

const byId = 'WHERE query_id = {id:String}';

export async function askServer(client: ClickHouseClient, queryId: string): Promise<StatementProgress | undefined> {
  const result = await client.query({
    query: `SELECT toString(read_rows) AS rows, toString(total_rows_approx) AS total, toString(read_bytes) AS bytes, elapsed FROM system.processes ${byId}`,
    query_params: { id: queryId },
    format: 'JSONEachRow',
  });
  const [row] = await result.json<{ rows: string; total: string; bytes: string; elapsed: number }>();
  if (row === undefined) return undefined;
  return { readRows: small(row.rows), totalRows: small(row.total), readBytes: small(row.bytes), seconds: row.elapsed };
}

export async function killOnServer(client: ClickHouseClient, queryId: string): Promise<boolean> {
  const result = await client.query({
    query: `KILL QUERY WHERE query_id = ${quoteText(queryId)} ASYNC`,
    format: 'JSONEachRow',
  });
  return (await result.json()).length > 0;
}

function small(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}
