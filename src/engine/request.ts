import type { IncomingMessage } from 'node:http';
import { badArguments, EngineException, notImplemented } from './exception.ts';

/** What a client asks, read from address, headers and form; the body is still to come. */
export interface EngineRequest {
  readonly id: string;
  /** Text given in the address or the form; the body holds the statement where it is empty. */
  readonly query: string;
  readonly database: string | undefined;
  readonly defaultFormat: string;
  readonly settings: ReadonlyMap<string, string>;
  readonly params: ReadonlyMap<string, string>;
  /** 0 writes are allowed, 1 and 2 as ClickHouse's setting of that name. */
  readonly readonly: number;
  /** Answer with gzip. */
  readonly gzip: boolean;
}

/** Keys of the address that are about the request and no settings. */
const ABOUT_REQUEST = new Set([
  'query',
  'database',
  'query_id',
  'default_format',
  'wait_end_of_query',
  'buffer_size',
  'enable_http_compression',
  'http_zlib_compression_level',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'cancel_http_readonly_queries_on_client_close',
  'http_write_exception_in_output_format',
  'user',
  'password',
  'quota_key',
]);
const NOT_HERE = new Set(['session_id', 'session_timeout', 'session_check', 'role', 'compress', 'decompress']);

/** Reads the request. `form` holds the fields of a multipart body. Throws an `EngineException` for what cannot be met. */
export function readRequest(
  request: IncomingMessage,
  form: ReadonlyMap<string, string>,
  makeId: () => string,
): EngineRequest {
  const address = new URL(request.url ?? '/', 'http://engine').searchParams;
  const fields = [...address, ...form];
  const settings = new Map<string, string>();
  const params = new Map<string, string>();
  for (const [key, value] of fields) {
    if (key.startsWith('param_')) params.set(word(key.slice('param_'.length)), value);
    else if (NOT_HERE.has(key) && value !== '' && value !== '0')
      throw notImplemented(`'${key}' is not supported by the embedded engine`);
    else if (!ABOUT_REQUEST.has(key) && !NOT_HERE.has(key)) settings.set(word(key), value);
  }
  if (settings.has('log_comment')) {
    throw badArguments("'log_comment' holds the query id in the embedded engine: give a query_id instead");
  }
  const all = new Map(fields);
  const accepts = request.headers['accept-encoding'] ?? '';
  return {
    id: all.get('query_id') || makeId(),
    query: all.get('query') ?? '',
    database: all.get('database') || header(request, 'x-clickhouse-database'),
    defaultFormat: word(all.get('default_format') || header(request, 'x-clickhouse-format') || 'TabSeparated'),
    settings,
    params,
    readonly: readonlyLevel(settings.get('readonly')),
    gzip: all.get('enable_http_compression') === '1' && /\bgzip\b/.test(String(accepts)),
  };
}

/** The value of a header that may be there once; empty counts as absent. */
export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  const one = Array.isArray(value) ? value[0] : value;
  return one === undefined || one === '' ? undefined : one;
}

function readonlyLevel(value: string | undefined): number {
  if (value === undefined) return 0;
  if (value === '0' || value === '1' || value === '2') return Number(value);
  throw badArguments(`readonly must be 0, 1 or 2, got '${value}'`);
}

function word(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_.]*$/.test(name)) return name;
  throw new EngineException(115, 'UNKNOWN_SETTING', `Unknown setting '${name}'`);
}

/** The fields of a `multipart/form-data` body. Throws code 36 where the body is none. */
export async function readForm(body: Buffer, contentType: string): Promise<Map<string, string>> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    return new Map([...form].flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : [])));
  } catch (error) {
    throw badArguments(
      `the form in the body cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
