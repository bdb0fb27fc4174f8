import { resolve } from 'node:path';
import { WeirError } from '../core/index.ts';
import type { EnrichmentContent } from '../store/index.ts';
import { packagedData } from './packaged.ts';
import { type RangeShape, rangeRows } from './range-rows.ts';
import { changedAt } from './source-file.ts';

const operatorPackage = '@ip-location-db/asn';
const attribution =
  'Network data: asn by sapics (ip-location-db), from RouteViews (routeviews.org), IP Geolocation by DB-IP (https://db-ip.com) and the Number Resource Organization, CC BY 4.0';

const shape: RangeShape = {
  code: 'ASN_DATA_INVALID',
  expected: 'a range with the number of a network',
  hint: 'each line is first,last,number,name or network/length,number,name, with the number of the autonomous system',
  cells: ([number = '', name = '', ...others]) => {
    const digits = /^(?:AS)?(\d{1,10})$/i.exec(number)?.[1];
    if (digits === undefined || others.length > 0 || Number(digits) > 0xffffffff) return undefined;
    return [String(Number(digits)), name === '' ? null : name];
  },
};

/**
 * Who operates a network: from a CSV, without one from the packaged data.
 * @throws WeirError FILE_UNREADABLE, PACKAGE_MISSING
 */
export async function operatorContent(own: string | undefined): Promise<EnrichmentContent> {
  const about = { table: 'asn', name: '' } as const;
  if (own !== undefined) {
    const path = resolve(own);
    const madeAt = await changedAt(path);
    return { ...about, format: 'csv', path, edition: '', madeAt, attribution: '', rows: rangeRows([path], shape) };
  }
  const packaged = await packagedData(operatorPackage);
  if (packaged === undefined) {
    throw new WeirError('PACKAGE_MISSING', `the package ${operatorPackage} is not installed`, {
      kind: 'missing',
      hint: 'give a file of your own: weir enrich asn <file.csv>, or weir enrich mmdb <file.mmdb>',
    });
  }
  return {
    ...about,
    format: 'packaged',
    path: operatorPackage,
    edition: packaged.version,
    madeAt: packaged.madeAt,
    attribution,
    rows: rangeRows(packaged.files, shape),
  };
}
