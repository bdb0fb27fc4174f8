import { glob, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { WeirError } from '../../core/index.ts';
import type { Source, SourceObject } from '../object.ts';

/** In a folder, what can hold flow logs; a file that is named itself is always tried. */
const logNames = /\.(log|gz|parquet|txt|jsonl|ndjson|json)$/i;
const globCharacters = /[*?[\]{}]/;

async function* walk(folder: string): AsyncIterable<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile() && logNames.test(entry.name)) yield path;
  }
}

async function* pathsAt(location: string): AsyncIterable<string> {
  const found = await stat(location).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new WeirError('INPUT_UNREADABLE', `${location}: ${error.message}`, { cause: error });
  });
  if (found?.isDirectory()) yield* walk(location);
  else if (found !== undefined) yield location;
  else if (globCharacters.test(location)) {
    const matches: string[] = [];
    for await (const match of glob(location)) matches.push(match);
    for (const match of matches.sort()) yield* pathsAt(match);
  }
}

export const source: Source = {
  name: 'files',
  summary: 'Files, folders and glob patterns on this machine.',
  accepts: (location) => !/^[a-z][a-z0-9+.-]*:\/\//i.test(location),
  async *list(location) {
    let any = false;
    for await (const path of pathsAt(location)) {
      any = true;
      const { size } = await stat(path);
      const object: SourceObject = { source: 'files', path: resolve(path), name: path, size };
      yield object;
    }
    if (!any) {
      throw new WeirError('INPUT_MISSING', `${location}: there is no such file, and no file matches`, {
        hint: 'give a file, a folder that holds .log, .gz, .parquet, .txt or .json files, or a pattern in quotes',
      });
    }
  },
};
