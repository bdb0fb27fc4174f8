// DuckDB in a process of its own, so that its memory and time are its own. Spoken to by duckdb-client.ts.
import { createRequire } from 'node:module';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDbReply, DuckDbRequest } from './duckdb-client.ts';

const file = process.argv[2] ?? ':memory:';
const instance = await DuckDBInstance.create(file);
const connection = await instance.connect();
const packageFile = createRequire(import.meta.url)('@duckdb/node-api/package.json') as { version: string };

async function answer({ sql }: DuckDbRequest): Promise<DuckDbReply> {
  const before = process.cpuUsage();
  const began = performance.now();
  try {
    const reader = await connection.runAndReadAll(sql);
    const rows = reader.getRowObjectsJson();
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(before);
    // Linux counts in KiB here, and Node passes that on for every system.
    const peakMemory = process.resourceUsage().maxRSS * 1024;
    return { rows, seconds, cpuSeconds: (user + system) / 1e6, peakMemory, packageVersion: packageFile.version };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (request: DuckDbRequest) => {
  void answer(request).then((reply) => process.send?.(reply));
});
// Ends with the bench, however that ends.
process.once('disconnect', () => process.exit(0));
