import type { RunningQuery } from '../../../contract/index.ts';
import { WeirError } from '../../../core/index.ts';
import type { FlowClient } from '../client.ts';
import { idTaken } from './run-error.ts';

interface Entry {
  readonly query: string;
  readonly language: 'ql' | 'sql';
  readonly startedAt: number;
  readonly abort: AbortController;
}

/** The queries that this process runs, by their id: to look at, and to stop. */
export class RunningQueries {
  readonly #client: FlowClient;
  readonly #entries = new Map<string, Entry>();

  constructor(client: FlowClient) {
    this.#client = client;
  }

  /** Enters a query; its signal fires when somebody stops it. Throws QUERY_ID_TAKEN. */
  begin(id: string, query: string, language: 'ql' | 'sql'): AbortSignal {
    if (this.#entries.has(id)) throw idTaken(id);
    const abort = new AbortController();
    this.#entries.set(id, { query, language, startedAt: Date.now(), abort });
    return abort.signal;
  }

  end(id: string): void {
    this.#entries.delete(id);
  }

  async list(): Promise<RunningQuery[]> {
    return Promise.all([...this.#entries].map(([id, entry]) => this.#describe(id, entry)));
  }

  /** Throws QUERY_UNKNOWN. */
  async read(id: string): Promise<RunningQuery> {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw unknown(id);
    return this.#describe(id, entry);
  }

  /**
   * Stops a query and its statement in the engine, also one that another process began on the same store.
   * @throws WeirError QUERY_UNKNOWN
   */
  async stop(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    entry?.abort.abort(new WeirError('QUERY_CANCELLED', 'the query was stopped', { kind: 'limit' }));
    const killed = await this.#client.kill(id);
    if (entry === undefined && !killed) throw unknown(id);
  }

  async #describe(id: string, { query, language, startedAt }: Entry): Promise<RunningQuery> {
    const seen = await this.#client.progress(id);
    return {
      query_id: id,
      query,
      language,
      started_at: new Date(startedAt).toISOString(),
      progress: {
        read_rows: seen?.readRows ?? null,
        total_rows: seen?.totalRows ?? null,
        read_bytes: seen?.readBytes ?? null,
        seconds: (Date.now() - startedAt) / 1000,
      },
    };
  }
}

function unknown(id: string): WeirError {
  return new WeirError('QUERY_UNKNOWN', `no query with the id "${id}" is running`, {
    kind: 'missing',
    hint: 'it may have ended; GET /api/v1/queries lists those that run',
  });
}
