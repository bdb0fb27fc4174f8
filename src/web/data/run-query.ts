import { useEffect, useState, useSyncExternalStore } from 'react';
import {
  type Completeness,
  type QueryBody,
  type QueryColumn,
  type QueryDiagnostic,
  type QueryEvent,
  type QueryProgress,
  type QueryValue,
  queryEvent,
} from '../../contract/index.ts';
import { asWeirError, WeirError } from '../../core/index.ts';
import { apiUrl, refusalOf, unreachable } from './api.ts';

/** What is known of an answer from its first event on. */
interface Started {
  readonly columns: readonly QueryColumn[];
  readonly sql: string;
  readonly reads: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly diagnostics: readonly QueryDiagnostic[];
}

export interface Run<Asked> {
  readonly state: 'idle' | 'running' | 'done' | 'failed' | 'stopped';
  readonly asked: Asked | undefined;
  readonly started: Started | undefined;
  /** Grows while the query runs; `count` of them are good. A new object of Run is made for each batch. */
  readonly rows: readonly (readonly QueryValue[])[];
  readonly count: number;
  readonly progress: QueryProgress | undefined;
  /** Milliseconds since 1970. */
  readonly begun: number;
  readonly cutAt: number | null;
  readonly completeness: Completeness | undefined;
  /** What was known only at the end. */
  readonly late: readonly QueryDiagnostic[];
  readonly error: WeirError | undefined;
  /** Of a query that could not be compiled. */
  readonly diagnostics: readonly QueryDiagnostic[];
}

/** Reads the lines of an answer as they come. Throws WeirError where the server refuses or its answer breaks off. */
async function* queryEvents(body: QueryBody, signal: AbortSignal): AsyncGenerator<QueryEvent> {
  const response = await fetch(apiUrl('queries'), {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    throw signal.aborted ? error : unreachable(error);
  });
  if (!response.ok || response.body === null) throw await refusalOf(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw signal.aborted ? error : unreachable(error);
    });
    const lines = (rest + (value ?? '')).split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (const line of lines) if (line !== '') yield eventOf(line);
    if (done) return;
  }
}

/** Not crypto.randomUUID(): that is only there on loopback and behind TLS. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function eventOf(line: string): QueryEvent {
  const parsed: unknown = JSON.parse(line);
  // Rows come by the thousand and are text in the end: their shape is not checked value by value.
  if (isRows(parsed)) return parsed;
  return queryEvent.parse(parsed);
}

function isRows(event: unknown): event is Extract<QueryEvent, { type: 'rows' }> {
  return (
    typeof event === 'object' &&
    event !== null &&
    'type' in event &&
    event.type === 'rows' &&
    'rows' in event &&
    Array.isArray(event.rows) &&
    event.rows.every(Array.isArray)
  );
}

/** Page updates while rows arrive: often enough to see it move, seldom enough to stay smooth. */
const FLUSH_MS = 100;
/** A server that was told to stop sends what it had read; longer than this nobody waits for it. */
const STOP_MS = 1500;

function idle<Asked>(): Run<Asked> {
  return {
    state: 'idle',
    asked: undefined,
    started: undefined,
    rows: [],
    count: 0,
    progress: undefined,
    begun: 0,
    cutAt: null,
    completeness: undefined,
    late: [],
    error: undefined,
    diagnostics: [],
  };
}

/** One query at a time: a new one ends the one before. */
export class QueryRunner<Asked> {
  #run: Run<Asked> = idle();
  readonly #listeners = new Set<() => void>();
  #abort: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #id = '';
  #stopping = false;
  /** The server has begun to answer. */
  #answers = false;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly snapshot = (): Run<Asked> => this.#run;

