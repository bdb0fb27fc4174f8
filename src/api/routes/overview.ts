import type { FastifyInstance } from 'fastify';
import { coverageAnswer, scopeQuery, seriesAnswer, seriesQuery, summaryAnswer, topAnswer, topQuery } from '../../contract/index.ts';
import { readCoverage, readSeries, readSummary, readTop } from '../../store/index.ts';
import { type ApiDeps, reading, typed } from '../routing.ts';

/** The numbers of a page: gauges, sums over time, largest keys, coverage. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  const api = typed(server);
  api.get('/api/v1/summary', { schema: { querystring: scopeQuery, response: { 200: summaryAnswer } } }, (request) => readSummary(reading(deps, request), request.query));
  api.get('/api/v1/series', { schema: { querystring: seriesQuery, response: { 200: seriesAnswer } } }, (request) => readSeries(reading(deps, request), request.query));
  api.get('/api/v1/top', { schema: { querystring: topQuery, response: { 200: topAnswer } } }, (request) => readTop(reading(deps, request), request.query));
  api.get('/api/v1/coverage', { schema: { querystring: scopeQuery, response: { 200: coverageAnswer } } }, (request) => readCoverage(reading(deps, request), request.query));
}
