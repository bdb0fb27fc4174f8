import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCountries } from '../../src/enrich/index.ts';
import { createFlowClient, migrate } from '../../src/store/index.ts';
import { plainEnvironment, temporaryFolder, WEIR } from './weir.ts';

/** Starts `bin/weir` and leaves it running. */
export function startWeir(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [WEIR, ...args], { env: plainEnvironment(), stdio: ['ignore', 'ignore', 'ignore'] });
}

export interface TemporaryData {
  /** A few networks in place of all countries, which take an engine seconds whenever it starts. */
  readonly fewCountries?: boolean;
}

/** A data folder for one test; `remove` stops its engine and deletes it. */
export async function temporaryData({ fewCountries = false }: TemporaryData = {}): Promise<{
  folder: string;
  data: string;
  remove(): Promise<void>;
}> {
  const { path, remove } = await temporaryFolder('data');
  const data = join(path, 'data');
  if (fewCountries) await giveFewCountries(data);
  return { folder: path, data, remove };
}

/** Makes the store of a data folder, with two networks that have a country, from a file beside it. */
export async function giveFewCountries(data: string): Promise<void> {
  const own = `${data}-countries.csv`;
  await writeFile(own, '203.0.113.0/24,DE\n2001:db8::/32,FR\n');
  const client = createFlowClient({ dataFolder: data });
  try {
    await migrate(client);
    await loadCountries(client, { own });
  } finally {
    await client.close();
  }
}
