import type { FastifyInstance } from 'fastify';
import { mapAnswer, mapQuery } from '../../contract/index.ts';
import { readMap } from '../../store/index.ts';
import { type ApiDeps, remembered, typed } from '../routing.ts';

/** The network as a graph. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  typed(server).get(
    '/api/v1/map',
    { schema: { querystring: mapQuery, response: { 200: mapAnswer } } },
    (request, reply) => remembered(deps, request, reply, (context) => readMap(context, request.query)),
  );
}
