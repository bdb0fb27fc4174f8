import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type ClickHouseClient, ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { WeirError } from '../../core/index.ts';
import { type EngineAddress, ensureEngine } from '../../engine/index.ts';
import { answerStream, parseFailure } from './answer-stream.ts';
import type { Placement } from './ddl.ts';
import { engineError } from './engine-error.ts';
import { askEngine, askServer, killInEngine, killOnServer, type StatementProgress } from './running.ts';

export type Settings = Record<string, string | number>;

export interface QueryOptions {
  readonly params?: Record<string, unknown>;
  readonly settings?: Settings;
  readonly signal?: AbortSignal;
  readonly queryId?: string;
  /** Where table names without a database are looked up. */
  readonly database?: string;
}

/** What an INSERT of an object reads: a file as it lies on disk, or text made by the decoder. */
export type ObjectBody = { readonly path: string; readonly compression: 'gzip' | 'none' } | { readonly text: Buffer };

/** The one way to the tables, whether an embedded engine or a server stands behind it. */
export interface FlowClient {
  readonly kind: 'embedded' | 'server';
  readonly placement: Placement;
  /** Rows as objects; 64-bit integers come as decimal strings, times as ISO 8601 in UTC. */
  rows<T>(sql: string, options?: QueryOptions): Promise<T[]>;
  /**
   * The answer as bytes in a format of the engine's, as they come. An error after the first of them, and the signal, end
   * the stream with an error; the statement then ends in the engine, too.
   */
  stream(sql: string, format: string, options?: QueryOptions): Promise<Readable>;
  command(sql: string, options?: QueryOptions): Promise<void>;
  /** Lines of a statement that answers in one column of text and takes no FORMAT, such as `EXPLAIN AST`. */
  lines(sql: string, options?: QueryOptions): Promise<string[]>;
  /** Appends rows; the same token again changes nothing. */
  insertRows(table: string, rows: readonly object[], token: string): Promise<void>;
  /** Runs an `INSERT … SELECT … FROM input(…) FORMAT …` over an object; the same token again changes nothing. */
  insertObject(sql: string, body: ObjectBody, settings: Settings): Promise<void>;
  /** How far the statement with this `queryId` is; undefined when none of that id runs. */
  progress(queryId: string): Promise<StatementProgress | undefined>;
  /** Ends the statement in the engine, whoever started it; false when none of that id runs. */
  kill(queryId: string): Promise<boolean>;
  /** When the embedded engine was last found dead and started again. */
  readonly restarts: ReadonlyArray<{ readonly at: Date; readonly reason: string }>;
  close(): Promise<void>;
}

export type Location =
  | { readonly dataFolder: string }
  | { readonly url: string; readonly cluster?: string | undefined; readonly database?: string | undefined };

const answerSettings: Settings = {
  output_format_json_quote_64bit_integers: 1,
  date_time_output_format: 'iso',
  output_format_json_named_tuples_as_objects: 1,
};
const attempts = 6;

interface Connection {
  readonly client: ClickHouseClient;
  readonly url: string;
  readonly authorization: string;
}

function connect(address: EngineAddress, database: string | undefined): Connection {
  const client = createClient({
    url: address.url,
    username: address.username,
    password: address.password,
    ...(database === undefined ? {} : { database }),
    request_timeout: 3_600_000,
    max_open_connections: 16,
    keep_alive: { enabled: false },
    log: { level: ClickHouseLogLevel.OFF },
  });
  const authorization = `Basic ${Buffer.from(`${address.username}:${address.password}`).toString('base64')}`;
  return { client, url: address.url, authorization };
}

