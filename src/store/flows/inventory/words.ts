import { type ReadContext, readOptions, tableName } from '../reader/scope.ts';

export type HolderWord = 'owner' | 'tier' | 'zone' | 'tag';

/** Where the words of a field lie. A name tells one from another, so that as a tag it groups nothing. */
const places: Readonly<Record<HolderWord, string>> = {
  owner: 'toString(owner)',
  tier: 'toString(tier)',
  zone: 'toString(zone)',
  tag: "arrayJoin(arrayMap((k, v) -> concat(k, '=', v), mapKeys(mapFilter((k, v) -> k != 'Name', tags)), mapValues(mapFilter((k, v) -> k != 'Name', tags))))",
};

/** The words that holders of addresses have in a field, those of most addresses first. */
export async function readHolderWords(context: ReadContext, field: HolderWord, most: number): Promise<string[]> {
  const rows = await context.client.rows<{ word: string }>(
    `SELECT ${places[field]} AS word FROM ${tableName(context, 'inventory_addresses')} WHERE word != '' GROUP BY word ORDER BY count() DESC, word LIMIT {most:UInt32}`,
    readOptions(context, { most }),
  );
  return rows.map(({ word }) => word);
}
