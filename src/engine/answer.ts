import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createGzip, type Gzip } from 'node:zlib';
import { exceptionOnWire } from './exception.ts';

/** What is known of a statement's work; what is not known is absent. */
export interface WorkDone {
  readonly resultRows?: number;
}

/** Time that a client has to take the text of an error behind its rows. */
const STALLED_END_MS = 5_000;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  JSON: 'application/json; charset=UTF-8',
  JSONCompact: 'application/json; charset=UTF-8',
  JSONEachRow: 'application/x-ndjson; charset=UTF-8',
  CSV: 'text/csv; charset=UTF-8; header=absent',
  CSVWithNames: 'text/csv; charset=UTF-8; header=present',
  TabSeparated: 'text/tab-separated-values; charset=UTF-8',
  Parquet: 'application/octet-stream',
  Native: 'application/octet-stream',
  ArrowStream: 'application/octet-stream',
};

/** Writes one answer as ClickHouse's HTTP interface would: headers, rows as they come, errors before or behind them. */
export class Answer {
  readonly #response: ServerResponse;
  readonly #id: string;
  readonly #started = process.hrtime.bigint();
  readonly #tag = randomBytes(8).toString('hex');
  readonly #gone = new AbortController();
  #gzip: Gzip | undefined;

  constructor(response: ServerResponse, id: string) {
    this.#response = response;
    this.#id = id;
    response.once('close', () => this.#gone.abort());
  }

  /** True once the client has been told that the statement works. */
  get opened(): boolean {
    return this.#response.headersSent;
  }

  /** Sends the headers of an answer in `format`. */
  open(format: string, gzip: boolean, done: WorkDone): void {
    this.#response.writeHead(200, {
      'Content-Type': CONTENT_TYPES[format] ?? 'text/plain; charset=UTF-8',
      'X-ClickHouse-Query-Id': this.#id,
      'X-ClickHouse-Format': format,
      'X-ClickHouse-Timezone': 'UTC',
      'X-ClickHouse-Server-Display-Name': 'weir',
      'X-ClickHouse-Exception-Tag': this.#tag,
      'X-ClickHouse-Summary': this.#summary(done),
      ...(gzip ? { 'Content-Encoding': 'gzip' } : {}),
    });
    if (!gzip) return;
    this.#gzip = createGzip({ level: 1 });
    this.#gzip.pipe(this.#response);
  }

  /** Sends rows; resolves when the client can take more. Rejects when it takes nothing for `stalledMs`. */
  async write(rows: Uint8Array, stalledMs: number): Promise<void> {
    const out = this.#gzip ?? this.#response;
    if (out.write(rows) || this.#response.destroyed) return;
    const limit = AbortSignal.any([AbortSignal.timeout(stalledMs), this.#gone.signal]);
    await once(out, 'drain', { signal: limit });
  }

  end(): void {
    (this.#gzip ?? this.#response).end();
  }

  /** An error: a whole error answer while nothing was sent, else its text behind the rows and a broken connection. */
  fail(error: unknown): void {
    const { code, text } = exceptionOnWire(error);
    const response = this.#response;
    if (response.destroyed || response.writableEnded) return;
    if (!this.opened) {
      response.writeHead(code === 516 ? 403 : 500, {
        'Content-Type': 'text/plain; charset=UTF-8',
        'X-ClickHouse-Exception-Code': String(code),
        'X-ClickHouse-Query-Id': this.#id,
        'X-ClickHouse-Summary': this.#summary({}),
        // The rest of a body that nobody will read must not be taken for the next request.
        ...(response.req.complete ? {} : { Connection: 'close' }),
      });
      response.end(`${text}\n`);
      return;
    }
    const message = `${text}\n`;
    const tail = `\r\n__exception__\r\n${this.#tag}\r\n${message}${Buffer.byteLength(message)} ${this.#tag}\r\n__exception__\r\n`;
    const out = this.#gzip ?? response;
    out.write(tail);
    this.#gzip?.flush();
    // No closing chunk: the client must see that the answer is not whole.
    setTimeout(() => response.socket?.destroySoon(), 20);
    setTimeout(() => response.socket?.destroy(), STALLED_END_MS).unref();
  }

  #summary(done: WorkDone): string {
    return JSON.stringify({
      ...(done.resultRows === undefined ? {} : { result_rows: String(done.resultRows) }),
      elapsed_ns: String(process.hrtime.bigint() - this.#started),
    });
  }
}
