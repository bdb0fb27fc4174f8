import type { FastifyInstance } from 'fastify';
import { statusAnswer } from '../../contract/index.ts';
import { readStoreStatus } from '../../store/index.ts';
import { type ApiDeps, reading, typed } from '../routing.ts';

/** What the page needs before anything else. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  typed(server).get('/api/v1/status', { schema: { response: { 200: statusAnswer } } }, async (_request, reply) => {
    const [store, loading] = await Promise.all([readStoreStatus(reading(deps, reply)), deps.loading()]);
    const restart = deps.client.restarts.at(-1);
    const countries = deps.countrySource();
    return {
      version: deps.version,
      first: store.first,
      last: store.last,
      records: store.records,
      engine: {
        kind: deps.client.kind,
        version: store.engineVersion,
        restarted_at: restart === undefined ? null : `${restart.at.toISOString().slice(0, 19)}Z`,
        restart_reason: restart?.reason ?? null,
      },
      countries: {
        loaded: store.countriesLoaded,
        source: store.countriesLoaded ? countries.source : null,
        attribution: store.countriesLoaded ? countries.attribution : null,
        hint: store.countriesLoaded
          ? null
          : 'No country data is loaded. Run: weir countries, or give your own: weir countries <file.csv>',
      },
      loading,
    };
  });
}
