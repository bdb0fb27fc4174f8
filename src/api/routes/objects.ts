import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  objectsAnswer,
  objectsQuery,
  quarantineAnswer,
  quarantineQuery,
  quarantineReasons,
} from '../../contract/index.ts';
import { readObjects, readQuarantine, readQuarantineReasons } from '../../store/index.ts';
import { type ApiDeps, reading, typed } from '../routing.ts';

/** What was loaded, and the lines that could not be read. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  const api = typed(server);
  api.get(
    '/api/v1/objects',
    { schema: { querystring: objectsQuery, response: { 200: objectsAnswer } } },
    (request, reply) => readObjects(reading(deps, reply), request.query),
  );
  api.get(
    '/api/v1/objects/:object_id/quarantine',
    {
      schema: {
        params: z.object({ object_id: z.string() }),
        querystring: quarantineQuery,
        response: { 200: quarantineAnswer },
      },
    },
    (request, reply) =>
      readQuarantine(reading(deps, reply), request.params.object_id, request.query.limit, request.query.offset),
  );
  api.get('/api/v1/quarantine-reasons', { schema: { response: { 200: quarantineReasons } } }, (_request, reply) =>
    readQuarantineReasons(reading(deps, reply)),
  );
}
