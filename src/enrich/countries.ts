import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseAddress, rangeToNetworks, WeirError } from '../core/index.ts';
import type { FlowClient } from '../store/index.ts';

const packageName = '@ip-location-db/geo-whois-asn-country';

/** What the licence of the packaged country data asks to be shown wherever the data is. */
export const countryAttribution =
  'Country data: geo-whois-asn-country by sapics (ip-location-db), from the statistics of the Number Resource Organization, CC BY 4.0';

/** Where the packaged country data lies, or undefined where the package is not installed. */
function packagedFiles(): string[] | undefined {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
    return [4, 6].map((family) => join(folder, `geo-whois-asn-country-ipv${family}.csv`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/**
 * Reads a CSV of ranges (`first,last,CC`) or networks (`network,CC`) as lines `network,CC` for the engine.
 * @throws WeirError COUNTRY_DATA_INVALID with file and line
 */
async function networkLines(path: string): Promise<string[]> {
  const lines: string[] = [];
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line === '' || line.startsWith('#')) continue;
    const cells = line.split(',').map((c) => c.replace(/^"|"$/g, '').trim());
    const country = cells.at(-1)?.toUpperCase() ?? '';
    const [first = '', last = ''] = cells;
    const network =
      cells.length === 2 && first.includes('/') && parseAddress(first.slice(0, first.indexOf('/'))) !== undefined;
    const low = parseAddress(first);
    const high = parseAddress(last);
    if (/^[A-Z]{2}$/.test(country) && network) lines.push(`${first},${country}`);
    else if (
      /^[A-Z]{2}$/.test(country) &&
      cells.length === 3 &&
      low !== undefined &&
      high !== undefined &&
      low.family === high.family &&
      low.value <= high.value
    ) {
      for (const n of rangeToNetworks(low.family, low.value, high.value)) lines.push(`${n},${country}`);
    } else {
      throw new WeirError(
        'COUNTRY_DATA_INVALID',
        `${path}:${number}: "${line.slice(0, 80)}" is not a range with a country`,
        {
          hint: 'each line is first,last,CC or network/length,CC, with CC a two-letter country code',
        },
      );
    }
  }
  return lines;
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
 * @throws WeirError COUNTRY_DATA_INVALID
 */
export async function loadCountries(
  client: FlowClient,
  options: CountryOptions = {},
): Promise<{ networks: number; source: string | null }> {
  const table = `\`${client.placement.database}\`.country_prefixes`;
  const present = await client.rows<{ n: string }>(`SELECT count() AS n FROM ${table}`);
  const count = Number(present[0]?.n ?? 0);
  if (options.keepLoaded === true && count > 0) return { networks: count, source: packageName };
  const files = options.own === undefined ? packagedFiles() : [options.own];
  if (files === undefined) return { networks: 0, source: null };
  options.begin?.();
  const lines = (await Promise.all(files.map(networkLines))).flat();
  await client.command(`TRUNCATE TABLE ${table}`);
  await client.insertObject(
    `INSERT INTO ${table} (prefix, country) SELECT prefix, country FROM input('prefix String, country String') FORMAT CSV`,
    { text: Buffer.from(`${lines.join('\n')}\n`) },
    {},
  );
  await client.command(`SYSTEM RELOAD DICTIONARY \`${client.placement.database}\`.country_of`);
  return { networks: lines.length, source: options.own ?? packageName };
}
