import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { InventoryShelf } from '../inventory/index.ts';
import { RunningQueries } from '../store/index.ts';
import { AnswerCache } from './answer-cache.ts';
import { type GuardOptions, guardRequests } from './guard.ts';
import { answerProblems } from './problem.ts';
import { route as addresses } from './routes/addresses.ts';
import { route as health } from './routes/health.ts';
import { route as inventory } from './routes/inventory.ts';
import { route as ledger } from './routes/ledger.ts';
import { route as lookupTables } from './routes/lookup-tables.ts';
import { route as map } from './routes/map.ts';
import { route as names } from './routes/names.ts';
import { route as objects } from './routes/objects.ts';
import { route as overview } from './routes/overview.ts';
import { route as queries } from './routes/queries.ts';
import { route as queryFacts } from './routes/query-facts.ts';
import { route as records } from './routes/records.ts';
import { route as savedQueries } from './routes/saved-queries.ts';
import { route as sql } from './routes/sql.ts';
import { route as status } from './routes/status.ts';
import type { ApiDeps } from './routing.ts';

const routes = [
  status,
  overview,
  records,
  objects,
  inventory,
  addresses,
  names,
  map,
  sql,
  queries,
  queryFacts,
  savedQueries,
  ledger,
  lookupTables,
  health,
];

/** The HTTP server, not listening yet. `webFolder` holds the built page. */
export async function createApi(
  given: Omit<ApiDeps, 'answers' | 'queries' | 'inventory'>,
  options: GuardOptions & { readonly webFolder: string },
): Promise<FastifyInstance> {
  const deps: ApiDeps = {
    ...given,
    answers: new AnswerCache(),
    inventory: new InventoryShelf(),
    queries: new RunningQueries(given.client),
  };
  // ARNs of load balancers are identifiers, too, and long.
  const server = Fastify({ bodyLimit: 1 << 20, routerOptions: { maxParamLength: 600 } });
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  guardRequests(server, options);
  await server.register(swagger, {
    openapi: { info: { title: 'Weir', version: deps.version, description: 'Flow logs into answers.' } },
    transform: jsonSchemaTransform,
  });
  const page = join(options.webFolder, 'index.html');
  if (existsSync(page)) await server.register(fastifyStatic, { root: options.webFolder });
  else
    server.get('/', (_request, reply) =>
      reply
        .type('text/plain')
        .send('The page is not built. In a clone: npm start builds it. The API works: /api/openapi.json\n'),
    );
  for (const route of routes) route(server, deps);
  server.get('/api/openapi.json', { schema: { hide: true } }, () => server.swagger());
  answerProblems(server, deps.log);
  await server.ready();
  return server;
}
