import { lookupTableName } from '../../../contract/index.ts';
import { parseAddress, parseNetwork, rangeToNetworks, WeirError } from '../../../core/index.ts';
import { invalid, readCsv } from './csv.ts';

const mostBytes = 10 * 1024 * 1024;
const mostColumns = 200;

interface NearlyNetworks {
  readonly column: string;
  /** The first line whose value is no network, and that value. */
  readonly line: number;
  readonly value: string;
}

/** A table as it will be stored. An empty cell is missing. */
export interface TableContent {
  readonly columns: readonly string[];
  /** The column whose values are all networks or addresses; the first with a prefix length, where there are several. */
  readonly networkColumn: string | undefined;
  /** Where there is no such column: what keeps one, of which most values are networks, from being it. */
  readonly nearly: NearlyNetworks | undefined;
  /** `network` is the value of that column as `10.0.0.0/8`; empty without one. */
  readonly rows: ReadonlyArray<{ readonly cells: readonly (string | null)[]; readonly network: string }>;
}

/** Throws LOOKUP_NAME_INVALID. */
export function checkTableName(name: string, builtIn: readonly string[]): void {
  const hint = 'choose another name: a small letter, then small letters, digits and _, at most 64';
  if (!lookupTableName.safeParse(name).success)
    throw new WeirError('LOOKUP_NAME_INVALID', `"${name}" cannot be the name of a table`, { kind: 'usage', hint });
  if (builtIn.includes(name))
    throw new WeirError('LOOKUP_NAME_INVALID', `"${name}" is a table of Weir's own`, { kind: 'usage', hint });
}

/**
 * Reads a user's CSV.
 * @throws WeirError CSV_INVALID with line and column, LOOKUP_TOO_LARGE
 */
export function readTable(bytes: Uint8Array): TableContent {
  if (bytes.length > mostBytes) {
    throw new WeirError('LOOKUP_TOO_LARGE', `the file has ${bytes.length} bytes`, {
      kind: 'limit',
      hint: 'a table has at most 10 MiB: leave out columns or rows that no query needs',
    });
  }
  const { header, rows } = readCsv(decoded(bytes));
  checkHeader(header);
  const networks = networkColumn(
    header,
    rows.map((row) => row.cells),
  );
  return {
    columns: header,
    networkColumn: networks === undefined ? undefined : header[networks],
    nearly: networks === undefined ? nearlyNetworks(header, rows) : undefined,
    rows: rows.map(({ cells }) => ({
      cells: cells.map((cell) => (cell === '' ? null : cell)),
      network: networks === undefined ? '' : (networkText(cells[networks] ?? '') ?? ''),
    })),
  };
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Everything up to the first byte that is not UTF-8 can be read, and says where that byte stands.
    const readable = longestText(bytes);
    const line = readable.split('\n').length;
    const column = readable.length - readable.lastIndexOf('\n');
    throw invalid(line, column, 'this is not UTF-8', 'save the file as "CSV UTF-8"');
  }
}

function longestText(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes);
  const encoder = new TextEncoder();
  let low = 0;
  let high = text.length;
  // A damaged byte becomes U+FFFD, which encodes to other bytes: the longest prefix that encodes to the same is whole.
  const isSame = (length: number) => {
    const back = encoder.encode(text.slice(0, length));
    return back.length <= bytes.length && Buffer.compare(back, bytes.subarray(0, back.length)) === 0;
  };
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isSame(middle)) low = middle;
    else high = middle - 1;
  }
  return text.slice(0, low);
}

function checkHeader(header: readonly string[]): void {
  if (header.length > mostColumns)
    throw invalid(1, 1, `${header.length} columns`, `a table has at most ${mostColumns} columns`);
  const seen = new Set<string>();
  let column = 1;
  for (const name of header) {
    const where = `column name "${name}"`;
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      throw invalid(1, column, `${where} is no name`, 'a letter or _, then letters, digits and _');
    if (seen.has(name.toLowerCase()))
      throw invalid(1, column, `${where} stands twice`, 'give each column its own name');
    seen.add(name.toLowerCase());
    column += name.length + 1;
  }
}

function networkColumn(header: readonly string[], rows: ReadonlyArray<readonly string[]>): number | undefined {
  if (rows.length === 0) return undefined;
  const candidates = header.flatMap((_, i) =>
    rows.every((cells) => networkText(cells[i] ?? '') !== undefined) ? [i] : [],
  );
  return candidates.find((i) => rows.some((cells) => cells[i]?.includes('/'))) ?? candidates[0];
}

function nearlyNetworks(
  header: readonly string[],
  rows: ReadonlyArray<{ readonly cells: readonly string[]; readonly line: number }>,
): NearlyNetworks | undefined {
  for (const [i, column] of header.entries()) {
    const others = rows.filter(({ cells }) => networkText(cells[i] ?? '') === undefined);
    const [first] = others;
    if (first !== undefined && others.length * 2 <= rows.length)
      return { column, line: first.line, value: first.cells[i] ?? '' };
  }
  return undefined;
}

/** `10.1.2.3/8` → `10.0.0.0/8`, `10.1.2.3` → `10.1.2.3/32`; undefined for anything else. */
function networkText(text: string): string | undefined {
  const block = parseNetwork(text.trim());
  const first = block && parseAddress(block.first);
  const last = block && parseAddress(block.last);
  return first && last && rangeToNetworks(first.family, first.value, last.value)[0];
}
