import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Answer } from './answer.ts';
import { cancelled, EngineException } from './exception.ts';
import { execute, type Workshop } from './execute.ts';
import { header, readForm, readRequest } from './request.ts';
import { bodyBytes } from './spool.ts';

/** Statements travel in the address, as ClickHouse's clients send them; its own limit (`http_max_uri_size`) is 1 MiB. */
const MAX_HEADER_BYTES = 2 * 1024 * 1024;

/** The only user there is; the password is the secret of the engine's file. */
const ENGINE_USER = 'weir';

export interface EngineServer {
  readonly port: number;
  /** Milliseconds since anybody last asked for anything; 0 while a statement runs. */
  idleMs(): number;
  /** Takes no more requests, ends the running ones and resolves when they are gone. */
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly secret: string;
  /** Facts that `GET /status` tells. */
  readonly facts: Readonly<Record<string, string | number>>;
  /** Called after `POST /stop` was answered. */
  readonly onStop: () => void;
}

/** Serves `shop` on a free port of the loopback interface. */
export async function serveEngine(shop: Workshop, options: ServerOptions): Promise<EngineServer> {
  let last = Date.now();
  const running = new Set<Promise<void>>();
  const server = createServer(
    { keepAliveTimeout: 30_000, requestTimeout: 0, maxHeaderSize: MAX_HEADER_BYTES },
    (request, response) => {
      last = Date.now();
      const work = route(shop, options, request, response)
        .catch((error: unknown) => new Answer(response, '').fail(error))
        .finally(() => {
          last = Date.now();
          running.delete(work);
        });
      running.add(work);
    },
  );
  await listen(server);
  return {
    port: (server.address() as AddressInfo).port,
    idleMs: () => (running.size > 0 ? 0 : Date.now() - last),
    close: async () => {
      server.close();
      shop.queries.cancelAll();
      await Promise.allSettled([...running]);
      server.closeAllConnections();
    },
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
}

async function route(
  shop: Workshop,
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!authorised(request, options.secret)) {
    const message = `${ENGINE_USER}: Authentication failed: password is incorrect, or there is no user with such name`;
    throw new EngineException(516, 'AUTHENTICATION_FAILED', message);
  }
  const { pathname } = new URL(request.url ?? '/', 'http://engine');
  const asked = `${request.method} ${pathname}`;
  if (asked === 'GET /ping') {
    response.end('Ok.\n');
  } else if (asked === 'GET /' || asked === 'POST /') {
    await statement(shop, request, response);
  } else if (asked === 'GET /status') {
    json(response, 200, {
      ...options.facts,
      running: shop.queries.count,
      waiting: shop.readers.waiting + shop.writers.waiting,
    });
  } else if (asked === 'GET /queries') {
    json(response, 200, await shop.queries.list());
  } else if (asked === 'POST /stop') {
    response.once('close', options.onStop);
    json(response, 200, { stopping: true });
  } else if (pathname.startsWith('/queries/')) {
    await oneQuery(shop, request, response, decodeURIComponent(pathname.slice('/queries/'.length)));
  } else {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end(`There is no handle ${asked}\n`);
  }
}

async function oneQuery(shop: Workshop, request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
  if (request.method === 'DELETE') {
    const killed = shop.queries.cancel(id);
    json(response, killed ? 200 : 404, { query_id: id, killed });
    return;
  }
  const progress = await shop.queries.progress(id);
  json(response, progress === undefined ? 404 : 200, progress ?? { query_id: id, state: 'unknown' });
}

async function statement(shop: Workshop, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let answer = new Answer(response, '');
  let id: string | undefined;
  try {
    const type = header(request, 'content-type') ?? '';
    const form = type.startsWith('multipart/form-data') ? await readForm(await bodyBytes(request), type) : undefined;
    const asked = readRequest(request, form ?? new Map(), randomUUID);
    answer = new Answer(response, asked.id);
    const signal = shop.queries.add(asked.id);
    id = asked.id;
    response.once('close', () => {
      if (!response.writableFinished) shop.queries.cancel(asked.id);
    });
    await execute(shop, asked, request, form !== undefined, answer, signal).catch((error: unknown) => {
      throw signal.aborted ? cancelled() : error;
    });
  } catch (error) {
    answer.fail(error);
  } finally {
    if (id !== undefined) shop.queries.remove(id);
  }
}

/** Compares digests, so that the time taken tells nothing of the secret. */
function authorised(request: IncomingMessage, secret: string): boolean {
  const basic = /^Basic (\S+)$/i.exec(header(request, 'authorization') ?? '')?.[1];
  const given = basic === undefined ? fromHeaders(request) : Buffer.from(basic, 'base64').toString('utf8');
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(`${ENGINE_USER}:${secret}`));
}

function fromHeaders(request: IncomingMessage): string {
  return `${header(request, 'x-clickhouse-user') ?? ''}:${header(request, 'x-clickhouse-key') ?? ''}`;
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=UTF-8' }).end(`${JSON.stringify(value)}\n`);
}
