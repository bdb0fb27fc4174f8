import type { IncomingMessage } from 'node:http';
import type { Answer, WorkDone } from './answer.ts';
import { cancelled, EngineException, isSyntaxError, readonlyError, syntaxError } from './exception.ts';
import { insertFromFile, readInsert } from './insert-statement.ts';
import { STALLED_CLIENT_MS } from './limits.ts';
import { AnswerPipe } from './pipe.ts';
import type { Lane, LanePool } from './pool.ts';
import type { Queries } from './queries.ts';
import type { EngineRequest } from './request.ts';
import type { EngineResult, SideSession } from './sessions.ts';
import { bodyBytes, type SpooledBody, spoolBody } from './spool.ts';
import { sqlString } from './sql-tokens.ts';
import { answerInto, readStatement, type Statement } from './statement.ts';

const KILL_AGAIN_MS = 300;
const HOLD_BACK_MS = 10;

/** What statements run in and with. */
export interface Workshop {
  readonly writers: LanePool;
  readonly readers: LanePool;
  readonly queries: Queries;
  /** A session for reading statements without running them. */
  readonly parser: SideSession;
  /** Folder for bodies on their way. */
  readonly spool: string;
}

/** Text of the request's statement; `inBody` when it was in the body, which is read then. */
interface StatementText {
  readonly sql: string;
  readonly inBody: boolean;
}

/**
 * Runs one request to its end and writes its answer; `signal` ends it. Throws `EngineException` or the engine's error
 * when the statement fails; the caller passes it to `answer.fail`.
 */
export async function execute(
  shop: Workshop,
  request: EngineRequest,
  incoming: IncomingMessage,
  form: boolean,
  answer: Answer,
  signal: AbortSignal,
): Promise<void> {
  const text = await statementText(request, incoming, form);
  const insert = readInsert(text.sql);
  const statement = insert?.statement ?? readStatement(text.sql);
  checkPlaceholders(statement, request.params);
  await checkReadonly(shop, request, statement, incoming.method);
  if (statement.kind === 'KILL' && statement.tokens[1]?.upper !== 'MUTATION')
    return killAsked(shop, statement, answer, request);
  if (insert === undefined) {
    if (!text.inBody && !form) await refuseBody(incoming);
    return runOn(shop, request, statement, statement.sql.slice(0, statement.end), answer, signal);
  }
  const body = await spoolBody(shop.spool, incoming, insert.inline, text.inBody || form);
  try {
    if (body === undefined) return answerEmpty(answer, request);
    await runOn(shop, request, statement, insertFromFile(insert, body), answer, signal);
  } finally {
    await removeBody(body);
  }
}

async function statementText(request: EngineRequest, incoming: IncomingMessage, form: boolean): Promise<StatementText> {
  if (request.query !== '' || form) return { sql: request.query, inBody: false };
  return { sql: (await bodyBytes(incoming)).toString('utf8'), inBody: true };
}

/** A body beside a statement that takes no rows belongs behind the statement for ClickHouse; nobody here sends one. */
async function refuseBody(incoming: IncomingMessage): Promise<void> {
  const body = await bodyBytes(incoming);
  if (body.toString('utf8').trim() !== '') throw syntaxError('the request has a body, but its statement takes no rows');
}

function checkPlaceholders(statement: Statement, params: ReadonlyMap<string, string>): void {
  const missing = statement.placeholders.find((name) => !params.has(name));
  if (missing === undefined) return;
  throw new EngineException(456, 'UNKNOWN_QUERY_PARAMETER', `Substitution \`${missing}\` is not set`);
}

/**
 * Embedded, `readonly` is weaker than on a server: `SETTINGS readonly=DEFAULT` undoes it and the limits with it, and
 * KILL is let through. So a readonly request may only read, may not change settings in its text, and is shown to the
 * engine's own parser first, so that a difference between its rules and ours cannot let a second statement in.
 */
async function checkReadonly(
  shop: Workshop,
  request: EngineRequest,
  statement: Statement,
  method: string | undefined,
): Promise<void> {
  if (request.readonly === 0 && method !== 'GET') return;
  if (!statement.reads) throw readonlyError(`Cannot execute query in readonly mode (${statement.kind})`);
  if (request.readonly === 0) return;
  if (statement.changesSettings)
    throw readonlyError('Cannot modify settings in readonly mode: send them with the request');
  const complaint = await shop.parser.complaint(statement.sql);
  if (complaint !== undefined) throw complaint;
}

/** `KILL QUERY WHERE query_id = '…'`: ids are the clients' own here, so they are looked up, not the engine's. */
function killAsked(shop: Workshop, statement: Statement, answer: Answer, request: EngineRequest): void {
  const words = statement.tokens.filter((token) => token.text !== '(' && token.text !== ')');
  const [, query, where, name, equals, id] = words;
  const understood =
    query?.upper === 'QUERY' && where?.upper === 'WHERE' && name?.text === 'query_id' && equals?.text === '=';
  if (!understood || id?.kind !== 'string') throw syntaxError("only KILL QUERY WHERE query_id = '…' is supported");
  shop.queries.cancel(id.text.slice(1, -1).replace(/\\(.)|''/g, (_, escaped: string | undefined) => escaped ?? "'"));
  answerEmpty(answer, request);
}

