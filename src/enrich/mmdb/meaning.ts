import type { EnrichedName } from '../../store/index.ts';

type Cells = readonly (string | null)[];

/** What a database is about, told by its type, and how its values become cells of a table. */
export interface Meaning {
  readonly table: EnrichedName;
  /** Rows carry regions and cities. */
  readonly places: boolean;
  /** Undefined where the value says nothing. */
  cells(value: unknown, list: string): Cells | undefined;
}

const meanings: ReadonlyArray<readonly [RegExp, Meaning]> = [
  [/anonymous/i, { table: 'threats', places: false, cells: anonymous }],
  [/city|enterprise|location/i, { table: 'geo', places: true, cells: place }],
  [/country/i, { table: 'geo', places: false, cells: place }],
  [/asn|isp/i, { table: 'asn', places: false, cells: operator }],
];

/** Undefined for a database of another kind. */
export function meaningOf(type: string): Meaning | undefined {
  return meanings.find(([pattern]) => pattern.test(type))?.[1];
}

/** What licences and terms of well-known makers ask to be shown. */
export function attributionOf(type: string): string {
  if (/^GeoLite2/i.test(type))
    return 'This product includes GeoLite data created by MaxMind, available from https://www.maxmind.com';
  if (/^DBIP/i.test(type)) return 'IP Geolocation by DB-IP (https://db-ip.com), CC BY 4.0';
  if (/^ipinfo/i.test(type)) return 'IP address data powered by IPinfo (https://ipinfo.io)';
  return '';
}

/** What lies under keys and places of lists; undefined where a step leads nowhere. */
function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string | number, unknown>)[key] : undefined,
    value,
  );
}

function textOf(...candidates: readonly unknown[]): string | null {
  const found = candidates.find((one) => (typeof one === 'string' && one !== '') || typeof one === 'number');
  return found === undefined ? null : String(found);
}

/** MaxMind nests, others keep `country_code`, `city` … flat. */
function place(value: unknown): Cells | undefined {
  const code = textOf(at(value, 'country', 'iso_code'), at(value, 'country_code'), at(value, 'country'));
  const country = code !== null && /^[A-Za-z]{2}$/.test(code) ? code.toUpperCase() : null;
  const region = textOf(at(value, 'subdivisions', 0, 'names', 'en'), at(value, 'region'), at(value, 'state1'));
  const city = textOf(at(value, 'city', 'names', 'en'), at(value, 'city'));
  return country === null && region === null && city === null ? undefined : [country, region, city];
}

function operator(value: unknown): Cells | undefined {
  const number = textOf(at(value, 'autonomous_system_number'), at(value, 'asn'));
  const name = textOf(
    at(value, 'autonomous_system_organization'),
    at(value, 'as_name'),
    at(value, 'name'),
    at(value, 'organization'),
  );
  const digits = number === null ? null : (/^(?:AS)?(\d+)$/i.exec(number)?.[1] ?? null);
  return digits === null && name === null ? undefined : [digits, name];
}

/** `anonymous, anonymous vpn; provider_name foo`: flags that are set, and what else is said, by the names of the file. */
function anonymous(value: unknown, list: string): Cells | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const said = Object.entries(value);
  const flags = said.flatMap(([name, set]) => (set === true ? [name.replace(/^is_/, '').replaceAll('_', ' ')] : []));
  const others = said.flatMap(([name, text]) =>
    typeof text === 'string' || typeof text === 'number' ? [`${name.replaceAll('_', ' ')} ${text}`] : [],
  );
  if (flags.length + others.length === 0) return undefined;
  return [list, [...(flags.length === 0 ? [] : [flags.join(', ')]), ...others].join('; ')];
}
