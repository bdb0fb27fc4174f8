import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type QueryEvent, queryBody, queryFormat, runningQueries, runningQuery } from '../../contract/index.ts';
import { asWeirError } from '../../core/index.ts';
import { exportQuery, prepareQuery, runQuery } from '../../store/index.ts';
import { type ApiDeps, asking, typed } from '../routing.ts';

const oneQuery = { params: z.object({ query_id: z.string().max(64) }) };

/** Questions in the query language or in SQL: asked, looked at while they run, and stopped. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  const api = typed(server);
  // No response schema: rows go past the serializer as they come.
  api.post('/api/v1/queries', { schema: { body: queryBody, querystring: queryFormat } }, async (request, reply) => {
    const { body, query } = request;
    const id = body.query_id ?? randomUUID();
    const context = asking(deps, reply, deps.queries.begin(id, body.query, body.language));
    reply.raw.once('close', () => deps.queries.end(id));
    const prepared = await prepareQuery(context, { ...body, query_id: id });
    reply.header('x-weir-query-id', id);
    if (query.format === 'events') return reply.type('application/x-ndjson').send(lines(runQuery(context, prepared)));
    const file = await exportQuery(context, prepared, query.format);
    return reply
      .type(file.contentType)
      .header('content-disposition', `attachment; filename="${file.fileName}"`)
      .send(file.body);
  });
  api.get('/api/v1/queries', { schema: { response: { 200: runningQueries } } }, async () => ({
    rows: await deps.queries.list(),
  }));
  api.get('/api/v1/queries/:query_id', { schema: { ...oneQuery, response: { 200: runningQuery } } }, (request) =>
    deps.queries.read(request.params.query_id),
  );
  api.delete('/api/v1/queries/:query_id', { schema: oneQuery }, async (request, reply) => {
    await deps.queries.stop(request.params.query_id);
    return reply.status(204).send();
  });
}

/** One event a line. Takes no more from the engine than the client takes from here. */
function lines(events: AsyncGenerator<QueryEvent>): Readable {
  const text = async function* () {
    try {
      for await (const event of events) yield `${JSON.stringify(event)}\n`;
    } catch (error) {
      yield `${JSON.stringify({ type: 'error', ...asWeirError(error).toJSON() })}\n`;
    }
  };
  return Readable.from(text(), { objectMode: false });
}