function answerEmpty(answer: Answer, request: EngineRequest): void {
  answer.open(request.defaultFormat, false, {});
  answer.end();
}

async function runOn(
  shop: Workshop,
  request: EngineRequest,
  statement: Statement,
  sql: string,
  answer: Answer,
  signal: AbortSignal,
): Promise<void> {
  const pool = statement.reads ? shop.readers : shop.writers;
  const lane = await pool.acquire(signal);
  let spoilt = true;
  let again: NodeJS.Timeout | undefined;
  const kill = (): void => {
    shop.queries.kill(request.id).catch((error: unknown) => console.error(`kill ${request.id}: ${String(error)}`));
    // A kill that comes before the engine knows the statement misses it.
    again = setTimeout(kill, KILL_AGAIN_MS);
  };
  try {
    await lane.session.prepare(request);
    signal.throwIfAborted();
    signal.addEventListener('abort', kill, { once: true });
    if (statement.reads && !explainsSyntax(statement)) await read(shop, lane, request, statement, answer, signal);
    else {
      const result = await lane.session.run(sql, statement.format?.name ?? request.defaultFormat);
      signal.throwIfAborted();
      answer.open(statement.format?.name ?? request.defaultFormat, request.gzip, known(statement, result));
      await answer.write(result.bytes, STALLED_CLIENT_MS);
      answer.end();
    }
    spoilt = statement.leavesState;
  } finally {
    signal.removeEventListener('abort', kill);
    clearTimeout(again);
    pool.release(lane, spoilt);
  }
}

/** `EXPLAIN AST` takes a clause at its end for a part of what it explains, so its answer cannot go into a pipe. */
function explainsSyntax({ tokens }: Statement): boolean {
  return tokens[0]?.upper === 'EXPLAIN' && tokens[1]?.upper === 'AST';
}

async function read(
  shop: Workshop,
  lane: Lane,
  request: EngineRequest,
  statement: Statement,
  answer: Answer,
  signal: AbortSignal,
): Promise<void> {
  const format = statement.format?.name ?? request.defaultFormat;
  const pipe = new AnswerPipe(lane.pipe);
  const stop = (): void => pipe.destroy();
  signal.addEventListener('abort', stop, { once: true });
  const settled = lane.session
    .run(answerInto(statement, sqlString(lane.pipe), format))
    .then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    )
    .finally(() => pipe.finish());
  try {
    await forward(pipe, settled, answer, (outcome) => {
      const done = outcome !== undefined && 'result' in outcome ? known(statement, outcome.result) : {};
      answer.open(format, request.gzip, done);
    });
  } catch (error) {
    // The client is gone or stands still: nobody will read the rest.
    shop.queries.cancel(request.id);
    pipe.destroy();
    await settled;
    await pipe.drained();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  const outcome = await settled;
  await pipe.drained();
  if (signal.aborted) throw cancelled();
  if ('error' in outcome) throw await plainComplaint(shop, statement, outcome.error);
  if (!answer.opened) answer.open(format, request.gzip, known(statement, outcome.result));
  answer.end();
}

type Outcome = { readonly result: EngineResult } | { readonly error: unknown };

/** Passes rows on as they come. The first are held back a moment: a short answer then carries its counts. */
async function forward(
  pipe: AnswerPipe,
  settled: Promise<Outcome>,
  answer: Answer,
  open: (outcome: Outcome | undefined) => void,
): Promise<void> {
  for await (const rows of pipe.socket) {
    if (!answer.opened) {
      const outcome = await soon(settled);
      if (outcome !== undefined && 'error' in outcome) continue;
      open(outcome);
    }
    await answer.write(rows, STALLED_CLIENT_MS);
  }
}

async function soon(settled: Promise<Outcome>): Promise<Outcome | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const later = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), HOLD_BACK_MS);
  });
  const outcome = await Promise.race([settled, later]);
  clearTimeout(timer);
  return outcome;
}

/** The engine's words on the statement as the client wrote it, without the pipe that was added to it. */
async function plainComplaint(shop: Workshop, statement: Statement, error: unknown): Promise<unknown> {
  if (!isSyntaxError(error)) return error;
  return (
    (await shop.parser.complaint(statement.sql.slice(0, statement.format?.start ?? statement.end).trimEnd())) ?? error
  );
}

/** What the binding counts are the rows of the answer; it says 0 for statements without one. */
function known(statement: Statement, result: EngineResult): WorkDone {
  return statement.reads ? { resultRows: result.resultRows } : {};
}

async function removeBody(body: SpooledBody | undefined): Promise<void> {
  if (body !== undefined) await body.remove();
}
