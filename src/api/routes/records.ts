import type { FastifyInstance } from 'fastify';
import { exportQuery, recordsQuery } from '../../contract/index.ts';
import { exportRecords, readRecords } from '../../store/index.ts';
import { type ApiDeps, reading, typed } from '../routing.ts';

/** The rows behind a view, and the same as a file. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  const api = typed(server);
  // No response schema: thousands of rows go past the serializer.
  api.get('/api/v1/records', { schema: { querystring: recordsQuery } }, async (request, reply) => {
    const answer = await readRecords(reading(deps, reply), request.query);
    return reply.type('application/json').send(JSON.stringify(answer));
  });
  api.get('/api/v1/records/export', { schema: { querystring: exportQuery } }, async (request, reply) => {
    const file = await exportRecords(reading(deps, reply), request.query);
    return reply
      .type(file.contentType)
      .header('content-disposition', `attachment; filename="${file.fileName}"`)
      .send(file.body);
  });
}