  /** Settles when the answer has ended, one way or the other. */
  async start(asked: Asked, body: QueryBody): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#stopping = false;
    this.#answers = false;
    this.#id = newId();
    const rows: (readonly QueryValue[])[] = [];
    let next: Run<Asked> = { ...idle<Asked>(), state: 'running', asked, rows, begun: Date.now() };
    this.#tell(next);
    const flush = () => {
      this.#timer = undefined;
      if (this.#abort === abort) this.#tell({ ...next, count: rows.length });
    };
    try {
      for await (const event of queryEvents({ ...body, query_id: this.#id }, abort.signal)) {
        if (this.#abort === abort) this.#answers = true;
        if (event.type === 'rows') for (const row of event.rows) rows.push(row);
        else next = after(next, event, this.#stopping);
        if (next.state !== 'running') break;
        this.#timer ??= setTimeout(flush, FLUSH_MS);
      }
      if (next.state === 'running') next = this.#stopping ? { ...next, state: 'stopped' } : brokenOff(next);
    } catch (error) {
      next = abort.signal.aborted
        ? { ...next, state: 'stopped' }
        : { ...next, state: 'failed', error: asWeirError(error) };
    }
    if (this.#abort !== abort) return;
    clearTimeout(this.#timer);
    flush();
  }

  /** A question that need not be sent: what is wrong with it is known here. */
  refuse(asked: Asked, diagnostics: readonly QueryDiagnostic[]): void {
    this.dispose();
    const first = diagnostics.find(({ severity }) => severity === 'error');
    const { code, message, hint } = first ?? { code: 'QUERY_INVALID', message: 'this is no query', hint: undefined };
    this.#tell({
      ...idle<Asked>(),
      state: 'failed',
      asked,
      error: new WeirError(code, message, { hint }),
      diagnostics,
    });
  }

  /** Ends the work of the engine; rows that came before stay. */
  async stop(): Promise<void> {
    if (this.#run.state !== 'running') return;
    const abort = this.#abort;
    this.#stopping = true;
    // Before the first event there is nothing to keep, and leaving tells the server.
    if (!this.#answers) {
      abort?.abort();
      return;
    }
    setTimeout(() => abort?.abort(), STOP_MS);
    const told = await fetch(apiUrl(`queries/${this.#id}`), { method: 'DELETE' }).catch(() => undefined);
    // Without the server's help, leaving is what tells it.
    if (told?.ok !== true) abort?.abort();
  }

  dispose(): void {
    const abort = this.#abort;
    this.#abort = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    abort?.abort();
  }

  #tell(run: Run<Asked>): void {
    this.#run = run;
    for (const listener of this.#listeners) listener();
  }
}

function brokenOff<Asked>(run: Run<Asked>): Run<Asked> {
  const error = new WeirError('API_ANSWER_BROKEN_OFF', 'The answer broke off before its end.', {
    kind: 'missing',
    hint: 'The rows above are good, but there may be more. Run the query again.',
  });
  return { ...run, state: 'failed', error };
}

function after<Asked>(run: Run<Asked>, event: Exclude<QueryEvent, { type: 'rows' }>, isStopping: boolean): Run<Asked> {
  switch (event.type) {
    case 'start': {
      const { columns, sql, reads, from, to, diagnostics } = event;
      return { ...run, started: { columns, sql, reads, from, to, diagnostics } };
    }
    case 'progress':
      return { ...run, progress: event.progress };
    case 'end':
      return {
        ...run,
        state: 'done',
        progress: event.progress,
        cutAt: event.cut_at,
        completeness: event.completeness,
        late: event.diagnostics,
      };
    case 'error': {
      const { code, message, hint, position, diagnostics = [], progress = run.progress } = event;
      const error = new WeirError(code, message, { kind: 'input', hint, position });
      return { ...run, state: isStopping ? 'stopped' : 'failed', error, diagnostics, progress };
    }
  }
}

/** A runner that lives as long as the element, and what it is at. */
export function useRunner<Asked>(): readonly [Run<Asked>, QueryRunner<Asked>] {
  const [runner] = useState(() => new QueryRunner<Asked>());
  useEffect(() => () => runner.dispose(), [runner]);
  return [useSyncExternalStore(runner.subscribe, runner.snapshot), runner];
}

/** A whole small answer. Throws WeirError where the query fails. */
export async function answerOf(
  body: QueryBody,
  signal: AbortSignal,
): Promise<{ readonly columns: readonly QueryColumn[]; readonly rows: readonly (readonly QueryValue[])[] }> {
  let columns: readonly QueryColumn[] = [];
  const rows: (readonly QueryValue[])[] = [];
  for await (const event of queryEvents(body, signal)) {
    if (event.type === 'start') columns = event.columns;
    if (event.type === 'rows') rows.push(...event.rows);
    if (event.type === 'error') throw new WeirError(event.code, event.message, { kind: 'input', hint: event.hint });
  }
  return { columns, rows };
}
