import { quoteText } from '../../../decode/index.ts';
import { portNames, protocolNames } from '../../../fields/index.ts';
import type { LookupTable } from '../../../query/index.ts';
import {
  type EnrichedName,
  type EnrichedTable,
  enrichedColumns,
  enrichedRows,
  enrichedValue,
  shownNetwork,
  withCompatible,
} from '../enrich/index.ts';
import { networkValue } from '../lookup/index.ts';

/** A table to look values up in, with what people are told about it. */
export interface DescribedTable extends LookupTable {
  readonly summary: string;
  readonly builtIn: boolean;
  /** Null: not known. */
  readonly rowCount: number | null;
}

/** A short list that lies in the statement itself. */
function listed(
  name: string,
  columns: readonly string[],
  rows: ReadonlyArray<readonly [number, string]>,
  summary: string,
): DescribedTable {
  const values = rows.map(([number, text]) => `('${number}', ${quoteText(text)})`).join(', ');
  return {
    name,
    columns,
    rows: `SELECT l_0, l_1 FROM values('l_0 Nullable(String), l_1 Nullable(String)', ${values})`,
    summary,
    builtIn: true,
    rowCount: rows.length,
  };
}

const lists: readonly DescribedTable[] = [
  listed('ports', ['port', 'name'], portNames, 'What usually listens on a port.'),
  listed('protocols', ['protocol', 'name'], protocolNames, 'IANA keywords of protocol numbers.'),
];

/** Known by name, and without data so far. */
interface Awaited {
  readonly name: string;
  readonly columns: readonly string[];
  readonly networkColumn?: string;
  readonly summary: string;
  readonly message: string;
  readonly hint: string;
}

const inventory = {
  message: 'nothing is known of the account’s interfaces: no inventory is loaded',
  hint: 'bring your own list in the meantime: weir lookup add <name> <file.csv>',
};
const awaited: readonly Awaited[] = [
  {
    name: 'enis',
    columns: ['interface_id', 'name', 'instance_id', 'subnet_id', 'vpc_id', 'owner'],
    summary: 'Network interfaces of the account.',
    ...inventory,
  },
  {
    name: 'subnets',
    columns: ['network', 'subnet_id', 'name', 'vpc_id', 'az_id'],
    networkColumn: 'network',
    summary: 'Subnets of the account.',
    ...inventory,
  },
  {
    name: 'instances',
    columns: ['instance_id', 'name', 'type', 'subnet_id', 'vpc_id'],
    summary: 'Instances of the account.',
    ...inventory,
  },
];

const enriched: ReadonlyArray<{
  readonly name: EnrichedName;
  readonly summary: string;
  readonly message: string;
  readonly hint: string;
}> = [
  {
    name: 'asn',
    summary: 'Who operates a network: number of the autonomous system, and name.',
    message: 'no data about operators of networks is loaded',
    hint: 'load it: weir enrich asn',
  },
  {
    name: 'cloud',
    summary: 'Published ranges of AWS, with region and service.',
    message: 'no ranges of clouds are loaded',
    hint: 'load them: weir enrich aws <ip-ranges.json>, which AWS publishes at https://ip-ranges.amazonaws.com/ip-ranges.json',
  },
  {
    name: 'threats',
    summary: 'Networks on threat lists, with the name of the list.',
    message: 'no threat lists are loaded',
    hint: 'load one: weir enrich threats <name> <file>',
  },
  {
    name: 'networks',
    summary: 'Your own networks, with label, owner and environment.',
    message: 'your own networks are not known',
    hint: 'name them: weir enrich networks <file.csv>, with the columns network and label',
  },
];

/** A table of what is known about networks. */
function enrichedTable(
  database: string,
  { name, summary, message, hint }: (typeof enriched)[number],
  table: EnrichedTable | undefined,
): DescribedTable {
  const described = { name, columns: ['network', ...enrichedColumns[name]], networkColumn: 'network', summary };
  if (table === undefined || table.sources.length === 0)
    return { ...nothing(described.columns), ...described, unavailable: { message, hint } };
  return {
    ...described,
    builtIn: true,
    rowCount: table.sources.reduce((sum, { networks }) => sum + networks, 0),
    rows: enrichedRows(database, name, table),
    byNetwork: (column, address) => enrichedValue(database, name, table, column, address),
  };
}

/** Nothing reads these rows: the compiler tells why there are none. */
function nothing(columns: readonly string[]): Pick<DescribedTable, 'builtIn' | 'rowCount' | 'rows'> {
  const cells = columns.map((_, i) => `CAST(NULL, 'Nullable(String)') AS l_${i}`).join(', ');
  return { builtIn: true, rowCount: null, rows: `SELECT ${cells} WHERE 0` };
}

/** Networks with their countries, through the dictionary that the records use, too; with places where those are known. */
function geo(database: string, networksLoaded: number, table: EnrichedTable | undefined): DescribedTable {
  const described = {
    name: 'geo',
    columns: ['network', ...enrichedColumns.geo],
    networkColumn: 'network',
    summary: 'Countries of networks, as two letters; regions and cities where a database of cities is loaded.',
    builtIn: true,
    rowCount: networksLoaded,
  };
  if (table?.sources.some(({ stored }) => stored > 0) === true) {
    return {
      ...described,
      rowCount: table.sources.reduce((sum, { networks }) => sum + networks, 0),
      rows: enrichedRows(database, 'geo', table),
      byNetwork: (column, address) => enrichedValue(database, 'geo', table, column, address),
    };
  }
  const dictionary = quoteText(`${database}.country_of`);
  const isMmdb = table?.sources.some(({ format }) => format === 'mmdb') === true;
  const held = (address: string) => (isMmdb ? withCompatible(address) : address);
  return {
    ...described,
    rows: `SELECT toNullable(prefix) AS l_0, toNullable(toString(country)) AS l_1, CAST(NULL, 'Nullable(String)') AS l_2, CAST(NULL, 'Nullable(String)') AS l_3 FROM \`${database}\`.country_prefixes`,
    byNetwork: (column, address) => {
      if (column === 0) return shownNetwork(dictionary, 'prefix', held(address));
      return column === 1 ? networkValue(dictionary, 'country', held(address)) : "CAST(NULL, 'Nullable(String)')";
    },
    ...(networksLoaded > 0
      ? {}
      : { unavailable: { message: 'no country data is loaded', hint: 'load it: weir countries' } }),
  };
}

/** The tables that come with Weir. `countries`: networks in the country data. */
export function builtInTables(
  database: string,
  countries: number,
  known: ReadonlyMap<EnrichedName, EnrichedTable> = new Map(),
): DescribedTable[] {
  const waiting = awaited.map(
    ({ message, hint, ...table }): DescribedTable => ({
      ...nothing(table.columns),
      ...table,
      unavailable: { message, hint },
    }),
  );
  return [
    ...lists,
    geo(database, countries, known.get('geo')),
    ...enriched.map((one) => enrichedTable(database, one, known.get(one.name))),
    ...waiting,
  ];
}

/** Names that no table of a user can have. */
export const builtInTableNames: readonly string[] = [
  ...lists.map((one) => one.name),
  'geo',
  ...enriched.map((one) => one.name),
  ...awaited.map((one) => one.name),
];
