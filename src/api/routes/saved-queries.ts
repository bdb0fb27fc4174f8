import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { savedQueries, savedQuery, savedQueryBody } from '../../contract/index.ts';
import {
  createSavedQuery,
  deleteSavedQuery,
  listSavedQueries,
  readSavedQuery,
  updateSavedQuery,
} from '../../store/index.ts';
import { type ApiDeps, typed } from '../routing.ts';

const byId = { params: z.object({ id: z.string().max(200) }) };

/** Queries with a name: people's own, and those that come with Weir. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  const api = typed(server);
  const shelf = deps.savedQueries;
  api.get('/api/v1/saved-queries', { schema: { response: { 200: savedQueries } } }, async () => ({
    rows: await listSavedQueries(shelf),
  }));
  api.post(
    '/api/v1/saved-queries',
    { schema: { body: savedQueryBody, response: { 201: savedQuery } } },
    async (request, reply) => reply.status(201).send(await createSavedQuery(shelf, request.body)),
  );
  api.get('/api/v1/saved-queries/:id', { schema: { ...byId, response: { 200: savedQuery } } }, (request) =>
    readSavedQuery(shelf, request.params.id),
  );
  api.put(
    '/api/v1/saved-queries/:id',
    { schema: { ...byId, body: savedQueryBody, response: { 200: savedQuery } } },
    (request) => updateSavedQuery(shelf, request.params.id, request.body),
  );
  api.delete('/api/v1/saved-queries/:id', { schema: byId }, async (request, reply) => {
    await deleteSavedQuery(shelf, request.params.id);
    return reply.status(204).send();
  });
}
