import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type LookupTableAnswer, lookupTableAnswer, lookupTablesAnswer } from '../../contract/index.ts';
import {
  builtInTableNames,
  putLookupTable,
  readUserTables,
  removeLookupTable,
  type UserTable,
} from '../../store/index.ts';
import { type ApiDeps, reading, typed } from '../routing.ts';

/** A byte more than a table may have, so that the store tells what is wrong with a longer one. */
const bodyLimit = 10 * 1024 * 1024 + 1024;
const byName = { params: z.object({ name: z.string().max(200) }) };

/** Tables of a user's own, for `lookup` and `cidrlookup`. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  // The CSV is read by the store, bytes as they are; the parser is known to these routes alone.
  server.register((scope, _options, registered) => {
    scope.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    const api = typed(scope);
    api.get(
      '/api/v1/lookup-tables',
      { schema: { response: { 200: lookupTablesAnswer } } },
      async (_request, reply) => ({
        rows: (await readUserTables(reading(deps, reply))).map(answerOf),
      }),
    );
    api.put(
      '/api/v1/lookup-tables/:name',
      { bodyLimit, schema: { ...byName, body: z.instanceof(Buffer), response: { 200: lookupTableAnswer } } },
      async (request) =>
        answerOf(await putLookupTable(deps.client, request.params.name, request.body, builtInTableNames)),
    );
    api.delete('/api/v1/lookup-tables/:name', { schema: byName }, async (request, reply) => {
      await removeLookupTable(deps.client, request.params.name);
      return reply.status(204).send();
    });
    registered();
  });
}

function answerOf({ name, rows, columns, networkColumn }: UserTable): LookupTableAnswer {
  return { name, rows, columns: [...columns], network_column: networkColumn ?? null };
}
