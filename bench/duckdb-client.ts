import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface DuckDbRequest {
  readonly sql: string;
}

export interface DuckDbAnswer {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Measured in the process, without the way here. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMemory: number;
  readonly packageVersion: string;
}

export type DuckDbReply = DuckDbAnswer | { readonly error: string };

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A DuckDB process. One statement at a time. */
export class DuckDb {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Opens a database file, or memory. */
  static async start(file: string | undefined): Promise<DuckDb> {
    const script = fileURLToPath(new URL('./duckdb-process.ts', import.meta.url));
    const child = fork(script, file === undefined ? [] : [file], { serialization: 'advanced' });
    const duck = new DuckDb(child);
    await duck.ask('SELECT 1');
    return duck;
  }

  /** Runs a statement. Throws what DuckDB says. */
  async ask(sql: string): Promise<DuckDbAnswer> {
    const child = this.#child;
    const ended = new AbortController();
    const reply = once(child, 'message', { signal: ended.signal });
    const gone = once(child, 'exit', { signal: ended.signal }).then(([code, signal]) => {
      throw new Error(`DuckDB's process ended (${signal ?? code}) during: ${sql}`);
    });
    child.send({ sql } satisfies DuckDbRequest);
    try {
      const [message] = (await Promise.race([reply, gone])) as [DuckDbReply];
      if ('error' in message) throw new Error(`DuckDB: ${message.error}\n${sql}`);
      return message;
    } finally {
      ended.abort();
      await Promise.allSettled([reply, gone]);
    }
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }
}
