import { type ReadContext, readOptions, tableName } from '../reader/scope.ts';
import { rowsOf } from './dictionaries.ts';
import { type EnrichedName, readEnrichment } from './sources.ts';

/** What a filter can say of the network around an address. */
export type NetworkWord = 'network' | 'asn' | 'aws_service' | 'label' | 'threat';

/** A value of a field, and what it stands for where it does not say so itself. */
export interface FilterWord {
  readonly word: string;
  readonly about: string;
}

/** Where the words of a field lie: a table, its cell, and the cell that explains it. */
const places: Readonly<Record<NetworkWord, { table: EnrichedName; cell: number; about?: number }>> = {
  network: { table: 'asn', cell: 2 },
  asn: { table: 'asn', cell: 1, about: 2 },
  aws_service: { table: 'cloud', cell: 3 },
  label: { table: 'networks', cell: 1 },
  threat: { table: 'threats', cell: 1 },
};

/** The words that loaded data has in a field and that hold a text, those of most networks first. */
export async function readNetworkWords(
  context: ReadContext,
  field: NetworkWord,
  search: string,
  most: number,
): Promise<FilterWord[]> {
  const { table, cell, about } = places[field];
  const sources = (await readEnrichment(context)).get(table)?.sources.filter(({ stored }) => stored > 0) ?? [];
  const word = `ifNull(cells[${cell}], '')`;
  const words = `SELECT ${word} AS word, ${about === undefined ? "''" : `any(ifNull(cells[${about}], ''))`} AS meaning, count() AS n FROM ${tableName(context, 'enrich_rows')} WHERE ${rowsOf(table, sources)} GROUP BY word`;
  // Records name services of AWS by themselves.
  const stated = `SELECT substring(place, 5) AS word, '' AS meaning, 0 AS n FROM (SELECT DISTINCT arrayJoin([toString(src_place), toString(dst_place)]) AS place FROM ${tableName(context, 'flows_by_hour_pair')}) WHERE startsWith(place, 'aws:')`;
  const all = [...(sources.length === 0 ? [] : [words]), ...(field === 'aws_service' ? [stated] : [])];
  if (all.length === 0) return [];
  return await context.client.rows<FilterWord>(
    `SELECT word, max(meaning) AS about FROM (${all.join(' UNION ALL ')}) WHERE word != '' AND (positionCaseInsensitiveUTF8(word, {search:String}) > 0 OR positionCaseInsensitiveUTF8(meaning, {search:String}) > 0) GROUP BY word ORDER BY sum(n) DESC, word LIMIT {most:UInt32}`,
    readOptions(context, { search, most }),
  );
}
