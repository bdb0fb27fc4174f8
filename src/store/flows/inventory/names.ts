import { enrichedValue, readEnrichment } from '../enrich/index.ts';
import { type ReadContext, readOptions, tableName } from '../reader/scope.ts';

/** What an address is called at a time. Missing is null. */
interface AddressName {
  readonly name: string | null;
  readonly owner: string | null;
  readonly kind: string | null;
  /** What the address belongs to. */
  readonly resource: string | null;
  readonly interface: string | null;
  readonly instance: string | null;
  readonly vpc: string | null;
  /** Several VPCs have the address then, and nothing says which is meant: this is one of them. */
  readonly ambiguous: boolean;
  /** What the network around it is known for: an own network, a service of AWS, an operator. */
  readonly about: string | null;
}

interface HeldRow {
  readonly address: string;
  readonly held: readonly [
    name: string,
    owner: string,
    kind: string,
    resource: string,
    nic: string,
    i: string,
    vpc: string,
  ];
  readonly vpcs: string[];
}

/** Parameters of a request go into its address, which has an end. */
const atOnce = 200;

/**
 * What addresses are called; those of which nothing is known are absent. The addresses must be in their usual spelling.
 * @param at milliseconds
 */
export async function readAddressNames(
  context: ReadContext,
  addresses: readonly string[],
  at: number,
  vpc?: string,
): Promise<Map<string, AddressName>> {
  const names = new Map<string, AddressName>();
  const networks = await networkWords(context);
  for (let from = 0; from < addresses.length; from += atOnce) {
    const some = addresses.slice(from, from + atOnce);
    const [held, about] = await Promise.all([
      readHeld(context, some, Math.floor(at / 1000), vpc ?? ''),
      readAbout(context, some, networks),
    ]);
    for (const address of some) {
      const row = held.get(address);
      const words = about.get(address) ?? null;
      if (row === undefined && words === null) continue;
      const [name, owner, kind, resource, nic, instance, itsVpc] = (row?.held ?? []).map((text) => text || null);
      names.set(address, {
        name: name ?? null,
        owner: owner ?? null,
        kind: kind ?? null,
        resource: resource ?? null,
        interface: nic ?? null,
        instance: instance ?? null,
        vpc: itsVpc ?? null,
        ambiguous: row !== undefined && row.vpcs.length > 1 && itsVpc !== vpc,
        about: words,
      });
    }
  }
  return names;
}

const plain = "replaceRegexpOne(toString(address), '^::ffff:(\\\\d+[.])', '\\\\1')";

async function readHeld(context: ReadContext, addresses: readonly string[], at: number, vpc: string) {
  const columns = ['name', 'owner', 'resource_kind', 'resource', 'interface', 'instance', 'vpc'];
  const texts = columns.map((column) => `toString(${column})`).join(', ');
  const rows = await context.client.rows<HeldRow>(
    `SELECT ${plain} AS address, argMin([${texts}], (vpc != {vpc:String}, vpc = '', vpc)) AS held, groupUniqArrayIf(toString(vpc), vpc != '') AS vpcs FROM ${tableName(context, 'inventory_addresses')} WHERE address IN (SELECT arrayJoin(arrayMap(a -> toIPv6(a), {addresses:Array(String)}))) AND valid_from <= toDateTime({at:UInt32}, 'UTC') AND valid_to >= toDateTime({at:UInt32}, 'UTC') GROUP BY address`,
    readOptions(context, { addresses, at, vpc }),
  );
  return new Map(rows.map((row) => [row.address, row]));
}

/** SQL of the words for the network around the address `a`; undefined where no data is loaded. */
async function networkWords(context: ReadContext): Promise<string | undefined> {
  const loaded = await readEnrichment(context);
  const { database } = context.client.placement;
  const value = (name: 'networks' | 'cloud' | 'asn', column: number) => {
    const table = loaded.get(name);
    if (!table?.sources.some(({ stored }) => stored > 0)) return [];
    return [`nullIf(toString(${enrichedValue(database, name, table, column, 'a')}), '')`];
  };
  const [service] = value('cloud', 3);
  const [region] = value('cloud', 2);
  const cloud =
    service === undefined || region === undefined
      ? []
      : [`if(isNull(${service}), NULL, concat('AWS ', assumeNotNull(${service}), ' ', ifNull(${region}, '')))`];
  const words = [...value('networks', 1), ...cloud, ...value('asn', 2)];
  return words.length === 0 ? undefined : `ifNull(coalesce(${words.join(', ')}), '')`;
}

async function readAbout(
  context: ReadContext,
  addresses: readonly string[],
  words: string | undefined,
): Promise<Map<string, string>> {
  if (words === undefined) return new Map();
  const rows = await context.client.rows<{ address: string; about: string }>(
    `SELECT text AS address, ${words} AS about FROM (SELECT arrayJoin({addresses:Array(String)}) AS text, toIPv6(text) AS a)`,
    readOptions(context, { addresses }),
  );
  return new Map(rows.flatMap(({ address, about }) => (about === '' ? [] : [[address, about.trim()] as const])));
}
