import { resolve } from 'node:path';
import { WeirError } from '../core/index.ts';
import { type Csv, type EnrichmentContent, type NetworkRow, readCsv } from '../store/index.ts';
import { networkOf } from './network-text.ts';
import { changedAt, readWhole } from './source-file.ts';

const columns = ['network', 'label', 'owner', 'environment'] as const;
const mostBytes = 10 * 2 ** 20;
/** Every query that calls isInternal() carries them. */
const mostNetworks = 10_000;

/**
 * The user's own networks, from a CSV with the columns network, label and, where wanted, owner and environment; without
 * a header the columns have this order.
 * @throws WeirError NETWORKS_INVALID with file and line, FILE_UNREADABLE, FILE_TOO_LARGE
 */
export async function ownNetworksContent(file: string): Promise<EnrichmentContent> {
  const path = resolve(file);
  const madeAt = await changedAt(path);
  const text = (await readWhole(path, mostBytes)).toString('utf8');
  const rows = rowsOf(path, parsed(path, text));
  return { table: 'networks', name: '', format: 'csv', path, edition: '', madeAt, attribution: '', rows };
}

const shape = 'the columns are network, label and, where wanted, owner and environment';

function invalid(path: string, line: number, what: string, hint = shape): WeirError {
  return new WeirError('NETWORKS_INVALID', `${path}:${line}: ${what}`, { hint });
}

function parsed(path: string, text: string): Csv {
  try {
    return readCsv(text);
  } catch (error) {
    if (!(error instanceof WeirError)) throw error;
    const [, line, what] = /^line (\d+), (.*)$/s.exec(error.message) ?? [];
    throw invalid(path, Number(line ?? 1), what ?? error.message, error.hint);
  }
}

function rowsOf(path: string, csv: Csv): NetworkRow[] {
  const hasHeader = networkOf(csv.header[0]?.trim() ?? '') === undefined;
  const names = hasHeader ? csv.header.map((name) => name.trim().toLowerCase()) : columns.slice(0, csv.header.length);
  const strange = names.find((name) => !columns.some((column) => column === name));
  if (strange !== undefined || names.length > csv.header.length || new Set(names).size < names.length)
    throw invalid(path, 1, `the column "${strange ?? names.join(', ')}" is not expected`);
  if (!hasHeader && csv.header.length > columns.length) throw invalid(path, 1, `${csv.header.length} cells`);
  for (const name of columns.slice(0, 2))
    if (!names.includes(name)) throw invalid(path, 1, `the column "${name}" is missing`);
  const rows = hasHeader ? csv.rows : [{ line: 1, cells: csv.header }, ...csv.rows];
  if (rows.length > mostNetworks) throw invalid(path, mostNetworks + 2, `more than ${mostNetworks} networks`);
  const lines = new Map<string, number>();
  return rows.map(({ line, cells }) => {
    const cell = (name: string) => cells[names.indexOf(name)]?.trim() || null;
    const network = networkOf(cell('network') ?? '');
    if (network === undefined)
      throw invalid(
        path,
        line,
        `"${cell('network') ?? ''}" is no network`,
        'write one such as 10.20.0.0/16 or fd00::/8',
      );
    if (cell('label') === null) throw invalid(path, line, `${network} has no label`);
    const before = lines.get(network);
    if (before !== undefined)
      throw invalid(path, line, `${network} stands in line ${before}, too`, 'name each network once');
    lines.set(network, line);
    return { network, cells: [cell('label'), cell('owner'), cell('environment')] };
  });
}
