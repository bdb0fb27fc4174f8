import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { StatusAnswer } from '../contract/index.ts';
import type { InventoryShelf } from '../inventory/index.ts';
import {
  type FlowClient,
  listSavedQueries,
  type QueryContext,
  type ReadContext,
  type RunningQueries,
  type SavedQueryShelf,
} from '../store/index.ts';
import type { AnswerCache } from './answer-cache.ts';

/** What the routes need from the house. */
export interface ApiDeps {
  readonly client: FlowClient;
  readonly answers: AnswerCache;
  readonly inventory: InventoryShelf;
  readonly queries: RunningQueries;
  readonly savedQueries: SavedQueryShelf;
  readonly version: string;
  /** How far a load on this data folder is, if one runs. */
  loading(): Promise<StatusAnswer['loading']>;
  readonly log: (text: string) => void;
}

/** A server whose handlers take their types from zod schemas. */
export const typed = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>();

/** Aborted when the client goes away before its answer is complete. */
function untilGone({ raw }: FastifyReply): AbortSignal {
  const abort = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) abort.abort();
  });
  return abort.signal;
}

/** What a reader needs for one request; its work in the engine ends when the client goes away. */
export function reading(deps: ApiDeps, reply: FastifyReply): ReadContext {
  return { client: deps.client, signal: untilGone(reply) };
}

/** What a query needs for one request; it ends with the client, and with the signal. */
export function asking(deps: ApiDeps, reply: FastifyReply, stop: AbortSignal): QueryContext {
  return {
    client: deps.client,
    signal: AbortSignal.any([untilGone(reply), stop]),
    savedQueries: () => listSavedQueries(deps.savedQueries),
    log: deps.log,
  };
}

/** The answer to a request that was asked before, if nothing was loaded since; else a new one. */
export function remembered<T>(
  deps: ApiDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  read: (context: ReadContext) => Promise<T>,
): Promise<T> {
  const context = reading(deps, reply);
  return deps.answers.get(request.url, context, () => read(context));
}
