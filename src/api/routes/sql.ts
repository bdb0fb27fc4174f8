import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { sqlBody } from '../../contract/index.ts';
import { checkSql, streamSql } from '../../store/index.ts';
import { type ApiDeps, reading, typed } from '../routing.ts';

const formats = {
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
} as const;
const query = z.object({ format: z.enum(['json', 'jsonl', 'csv', 'parquet']).default('jsonl') });

/** A read-only SELECT, answered as it comes. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  typed(server).post('/api/v1/sql', { schema: { body: sqlBody, querystring: query } }, async (request, reply) => {
    const context = reading(deps, reply);
    const checked = await checkSql(context, request.body.query, request.body.limit);
    const rows = await streamSql(context, checked, request.query.format, request.body.query);
    return reply.type(formats[request.query.format]).send(rows);
  });
}
