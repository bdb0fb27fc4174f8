import { cancelled, EngineException } from './exception.ts';
import type { SideSession } from './sessions.ts';
import { sqlString } from './sql-tokens.ts';

/** How far a running statement is. Counts beyond 2^53 are strings. */
export interface QueryProgress {
  readonly query_id: string;
  /** `waiting` for a session (the counts are null then), or `running`. */
  readonly state: 'waiting' | 'running';
  readonly read_rows: number | string | null;
  readonly read_bytes: number | string | null;
  readonly total_rows_to_read: number | string | null;
  readonly written_rows: number | string | null;
  /** Bytes of memory the statement holds. */
  readonly memory: number | string | null;
  /** Seconds since the request came. */
  readonly elapsed: number;
}

interface Running {
  readonly controller: AbortController;
  readonly started: number;
}

/** The statements in work, by the id their client gave them: to look at, and to end for real. */
export class Queries {
  readonly #running = new Map<string, Running>();
  readonly #control: SideSession;

  constructor(control: SideSession) {
    this.#control = control;
  }

  get count(): number {
    return this.#running.size;
  }

  /** Enters a statement; its signal fires when somebody wants it ended. Throws code 216 when the id is in use. */
  add(id: string): AbortSignal {
    if (this.#running.has(id)) {
      const message = `Query with id = ${id} is already running`;
      throw new EngineException(216, 'QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING', message);
    }
    const controller = new AbortController();
    this.#running.set(id, { controller, started: Date.now() });
    return controller.signal;
  }

  remove(id: string): void {
    this.#running.delete(id);
  }

  /** Ends the statement, wherever it is; false when there is none of that id. */
  cancel(id: string): boolean {
    const running = this.#running.get(id);
    running?.controller.abort(cancelled());
    return running !== undefined;
  }

  cancelAll(): void {
    for (const id of this.#running.keys()) this.cancel(id);
  }

  /** Tells the engine to drop the statement; it is gone within about half a second. Never `SYNC`: that hangs. */
  async kill(id: string): Promise<void> {
    await this.#control.rows(`KILL QUERY WHERE ${tagged(id)} ASYNC`);
  }

  /** All statements in work. */
  async list(): Promise<QueryProgress[]> {
    const known = await Promise.all([...this.#running.keys()].map((id) => this.progress(id)));
    return known.filter((one) => one !== undefined);
  }

  /** How far the statement is; undefined when there is none of that id. */
  async progress(id: string): Promise<QueryProgress | undefined> {
    const running = this.#running.get(id);
    if (running === undefined) return undefined;
    const rows = await this.#control.rows(
      `SELECT toString(read_rows) AS read_rows, toString(read_bytes) AS read_bytes, toString(total_rows_approx) AS total,
        toString(written_rows) AS written_rows, toString(memory_usage) AS memory
       FROM system.processes WHERE ${tagged(id)} LIMIT 1`,
    );
    const row = rows[0];
    return {
      query_id: id,
      state: row === undefined ? 'waiting' : 'running',
      read_rows: count(row?.['read_rows']),
      read_bytes: count(row?.['read_bytes']),
      total_rows_to_read: count(row?.['total']),
      written_rows: count(row?.['written_rows']),
      memory: count(row?.['memory']),
      elapsed: (Date.now() - running.started) / 1000,
    };
  }
}

/** The engine gives no say in its query ids, so ours travel as `log_comment`. */
function tagged(id: string): string {
  return `Settings['log_comment'] = ${sqlString(id)}`;
}

function count(value: unknown): number | string | null {
  if (typeof value !== 'string') return null;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
