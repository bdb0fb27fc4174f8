import os from 'node:os';
import { join } from 'node:path';
import { DuckDb, quoted } from './duckdb-client.ts';
import { freshFolder, type Load, type Logs, type Store } from './store.ts';

/** DuckDB with a file of its own: one `CREATE TABLE … AS SELECT` over all objects, nothing derived, nothing checked. */
export async function openDuckDb(root: string, name: string): Promise<Store> {
  const file = join(await freshFolder(root, name), 'flows.duckdb');
  const duck = await DuckDb.start(file);
  // Its own default, four fifths of the memory, would leave the other stores to the swap.
  await duck.ask(`SET memory_limit = '${Math.floor(os.totalmem() / 3 / 1024 ** 2)}MiB'`);
  let peak: number | null = null;

  async function load(logs: Logs): Promise<Load> {
    const files = `[${logs.files.map(quoted).join(', ')}]`;
    const from =
      logs.kind === 'text' ? `read_csv(${files}, delim = ' ', header = true, nullstr = '-')` : `read_parquet(${files})`;
    const made = await duck.ask(`CREATE TABLE flows AS SELECT * FROM ${from}`);
    // The table is committed; this only makes the file as small as it gets.
    const kept = await duck.ask('CHECKPOINT');
    peak = kept.peakMemory;
    return {
      seconds: made.seconds,
      cpuSeconds: made.cpuSeconds,
      peakMemory: kept.peakMemory,
      detail: { cpu_seconds_afterwards: kept.cpuSeconds },
    };
  }

  return {
    name: 'duckdb',
    load,
    async totals() {
      const { rows } = await duck.ask('SELECT count(*)::VARCHAR AS records, sum(bytes)::VARCHAR AS bytes FROM flows');
      return { records: String(rows[0]?.['records']), bytes: String(rows[0]?.['bytes']) };
    },
    async size() {
      // The file may hold free blocks; only those in use are counted.
      const { rows } = await duck.ask('PRAGMA database_size');
      const size = Number(rows[0]?.['used_blocks']) * Number(rows[0]?.['block_size']);
      return { records: size, all: size };
    },
    async ask(sql) {
      const { seconds, cpuSeconds, rows, peakMemory } = await duck.ask(sql);
      peak = peakMemory;
      return { seconds, cpuSeconds, rows };
    },
    peakMemory: async () => peak,
    async version() {
      const { rows, packageVersion } = await duck.ask('SELECT version() AS version');
      return `${String(rows[0]?.['version'])} (@duckdb/node-api ${packageVersion})`;
    },
    close: () => duck.close(),
  };
}
