import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Data that comes as a package of npm. */
export interface PackagedData {
  readonly files: readonly string[];
  readonly version: string;
  /** Unix seconds; null where the version does not tell. */
  readonly madeAt: number | null;
}

/** Where a package of ip-location-db lies, with its two files of ranges; undefined where it is not installed. */
export async function packagedData(name: string): Promise<PackagedData | undefined> {
  const require = createRequire(import.meta.url);
  try {
    const manifest = require.resolve(`${name}/package.json`);
    const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
    const base = name.slice(name.indexOf('/') + 1);
    // 2.3.2026061719 was made on 17 June 2026.
    const day = /\.(\d{4})(\d{2})(\d{2})\d*$/.exec(version);
    return {
      files: [4, 6].map((family) => join(dirname(manifest), `${base}-ipv${family}.csv`)),
      version,
      madeAt: day === null ? null : Date.parse(`${day[1]}-${day[2]}-${day[3]}T00:00:00Z`) / 1000,
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