/** @throws WeirError ENGINE_… or STORE_UNREACHABLE */
export function createFlowClient(location: Location): FlowClient {
  const embedded = 'dataFolder' in location;
  const placement: Placement = {
    database: (embedded ? undefined : location.database) ?? 'weir',
    cluster: embedded ? undefined : location.cluster,
  };
  const restarts: Array<{ at: Date; reason: string }> = [];
  let connection: Promise<Connection> | undefined;

  async function open(): Promise<Connection> {
    if (embedded) return connect(await ensureEngine(location.dataFolder), undefined);
    const url = new URL(location.url);
    const address = {
      username: decodeURIComponent(url.username) || 'default',
      password: decodeURIComponent(url.password),
      pid: 0,
    };
    url.username = '';
    url.password = '';
    return connect({ ...address, url: url.origin }, undefined);
  }

  function current(): Promise<Connection> {
    connection ??= open().catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return connection;
  }

  /** Runs `work`; when the engine turns out to be gone, starts it again and repeats. Only for work that may be repeated. */
  async function withConnection<T>(work: (c: Connection) => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      // The library looks at the signal only when it changes.
      signal?.throwIfAborted();
      const used = current();
      try {
        return await work(await used);
      } catch (error) {
        if (signal?.aborted) throw error;
        if (!isDisconnect(error) || attempt === attempts) throw engineError(error);
        // Several callers see the same death: only the first one replaces the connection.
        if (connection === used) {
          connection = undefined;
          if (embedded)
            restarts.push({ at: new Date(), reason: error instanceof Error ? error.message : String(error) });
        }
        await new Promise((resolve) => setTimeout(resolve, 100 * attempt));
      }
    }
  }

  const queryParams = (sql: string, options: QueryOptions) => ({
    query: sql,
    clickhouse_settings: { ...answerSettings, ...options.settings } as Record<string, string | number>,
    ...(options.params === undefined ? {} : { query_params: options.params }),
    ...(options.signal === undefined ? {} : { abort_signal: options.signal }),
    ...(options.queryId === undefined ? {} : { query_id: options.queryId }),
    ...(options.database === undefined ? {} : { http_headers: { 'X-ClickHouse-Database': options.database } }),
  });

  return {
    kind: embedded ? 'embedded' : 'server',
    placement,
    restarts,
    rows: <T>(sql: string, options: QueryOptions = {}) =>
      withConnection(async ({ client }) => {
        const result = await client.query({ ...queryParams(sql, options), format: 'JSONEachRow' });
        return await result.json<T>();
      }, options.signal) as Promise<T[]>,
    stream: (sql, format, options = {}) =>
      withConnection(async ({ client }) => {
        const result = await client.exec({ ...queryParams(`${sql}\nFORMAT ${format}`, options) });
        const tag = result.response_headers['x-clickhouse-exception-tag'];
        return answerStream(result.stream, typeof tag === 'string' ? tag : undefined, options.signal);
      }, options.signal),
    command: (sql, options = {}) =>
      withConnection(async ({ client }) => {
        await client.command(queryParams(sql, options));
      }, options.signal),
    lines: (sql, options = {}) =>
      withConnection(async ({ client }) => {
        const result = await client.exec(queryParams(sql, options));
        const answer = (await text(result.stream)).replace(/\n$/, '');
        return answer.split('\n').map(unescapeTabSeparated);
      }, options.signal),
    insertRows: (table, rows, token) =>
      withConnection(async ({ client }) => {
        await client.insert({
          table: `${placement.database}.${table}`,
          values: [...rows],
          format: 'JSONEachRow',
          clickhouse_settings: {
            insert_deduplicate: 1,
            insert_deduplication_token: token,
            date_time_input_format: 'best_effort',
          },
        });
      }),
    insertObject: (sql, body, settings) => withConnection((c) => post(c, sql, body, settings, embedded)),
    progress: (queryId) => withConnection((c) => (embedded ? askEngine(c, queryId) : askServer(c.client, queryId))),
    kill: (queryId) => withConnection((c) => (embedded ? killInEngine(c, queryId) : killOnServer(c.client, queryId))),
    async close() {
      const open = await connection?.catch(() => undefined);
      connection = undefined;
      await open?.client.close();
    },
  };
}

/** Sends the INSERT with its body. The embedded engine reads a file where it lies; a server gets the bytes. */
async function post(
  c: Connection,
  sql: string,
  body: ObjectBody,
  settings: Settings,
  embedded: boolean,
): Promise<void> {
  const url = new URL(c.url);
  url.searchParams.set('query', sql);
  for (const [name, value] of Object.entries(settings)) url.searchParams.set(name, String(value));
  const headers: Record<string, string> = { authorization: c.authorization };
  let payload: ReadableStream | Buffer | undefined;
  if ('text' in body) {
    payload = body.text;
  } else if (embedded) {
    headers['x-weir-body-file'] = encodeURIComponent(body.path);
    headers['x-weir-body-compression'] = body.compression;
  } else {
    if (body.compression === 'gzip') headers['content-encoding'] = 'gzip';
    payload = Readable.toWeb(createReadStream(body.path)) as ReadableStream;
  }
  const init = { method: 'POST', headers, ...(payload === undefined ? {} : { body: payload, duplex: 'half' }) };
  const response = await fetch(url, init as RequestInit);
  const text = await response.text();
  if (!response.ok || response.headers.has('x-clickhouse-exception-code'))
    throw new ClickHouseError(parseFailure(text));
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0' };

function unescapeTabSeparated(line: string): string {
  return line.replace(/\\([\s\S])/g, (_, char: string) => escapes[char] ?? char);
}

function isDisconnect(error: unknown): boolean {
  if (error instanceof ClickHouseError || error instanceof WeirError) return false;
  const text =
    error instanceof Error
      ? `${error.message} ${String((error as { code?: unknown }).code)} ${String(error.cause)}`
      : String(error);
  return /ECONNREFUSED|ECONNRESET|EPIPE|socket hang up|fetch failed|other side closed|terminated|aborted|UND_ERR/i.test(
    text,
  );
}
