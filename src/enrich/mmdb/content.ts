import { resolve } from 'node:path';
import { WeirError } from '../../core/index.ts';
import type { EnrichmentContent, NetworkRow } from '../../store/index.ts';
import { readWhole } from '../source-file.ts';
import { attributionOf, type Meaning, meaningOf } from './meaning.ts';
import { type Mmdb, openMmdb } from './walk.ts';

const mostBytes = 2 ** 31 - 1;

/**
 * An MMDB file of the user's: of countries, cities, operators or anonymous networks, as its metadata says.
 * @param list name of the threat list that a database of anonymous networks becomes; made of its type where not given
 * @throws WeirError MMDB_BROKEN, MMDB_KIND_UNKNOWN, FILE_UNREADABLE; rows throw MMDB_BROKEN
 */
export async function mmdbContent(file: string, list?: string): Promise<EnrichmentContent> {
  const path = resolve(file);
  const mmdb = openMmdb(path, await readWhole(path, mostBytes));
  const meaning = meaningOf(mmdb.type);
  if (meaning === undefined) {
    throw new WeirError(
      'MMDB_KIND_UNKNOWN',
      `${path} is a database of the type "${mmdb.type}", which has no table here`,
      {
        hint: 'countries, cities, operators (ASN, ISP) and anonymous networks are read',
      },
    );
  }
  const name = meaning.table === 'threats' ? (list ?? listName(mmdb.type)) : '';
  return {
    table: meaning.table,
    name,
    format: 'mmdb',
    path,
    edition: mmdb.type,
    madeAt: mmdb.madeAt,
    attribution: attributionOf(mmdb.type),
    places: meaning.places,
    rows: rowsOf(mmdb, meaning, name),
  };
}

function listName(type: string): string {
  return type
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-$/g, '')
    .slice(0, 64);
}

function* rowsOf(mmdb: Mmdb, meaning: Meaning, list: string): Generator<NetworkRow> {
  const known = new Map<unknown, NetworkRow['cells'] | undefined>();
  for (const { network, value } of mmdb.networks()) {
    if (!known.has(value)) known.set(value, meaning.cells(value, list));
    const cells = known.get(value);
    if (cells !== undefined) yield { network, cells };
  }
}
