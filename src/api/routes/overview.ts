import type { FastifyInstance } from 'fastify';
import {
  coverageAnswer,
  scopeQuery,
  seriesAnswer,
  seriesQuery,
  summaryAnswer,
  topAnswer,
  topQuery,
} from '../../contract/index.ts';
import { readCoverage, readSeries, readSummary, readTop } from '../../store/index.ts';
import { type ApiDeps, remembered, typed } from '../routing.ts';

/** The numbers of a page: gauges, sums over time, largest keys, coverage. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  const api = typed(server);
  api.get(
    '/api/v1/summary',
    { schema: { querystring: scopeQuery, response: { 200: summaryAnswer } } },
    (request, reply) => remembered(deps, request, reply, (context) => readSummary(context, request.query)),
  );
  api.get(
    '/api/v1/series',
    { schema: { querystring: seriesQuery, response: { 200: seriesAnswer } } },
    (request, reply) => remembered(deps, request, reply, (context) => readSeries(context, request.query)),
  );
  api.get('/api/v1/top', { schema: { querystring: topQuery, response: { 200: topAnswer } } }, (request, reply) =>
    remembered(deps, request, reply, (context) => readTop(context, request.query)),
  );
  api.get(
    '/api/v1/coverage',
    { schema: { querystring: scopeQuery, response: { 200: coverageAnswer } } },
    (request, reply) => remembered(deps, request, reply, (context) => readCoverage(context, request.query)),
  );
}
