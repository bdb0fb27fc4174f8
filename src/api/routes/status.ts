import { basename } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { statusAnswer } from '../../contract/index.ts';
import { type EnrichmentSource, readEnrichment, readInventoryEdition, readStoreStatus } from '../../store/index.ts';
import { type ApiDeps, reading, typed } from '../routing.ts';

/** What the page needs before anything else. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  typed(server).get('/api/v1/status', { schema: { response: { 200: statusAnswer } } }, async (_request, reply) => {
    const context = reading(deps, reply);
    const [store, loaded, edition, loading] = await Promise.all([
      readStoreStatus(context),
      readEnrichment(context),
      readInventoryEdition(context),
      deps.loading(),
    ]);
    const sources = [...loaded.values()].flatMap((table) => table.sources);
    const [countries] = loaded.get('geo')?.sources ?? [];
    const restart = deps.client.restarts.at(-1);
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
        source: store.countriesLoaded && countries !== undefined ? sourceName(countries) : null,
        attribution: store.countriesLoaded ? countries?.attribution || null : null,
        hint: store.countriesLoaded
          ? null
          : 'No country data is loaded. Run: weir countries, or give your own: weir countries <file.csv>',
      },
      inventory: edition !== '0',
      credits: [...new Set(sources.map(({ attribution }) => attribution))].filter((text) => text !== '').sort(),
      loading,
    };
  });
}

/** What data calls itself: a package, the type of a database, else its file. Where that lies is nobody's business. */
function sourceName({ format, path, edition }: EnrichmentSource): string {
  const file = basename(path);
  if (format === 'packaged') return [file, edition].filter((word) => word !== '').join(' ');
  return format === 'mmdb' && edition !== '' ? edition : file;
}
