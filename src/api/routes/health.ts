import type { FastifyInstance } from 'fastify';
import { readStoreStatus } from '../../store/index.ts';
import type { ApiDeps } from '../routing.ts';

/** For machines that watch this one: alive, ready, and Prometheus metrics. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  server.get('/healthz', () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    await deps.client.rows('SELECT 1', { settings: { readonly: 1 } });
    return reply.send({ status: 'ready' });
  });
  server.get('/metrics', async (_request, reply) => {
    const store = await readStoreStatus({ client: deps.client });
    const memory = process.memoryUsage();
    const metrics: ReadonlyArray<readonly [string, string, string, string | number]> = [
      ['weir_store_records', 'gauge', 'Records in the store.', store.records],
      [
        'weir_engine_restarts_total',
        'counter',
        'Times the embedded engine was found dead and started again.',
        deps.client.restarts.length,
      ],
      ['weir_server_resident_memory_bytes', 'gauge', 'Resident memory of the server process.', memory.rss],
      ['weir_server_uptime_seconds', 'gauge', 'Seconds since the server started.', Math.round(process.uptime())],
    ];
    const text = metrics
      .map(([name, type, help, value]) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${value}\n`)
      .join('');
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
  });
}
