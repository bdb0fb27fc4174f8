import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { StatusAnswer } from '../contract/index.ts';
import type { FlowClient, ReadContext } from '../store/index.ts';

/** What the routes need from the house. */
export interface ApiDeps {
  readonly client: FlowClient;
  readonly version: string;
  /** How far a load on this data folder is, if one runs. */
  loading(): Promise<StatusAnswer['loading']>;
  /** What is known of the country data: its name and what its licence asks to show. */
  countrySource(): { readonly source: string; readonly attribution: string };
  readonly log: (text: string) => void;
}


/** A server whose handlers take their types from zod schemas. */
export const typed = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>();

/** Aborted when the client goes away before its answer is complete. */
export function untilGone(request: FastifyRequest): AbortSignal {
  const abort = new AbortController();
  request.raw.socket.once('close', () => abort.abort());
  return abort.signal;
}

export function reading(deps: ApiDeps, request: FastifyRequest): ReadContext {
  return { client: deps.client, signal: untilGone(request) };
}
