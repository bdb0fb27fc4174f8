import { WeirError } from '../core/index.ts';
import type { NetworkRow } from '../store/index.ts';
import { networkOf, networksBetween } from './network-text.ts';
import { linesOf } from './source-file.ts';

/** What a line says behind its network or range. */
export interface RangeShape {
  readonly code: string;
  /** What a line must be, for errors. */
  readonly expected: string;
  readonly hint: string;
  /** The cells of a row, in the order of the table; undefined where the values cannot be. */
  cells(values: readonly string[]): readonly (string | null)[] | undefined;
}

/**
 * Rows of files with lines `first,last,value…` or `network,value…`; empty lines and those with # say nothing.
 * @throws WeirError of the shape's code with file and line
 */
export async function* rangeRows(paths: readonly string[], shape: RangeShape): AsyncGenerator<NetworkRow> {
  for (const path of paths) {
    for await (const { number, text } of linesOf(path)) {
      if (text.trim() === '' || text.startsWith('#')) continue;
      const found = readLine(cellsOf(text), shape);
      if (found === undefined) {
        throw new WeirError(shape.code, `${path}:${number}: "${text.slice(0, 80)}" is not ${shape.expected}`, {
          hint: shape.hint,
        });
      }
      for (const network of found.networks) yield { network, cells: found.cells };
    }
  }
}

function readLine([first = '', ...others]: readonly string[], shape: RangeShape) {
  const isNetwork = first.includes('/');
  const network = isNetwork ? networkOf(first) : undefined;
  const networks = isNetwork ? network && [network] : networksBetween(first, others[0] ?? '');
  const cells = shape.cells(isNetwork ? others : others.slice(1));
  return networks === undefined || cells === undefined ? undefined : { networks, cells };
}

/** The cells of a line of CSV. Blanks around them are no part of them. */
function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',').map((cell) => cell.trim());
  return [...line.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '').trim() : quoted.replaceAll('""', '"'),
  );
}
