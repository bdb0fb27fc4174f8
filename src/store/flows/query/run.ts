import { StringDecoder } from 'node:string_decoder';
import type { Completeness, QueryDiagnostic, QueryEvent, QueryProgress, QueryValue } from '../../../contract/index.ts';
import { readCompleteness } from '../reader/completeness.ts';
import { instantOf } from '../reader/values.ts';
import type { StatementProgress } from '../running.ts';
import { outputFormats, shownSql } from '../sandbox/output.ts';
import type { PreparedQuery, QueryContext } from './prepare.ts';
import { errorEvent, explainFailure } from './run-error.ts';

type Row = QueryValue[];

/** Milliseconds until progress is told for the first time, and from then on. */
const firstLook = 100;
const looks = 300;

/**
 * Runs a query and gives its answer as it comes: `start` first, `end` or `error` last. The statement ends in the engine
 * when the signal fires or nobody takes the events any more. Never throws on account of the query.
 */
export async function* runQuery(context: QueryContext, prepared: PreparedQuery): AsyncGenerator<QueryEvent> {
  const watch = new ProgressWatch(context, prepared.id);
  const gone = new AbortController();
  const signal = context.signal === undefined ? gone.signal : AbortSignal.any([context.signal, gone.signal]);
  const completeness = settled(readQueryCompleteness({ ...context, signal }, prepared));
  const others = settled(judgeOtherRanges({ ...context, signal }, prepared));
  try {
    yield startOf(prepared);
    let rows = 0;
    let cutAt: number | null = null;
    for await (const event of withProgress(rowBatches({ ...context, signal }, prepared), watch)) {
      if ('type' in event) {
        yield event;
        continue;
      }
      const kept = prepared.limit.chosen ? event : event.slice(0, prepared.limit.rows - rows);
      if (kept.length < event.length) cutAt = prepared.limit.rows;
      rows += kept.length;
      if (kept.length > 0) yield { type: 'rows', rows: kept };
    }
    const known = await completeness;
    if ('error' in known) throw known.error;
    const told = await others;
    if ('error' in told) throw told.error;
    const progress = watch.last;
    yield { type: 'end', rows, cut_at: cutAt, progress, completeness: known.value, diagnostics: told.value };
  } catch (error) {
    yield errorEvent(explainFailure(error, prepared, context, watch.last), watch.last);
  } finally {
    gone.abort();
  }
}

/** How complete the records are that a query was asked of. */
export function readQueryCompleteness(context: QueryContext, { range, filters }: PreparedQuery): Promise<Completeness> {
  return readCompleteness(context, { from: range.from, to: range.to + 1, filters });
}

/** A comparison with a range of which little is known is worth little: says so, for each. */
export async function judgeOtherRanges(
  context: QueryContext,
  { otherRanges, filters }: PreparedQuery,
): Promise<QueryDiagnostic[]> {
  const judged = await Promise.all(
    otherRanges.map(({ from, to }) => readCompleteness(context, { from, to: to + 1, filters })),
  );
  return judged.flatMap(({ from, to, observed }): QueryDiagnostic[] => {
    if (observed !== null && observed >= 0.995) return [];
    const range = `${from} to ${to}`;
    const message =
      observed === null
        ? `there are no records at all from ${range}, which the query looks at, too`
        : `the range from ${range}, which the query looks at, too, was observed to ${Math.floor(observed * 1000) / 10} %`;
    const hint = 'what differs may come from what was not logged then';
    const span = { start: 0, end: 0 };
    return [{ code: 'QL_RANGE_INCOMPLETE', severity: 'warning', message, hint, span, fixes: [] }];
  });
}

function startOf(prepared: PreparedQuery): QueryEvent {
  return {
    type: 'start',
    query_id: prepared.id,
    from: instantOf(prepared.range.from),
    to: instantOf(prepared.range.to),
    columns: [...prepared.columns],
    sql: prepared.shown,
    reads: [...prepared.reads],
    diagnostics: [...prepared.diagnostics],
  };
}

/** The rows as they come from the engine. */
async function* rowBatches(context: QueryContext, { id, statement }: PreparedQuery): AsyncGenerator<Row[]> {
  const { sql, columns, options } = statement;
  const { format, settings } = outputFormats.rows;
  const stream = await context.client.stream(shownSql(sql, columns, true), format, {
    ...options,
    settings: { ...options.settings, ...settings },
    queryId: id,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
  });
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines.map((line): Row => JSON.parse(line));
  }
  if (rest !== '') yield [JSON.parse(rest) as Row];
}

/** Puts progress between the rows, while they are waited for. */
async function* withProgress(
  batches: AsyncGenerator<Row[]>,
  watch: ProgressWatch,
): AsyncGenerator<Row[] | Extract<QueryEvent, { type: 'progress' }>> {
  let next = batches.next();
  // It is awaited below; should the answer be left before, its failure is nobody's.
  next.catch(() => undefined);
  try {
    for (;;) {
      const timer = watch.pause();
      const got = await Promise.race([next, timer.over]).finally(() => timer.clear());
      if (got === undefined) {
        const progress = await watch.look();
        if (progress !== undefined) yield { type: 'progress', progress };
      } else if (got.done === true) {
        return;
      } else {
        yield got.value;
        next = batches.next();
        next.catch(() => undefined);
      }
    }
  } finally {
    // Not awaited: it may wait for rows, and ends with the signal.
    batches.return(undefined).catch(() => undefined);
  }
}

class ProgressWatch {
  readonly #context: QueryContext;
  readonly #id: string;
  readonly #started = performance.now();
  #next = this.#started + firstLook;
  #known: StatementProgress | undefined;

  constructor(context: QueryContext, id: string) {
    this.#context = context;
    this.#id = id;
  }

  /** What was seen last; the seconds are those of now. */
  get last(): QueryProgress {
    return {
      read_rows: this.#known?.readRows ?? null,
      total_rows: this.#known?.totalRows ?? null,
      read_bytes: this.#known?.readBytes ?? null,
      seconds: Math.round(performance.now() - this.#started) / 1000,
    };
  }

  /** Asks the engine; undefined when it knows of no such statement, which is then about to end. */
  async look(): Promise<QueryProgress | undefined> {
    this.#next = performance.now() + looks;
    const seen = await this.#context.client.progress(this.#id);
    if (seen === undefined || seen.readRows === null) return undefined;
    this.#known = seen;
    return this.last;
  }

  /** Is over when it is time to look again. */
  pause(): { readonly over: Promise<undefined>; clear(): void } {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), Math.max(0, this.#next - performance.now()));
    });
    return { over, clear: () => clearTimeout(timer) };
  }
}

type Settled<T> = { readonly value: T } | { readonly error: unknown };

function settled<T>(work: Promise<T>): Promise<Settled<T>> {
  return work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}
