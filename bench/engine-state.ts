import { setTimeout as sleep } from 'node:timers/promises';
import type { FlowClient, QueryOptions } from '../src/store/index.ts';
import { cpuBetween, usageOf } from './process-usage.ts';
import type { Answer, Size } from './store.ts';

const settleTimeoutMs = 120_000;

/** Waits until the engine merges nothing any more, so that one store's work is not measured as another's. */
export async function settled(client: FlowClient): Promise<void> {
  const deadline = Date.now() + settleTimeoutMs;
  for (let quiet = 0; quiet < 3; ) {
    const [row] = await client.rows<{ merges: string }>('SELECT count() AS merges FROM system.merges');
    quiet = row?.merges === '0' ? quiet + 1 : 0;
    if (Date.now() > deadline) throw new Error(`the engine still merges after ${settleTimeoutMs / 1000} s`);
    await sleep(300);
  }
}

/** What the active parts of the tables take on the disk, indexes included. */
export async function sizeOf(client: FlowClient, table: string, beside: readonly string[]): Promise<Size> {
  const rows = await client.rows<{ table: string; bytes: string }>(
    `SELECT table, sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = {database:String} GROUP BY table`,
    { params: { database: client.placement.database } },
  );
  const bytes = (names: readonly string[]) =>
    rows.filter((row) => names.includes(row.table)).reduce((sum, row) => sum + Number(row.bytes), 0);
  return { records: bytes([table]), all: bytes([table, ...beside]) };
}

/** Asks the engine with that process id, from sending the statement to having its rows. */
export async function askEngine(
  client: FlowClient,
  pid: number | null,
  sql: string,
  options: QueryOptions = {},
): Promise<Answer> {
  const before = usageOf(pid);
  const began = performance.now();
  const rows = await client.rows<Record<string, unknown>>(sql, options);
  const seconds = (performance.now() - began) / 1000;
  return { seconds, cpuSeconds: cpuBetween(before, usageOf(pid)), rows };
}
