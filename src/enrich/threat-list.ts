import { resolve } from 'node:path';
import { WeirError } from '../core/index.ts';
import type { EnrichmentContent, NetworkRow } from '../store/index.ts';
import { networkOf, networksBetween } from './network-text.ts';
import { changedAt, linesOf } from './source-file.ts';

/**
 * A threat list: an address, a network or a range first-last on a line, and a remark behind it. Lines that are empty or
 * begin with # ; or // say nothing.
 * @throws WeirError LIST_NAME_INVALID, FILE_UNREADABLE; rows throw THREAT_LIST_INVALID with file and line
 */
export async function threatListContent(name: string, file: string): Promise<EnrichmentContent> {
  if (!/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(name)) {
    throw new WeirError('LIST_NAME_INVALID', `"${name}" cannot be the name of a list`, {
      kind: 'usage',
      hint: 'a letter, then letters, digits, _ . and -, at most 64: weir enrich threats <name> <file>',
    });
  }
  const path = resolve(file);
  const madeAt = await changedAt(path);
  return {
    table: 'threats',
    name,
    format: 'list',
    path,
    edition: '',
    madeAt,
    attribution: '',
    rows: rowsOf(name, path),
  };
}

async function* rowsOf(name: string, path: string): AsyncGenerator<NetworkRow> {
  for await (const { number, text } of linesOf(path)) {
    const line = text.replace(/^\uFEFF/, '').trim();
    if (line === '' || /^(#|;|\/\/)/.test(line)) continue;
    const [, head = '', rest = ''] =
      /^([0-9A-Fa-f.:/]+(?:\s*-\s*[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]+)?)(.*)$/.exec(line) ?? [];
    const [first = '', last] = head.split('-').map((part) => part.trim());
    const single = last === undefined ? networkOf(first) : undefined;
    const networks = last === undefined ? single && [single] : networksBetween(first, last);
    if (networks === undefined || !/^($|[\s,;#|])/.test(rest)) {
      throw new WeirError('THREAT_LIST_INVALID', `${path}:${number}: "${line.slice(0, 80)}" begins with no address`, {
        hint: 'each line is an address, a network or first-last, and a remark behind # where there is one',
      });
    }
    const remark = rest.replace(/^[\s,;#|]+/, '').trim();
    for (const network of networks) yield { network, cells: [name, remark === '' ? null : remark] };
  }
}
