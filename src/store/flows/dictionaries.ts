import type { Placement } from './ddl.ts';

/** A dictionary whose name never changes: rules of columns call it by its bare name. */
interface FixedDictionary {
  readonly name: string;
  /** What stands behind its name in CREATE DICTIONARY. */
  definition(database: string): string;
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const source = (query: string) => `SOURCE(CLICKHOUSE(QUERY ${quoted(query)}))`;
const trie = 'LAYOUT(IP_TRIE(ACCESS_TO_KEY_FROM_ATTRIBUTES 1)) LIFETIME(0)';

/** The rows of a table of networks as it is now; its newest sources hold. */
function networks(table: string, cells: readonly string[]): FixedDictionary {
  const attributes = cells.map((cell) => `${cell} String`).join(', ');
  return {
    name: `${table}_of`,
    definition: (database) => {
      const held = `(name, version) IN (SELECT name, version FROM (SELECT name, version, removed FROM \`${database}\`.enrich_sources WHERE \`table\` = '${table}' ORDER BY version DESC LIMIT 1 BY name) WHERE removed = 0)`;
      const values = cells.map((cell, i) => `ifNull(cells[${i + 1}], '') AS ${cell}`).join(', ');
      // A network that several lists name carries all their names; of several rows of one list the first holds.
      const lists = `arrayStringConcat(arrayDistinct(arrayFilter(x -> x != '', arrayMap(r -> ifNull(r[1], ''), arraySort(groupArray(cells))))), ', ') AS ${cells[0]}`;
      const rows = `FROM \`${database}\`.enrich_rows WHERE \`table\` = '${table}' AND ${held}`;
      const query =
        table === 'threats'
          ? `SELECT network, ${lists} ${rows} GROUP BY network`
          : `SELECT network, ${values} ${rows} ORDER BY row LIMIT 1 BY network`;
      return `(network String, ${attributes}) PRIMARY KEY network ${source(query)} ${trie}`;
    },
  };
}

const holder = ['name', 'owner', 'tier', 'interface', 'instance', 'subnet', 'vpc', 'zone', 'resource', 'resource_kind'];
const ofInterface = ['vpc', 'subnet', 'zone', 'account', 'resource_kind', 'name'];

/** Every dictionary that columns of the records read, in an order in which they can be made. */
export const fixedDictionaries: readonly FixedDictionary[] = [
  {
    name: 'country_of',
    definition: (database) =>
      `(prefix String, country String) PRIMARY KEY prefix SOURCE(CLICKHOUSE(DB '${database}' TABLE 'country_prefixes')) ${trie}`,
  },
  networks('asn', ['asn', 'name']),
  networks('cloud', ['provider', 'region', 'service']),
  networks('networks', ['label', 'owner', 'environment']),
  networks('threats', ['list']),
  {
    // Who held an address in a VPC, or anywhere (no VPC) where only one had it, at a time.
    name: 'address_of',
    definition: (database) => {
      const rows = `SELECT *, vpc AS home FROM \`${database}\`.inventory_addresses`;
      const values = holder.map((c) => (c === 'vpc' ? 'home AS vpc' : c)).join(', ');
      const part = (key: string, which: string) =>
        `SELECT ${key} AS vpc_key, address, valid_from, valid_to, ${values} FROM (${rows}) WHERE ${which}`;
      return `(vpc_key String, address IPv6, valid_from DateTime('UTC'), valid_to DateTime('UTC'), ${holder.map((c) => `${c} String`).join(', ')}) PRIMARY KEY vpc_key, address ${source(
        `${part('home', "home != ''")} UNION ALL ${part("''", 'alone = 1')}`,
      )} LAYOUT(COMPLEX_KEY_RANGE_HASHED()) RANGE(MIN valid_from MAX valid_to) LIFETIME(0)`;
    },
  },
  {
    // An interface never changes its VPC or subnet.
    name: 'interface_of',
    definition: (database) =>
      `(interface String, ${ofInterface.map((c) => `${c} String`).join(', ')}) PRIMARY KEY interface ${source(
        `SELECT interface, ${ofInterface.map((c) => `argMax(${c}, valid_to) AS ${c}`).join(', ')} FROM (SELECT *, vpc AS v FROM \`${database}\`.inventory_addresses) WHERE v != '' AND interface != '' GROUP BY interface`,
      )} LAYOUT(COMPLEX_KEY_HASHED()) LIFETIME(0)`,
  },
  {
    name: 'listener_of',
    definition: (database) =>
      `(address IPv6, port UInt16, protocol UInt8, seen UInt8) PRIMARY KEY address, port, protocol ${source(
        `SELECT DISTINCT address, port, protocol, toUInt8(1) AS seen FROM \`${database}\`.listeners`,
      )} LAYOUT(COMPLEX_KEY_HASHED()) LIFETIME(0)`,
  },
  {
    name: 'range_of',
    definition: (database) =>
      `(prefix String, vpc String) PRIMARY KEY prefix ${source(`SELECT prefix, min(vpc) AS vpc FROM (SELECT prefix, vpc FROM \`${database}\`.inventory_ranges) GROUP BY prefix`)} ${trie}`,
  },
];

const names = fixedDictionaries.map(({ name }) => name).join('|');
const bare = new RegExp(`'(${names})'|\\{(${names})\\}`, 'g');

/** Rules name dictionaries bare, `'country_of'` or `{country_of}`; in statements they need their database. */
export function resolveDictionaries(sql: string, { database }: Placement): string {
  return sql.replace(bare, (_, text?: string, placed?: string) => `'${database}.${text ?? placed}'`);
}

export function createDictionaries(placement: Placement, create = 'CREATE DICTIONARY IF NOT EXISTS'): string[] {
  const on = placement.cluster === undefined ? '' : ` ON CLUSTER \`${placement.cluster}\``;
  return fixedDictionaries.map(
    ({ name, definition }) => `${create} \`${placement.database}\`.\`${name}\`${on} ${definition(placement.database)}`,
  );
}

/** Reads a dictionary anew, on every node. */
export function reloadDictionary(name: string, placement: Placement): string {
  const on = placement.cluster === undefined ? '' : ` ON CLUSTER \`${placement.cluster}\``;
  return `SYSTEM RELOAD DICTIONARY \`${placement.database}\`.\`${name}\`${on}`;
}
