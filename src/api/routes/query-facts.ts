import type { FastifyInstance } from 'fastify';
import { queryFacts } from '../../contract/index.ts';
import { readQueryFacts } from '../../store/index.ts';
import { type ApiDeps, reading, typed } from '../routing.ts';

/** What an editor of queries must know of this store. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  typed(server).get('/api/v1/query-facts', { schema: { response: { 200: queryFacts } } }, (_request, reply) =>
    readQueryFacts(reading(deps, reply)),
  );
}
