import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { objectsAnswer, objectsQuery, quarantineAnswer } from '../../contract/index.ts';
import { readObjects, readQuarantine, readQuarantineReasons } from '../../store/index.ts';
import { type ApiDeps, reading, typed } from '../routing.ts';

const page = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(200), offset: z.coerce.number().int().min(0).default(0) });

/** What was loaded, and the lines that could not be read. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  const api = typed(server);
  api.get('/api/v1/objects', { schema: { querystring: objectsQuery, response: { 200: objectsAnswer } } }, (request) => readObjects(reading(deps, request), request.query));
  api.get('/api/v1/objects/:object_id/quarantine', { schema: { params: z.object({ object_id: z.string() }), querystring: page, response: { 200: quarantineAnswer } } }, (request) =>
    readQuarantine(reading(deps, request), request.params.object_id, request.query.limit, request.query.offset),
  );
  api.get('/api/v1/quarantine-reasons', (request) => readQuarantineReasons(reading(deps, request)));
}
