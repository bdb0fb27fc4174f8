import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { type DemoTruth, writeDemo } from '../src/demo/index.ts';
import { fieldNamed } from '../src/fields/index.ts';
import { DuckDb, quoted } from './duckdb-client.ts';
import type { BenchOptions } from './options.ts';
import { freshFolder, type Logs } from './store.ts';

const hours = 24;
/** About 8 MB of gzip text of version 5. */
const recordsPerObject = 200_000;
/** The last second of the logs, always the same, so that two runs load the same bytes. */
const end = Date.UTC(2026, 5, 21) / 1000;

/** Writes a day of a demo network's traffic, cut into objects. */
export async function writeLogs(root: string, options: BenchOptions): Promise<Logs> {
  const perMinute = options.records / (hours * 60);
  const minutes = Math.round(recordsPerObject / perMinute / 5) * 5;
  const written = await writeDemo({
    folder: join(root, 'demo'),
    hours,
    rate: options.records / (hours * 3600),
    seed: 1,
    end,
    format: options.format,
    objectMinutes: Math.min(240, Math.max(5, minutes)),
  });
  const truth = JSON.parse(await readFile(written.truth, 'utf8')) as DemoTruth;
  const files = await filesBelow(written.logs, '.log.gz');
  return {
    kind: 'text',
    folder: written.logs,
    files,
    header: await headerOf(files[0]),
    bytes: written.compressedBytes,
    truth,
  };
}

async function filesBelow(folder: string, ending: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));
}

async function headerOf(file: string | undefined): Promise<string[]> {
  if (file === undefined) throw new Error('the demo wrote no object');
  const input = createReadStream(file).pipe(createGunzip());
  for await (const line of createInterface({ input })) {
    input.destroy();
    return line.split(' ');
  }
  throw new Error(`${file} is empty`);
}

/** The same objects as Parquet, columns named and typed as AWS does, snappy. DuckDB writes them. */
export async function writeParquet(root: string, text: Logs): Promise<Logs> {
  const folder = await freshFolder(root, 'parquet');
  const types = text.header.map((name) => `${quoted(name)}: ${quoted(parquetType(name))}`).join(', ');
  const columns = text.header.map((name) => `"${name}" AS ${name.replaceAll('-', '_')}`).join(', ');
  const duck = await DuckDb.start(undefined);
  try {
    for (const file of text.files) {
      const target = join(folder, basename(file).replace(/\.gz$/, '.parquet'));
      await duck.ask(
        `COPY (SELECT ${columns} FROM read_csv(${quoted(file)}, delim = ' ', header = true, nullstr = '-', columns = {${types}}))
         TO ${quoted(target)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 100000)`,
      );
    }
  } finally {
    await duck.close();
  }
  const files = await filesBelow(folder, '.parquet');
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return { ...text, kind: 'parquet', folder, files, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

function parquetType(name: string): string {
  const kind = fieldNamed(name.replaceAll('-', '_'))?.kind;
  switch (kind) {
    case 'time':
    case 'count':
      return 'BIGINT';
    case 'port':
    case 'protocol':
    case 'code':
      return 'INTEGER';
    case 'address':
    case 'word':
    case 'text':
      return 'VARCHAR';
    case undefined:
      throw new Error(`the demo wrote a field that the catalogue does not know: ${name}`);
  }
}
