import { resolve } from 'node:path';
import { type EnrichmentContent, type FlowClient, putEnrichment } from '../store/index.ts';
import { packagedData } from './packaged.ts';
import { type RangeShape, rangeRows } from './range-rows.ts';
import { changedAt } from './source-file.ts';

export const countryPackage = '@ip-location-db/geo-whois-asn-country';

/** What the licence of the packaged country data asks to be shown wherever the data is. */
export const countryAttribution =
  'Country data: geo-whois-asn-country by sapics (ip-location-db), from the statistics of the Number Resource Organization, CC BY 4.0';

const shape: RangeShape = {
  code: 'COUNTRY_DATA_INVALID',
  expected: 'a range with a country',
  hint: 'each line is first,last,CC or network/length,CC, with CC a two-letter country code',
  cells: ([country = '', ...others]) =>
    others.length === 0 && /^[A-Za-z]{2}$/.test(country) ? [country.toUpperCase(), null, null] : undefined,
};

/** Country data from a CSV; without one the packaged data, undefined where that is not installed. Throws FILE_UNREADABLE. */
export async function countryContent(own: string | undefined): Promise<EnrichmentContent | undefined> {
  const about = { table: 'geo', name: '' } as const;
  if (own !== undefined) {
    const path = resolve(own);
    const madeAt = await changedAt(path);
    return { ...about, format: 'csv', path, edition: '', madeAt, attribution: '', rows: rangeRows([path], shape) };
  }
  const packaged = await packagedData(countryPackage);
  return (
    packaged && {
      ...about,
      format: 'packaged',
      path: countryPackage,
      edition: packaged.version,
      madeAt: packaged.madeAt,
      attribution: countryAttribution,
      rows: rangeRows(packaged.files, shape),
    }
  );
}

export interface CountryOptions {
  /** The user's own CSV in place of the packaged data. */
  readonly own?: string | undefined;
  /** Leaves what is loaded already as it is. */
  readonly keepLoaded?: boolean;
  /** Called when it will take seconds. */
  readonly begin?: () => void;
}

/**
 * Loads country data. Records that are loaded from then on carry countries in the roll-ups. Returns how many networks
 * are loaded, and from where; a source of null means that there is no data.
 * @throws WeirError COUNTRY_DATA_INVALID, FILE_UNREADABLE, ENRICHMENT_EMPTY
 */
export async function loadCountries(
  client: FlowClient,
  options: CountryOptions = {},
): Promise<{ networks: number; source: string | null }> {
  const table = `\`${client.placement.database}\`.country_prefixes`;
  const present = await client.rows<{ n: string }>(`SELECT count() AS n FROM ${table}`);
  const count = Number(present[0]?.n ?? 0);
  if (options.keepLoaded === true && count > 0) return { networks: count, source: countryPackage };
  const content = await countryContent(options.own);
  if (content === undefined) return { networks: 0, source: null };
  options.begin?.();
  const { networks } = await putEnrichment(client, content);
  return { networks, source: options.own ?? countryPackage };
}
