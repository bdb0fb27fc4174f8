import { WeirError } from '../core/index.ts';
import {
  type EnrichmentContent,
  type EnrichmentSource,
  type FlowClient,
  putEnrichment,
  readEnrichment,
  removeEnrichment,
} from '../store/index.ts';
import { awsContent } from './aws-ranges.ts';
import { countryContent, countryPackage } from './countries.ts';
import { mmdbContent } from './mmdb/content.ts';
import { operatorContent } from './operators.ts';
import { ownNetworksContent } from './own-networks.ts';
import { threatListContent } from './threat-list.ts';

/** What can be loaded beside countries, and from where. */
export type EnrichmentRequest =
  | { readonly kind: 'asn'; readonly file?: string | undefined }
  | { readonly kind: 'aws' | 'networks' | 'mmdb'; readonly file: string }
  | { readonly kind: 'threats'; readonly name: string; readonly file: string };

/**
 * Loads data in place of what the same source gave before; queries see it at once. Where reading fails, what was loaded
 * stays.
 * @throws WeirError of the kind of data with file and line; FILE_UNREADABLE, ENRICHMENT_EMPTY
 */
export async function loadEnrichment(client: FlowClient, request: EnrichmentRequest): Promise<EnrichmentSource> {
  return putEnrichment(client, await requested(request));
}

function requested(request: EnrichmentRequest): Promise<EnrichmentContent> {
  switch (request.kind) {
    case 'asn':
      return operatorContent(request.file);
    case 'aws':
      return awsContent(request.file);
    case 'networks':
      return ownNetworksContent(request.file);
    case 'mmdb':
      return mmdbContent(request.file);
    case 'threats':
      return threatListContent(request.name, request.file);
  }
}

/** All that is loaded, by table and name. */
export async function loadedEnrichment(client: FlowClient): Promise<EnrichmentSource[]> {
  return [...(await readEnrichment({ client })).values()]
    .flatMap(({ sources }) => sources)
    .sort((a, b) => (`${a.table} ${a.name}` < `${b.table} ${b.name}` ? -1 : 1));
}

export interface Refreshed {
  readonly before: EnrichmentSource;
  readonly now?: EnrichmentSource;
  readonly error?: WeirError;
}

/** Reads everything again from where it came; what cannot be read stays as it was, and says why. */
export async function* refreshEnrichment(client: FlowClient): AsyncGenerator<Refreshed> {
  for (const before of await loadedEnrichment(client)) {
    try {
      yield { before, now: await putEnrichment(client, await again(before)) };
    } catch (error) {
      if (!(error instanceof WeirError)) throw error;
      yield { before, error };
    }
  }
}

async function again(source: EnrichmentSource): Promise<EnrichmentContent> {
  const { table, name, format, path } = source;
  const own = format === 'packaged' ? undefined : path;
  if (format === 'mmdb') {
    const content = await mmdbContent(path, name);
    if (content.table === table) return content;
    throw new WeirError('MMDB_KIND_UNKNOWN', `${path} is now a database of the type "${content.edition}"`, {
      hint: `it was ${source.edition}; load it as what it is: weir enrich mmdb ${path}`,
    });
  }
  switch (table) {
    case 'asn':
      return operatorContent(own);
    case 'cloud':
      return awsContent(path);
    case 'networks':
      return ownNetworksContent(path);
    case 'threats':
      return threatListContent(name, path);
    case 'geo': {
      const content = await countryContent(own);
      if (content !== undefined) return content;
      throw new WeirError('PACKAGE_MISSING', `the package ${countryPackage} is not installed`, {
        kind: 'missing',
        hint: 'give a file of your own: weir countries <file.csv>',
      });
    }
  }
}

/** Forgets what a source gave. Throws ENRICHMENT_UNKNOWN. */
export async function forgetEnrichment(
  client: FlowClient,
  table: 'asn' | 'cloud' | 'networks' | 'threats',
  list: string | undefined,
): Promise<void> {
  const name = table === 'cloud' ? 'aws' : (list ?? '');
  if (await removeEnrichment(client, table, name)) return;
  throw new WeirError(
    'ENRICHMENT_UNKNOWN',
    `${list === undefined ? `nothing is loaded into ${table}` : `there is no threat list "${list}"`}`,
    {
      kind: 'missing',
      hint: 'weir enrich status says what is loaded',
    },
  );
}
