import { quoteText } from '../../../decode/index.ts';
import { portNames, protocolNames } from '../../../fields/index.ts';
import type { LookupTable } from '../../../query/index.ts';
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
const networks = {
  message: 'no data about networks of others is loaded',
  hint: 'bring your own list in the meantime: weir lookup add <name> <file.csv>, with a column of networks for cidrlookup',
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
  {
    name: 'asn',
    columns: ['network', 'asn', 'operator'],
    networkColumn: 'network',
    summary: 'Operators of networks.',
    ...networks,
  },
  {
    name: 'cloud',
    columns: ['network', 'provider', 'service', 'region'],
    networkColumn: 'network',
    summary: 'Published ranges of clouds.',
    ...networks,
  },
  {
    name: 'threats',
    columns: ['network', 'list'],
    networkColumn: 'network',
    summary: 'Addresses on threat lists.',
    ...networks,
  },
];

/** Networks with their countries, through the dictionary that the records use, too. */
function geo(database: string, networksLoaded: number): DescribedTable {
  const dictionary = quoteText(`${database}.country_of`);
  const prefix = (text: string) =>
    // The dictionary keeps IPv4 networks within IPv6: ::ffff:10.0.0.0/104 is 10.0.0.0/8.
    `if(startsWith(${text}, '::ffff:') AND position(${text}, '.') > 0, concat(splitByChar('/', substring(${text}, 8))[1], '/', toString(toInt16(splitByChar('/', ${text})[2]) - 96)), ${text})`;
  return {
    name: 'geo',
    columns: ['network', 'country'],
    networkColumn: 'network',
    summary: 'Countries of networks, as two letters.',
    builtIn: true,
    rowCount: networksLoaded,
    rows: `SELECT toNullable(prefix) AS l_0, toNullable(toString(country)) AS l_1 FROM \`${database}\`.country_prefixes`,
    byNetwork: (column, address) => {
      const found = networkValue(dictionary, column === 0 ? 'prefix' : 'country', address);
      return column === 0 ? `arrayMap(p -> ${prefix('p')}, [${found}])[1]` : found;
    },
    ...(networksLoaded > 0
      ? {}
      : { unavailable: { message: 'no country data is loaded', hint: 'load it: weir countries' } }),
  };
}

/** The tables that come with Weir. `networksLoaded`: networks in the country data. */
export function builtInTables(database: string, networksLoaded: number): DescribedTable[] {
  const waiting = awaited.map(
    ({ message, hint, ...table }): DescribedTable => ({
      ...table,
      unavailable: { message, hint },
      builtIn: true,
      rowCount: null,
      // Nothing reads it: the compiler tells why there is nothing.
      rows: `SELECT ${table.columns.map((_, i) => `CAST(NULL, 'Nullable(String)') AS l_${i}`).join(', ')} WHERE 0`,
    }),
  );
  return [...lists, geo(database, networksLoaded), ...waiting];
}

/** Names that no table of a user can have. */
export const builtInTableNames: readonly string[] = [
  ...lists.map((one) => one.name),
  'geo',
  ...awaited.map((one) => one.name),
];
