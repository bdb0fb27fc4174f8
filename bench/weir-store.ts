import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { engineStatus, stopEngine } from '../src/engine/index.ts';
import { createFlowClient, tables } from '../src/store/index.ts';
import { askEngine, settled, sizeOf } from './engine-state.ts';
import { cpuBetween, usageOf } from './process-usage.ts';
import { freshFolder, type Load, type Logs, type Store } from './store.ts';

const launcher = fileURLToPath(new URL('../bin/weir', import.meta.url));
const pollMs = 100;

interface Command {
  readonly seconds: number;
  readonly peakMemory: number | null;
  readonly out: string;
}

/** Runs `bin/weir` to its end. Throws what it printed when it fails. */
async function weir(args: readonly string[]): Promise<Command> {
  const began = performance.now();
  const child = spawn(process.execPath, [launcher, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  let peakMemory: number | null = null;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const poll = setInterval(() => {
    peakMemory = usageOf(child.pid).peakMemory ?? peakMemory;
  }, pollMs);
  const [code] = await once(child, 'close');
  clearInterval(poll);
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`weir ${args.join(' ')} ended with ${String(code)}:\n${err}${out}`);
  return { seconds, peakMemory, out };
}

/**
 * Weir as a user runs it: `weir ingest` into a data folder that has its engine, its tables and its country data. What
 * the first use of a folder takes is measured beside it.
 */
export async function openWeir(root: string, name: string): Promise<Store> {
  const data = await freshFolder(root, name);
  const first = await weir(['countries', '--data', data]).catch(async (error: unknown) => {
    // The command may fail behind an engine that it has started.
    await stopEngine(data);
    throw error;
  });
  const client = createFlowClient({ dataFolder: data });

  const enginePid = async () => (await engineStatus(data)).pid;

  async function load(logs: Logs): Promise<Load> {
    await settled(client);
    const pid = await enginePid();
    const before = usageOf(pid);
    const command = await weir(['ingest', logs.folder, '--data', data, '--json']);
    const after = usageOf(pid);
    await settled(client);
    const rest = usageOf(pid);
    const summary = JSON.parse(command.out) as { seconds: number; quarantined: number };
    if (summary.quarantined !== 0) throw new Error(`weir put ${summary.quarantined} lines into quarantine`);
    return {
      seconds: command.seconds,
      cpuSeconds: cpuBetween(before, after),
      peakMemory: rest.peakMemory,
      detail: {
        first_use_seconds: first.seconds,
        summary_seconds: summary.seconds,
        cpu_seconds_afterwards: cpuBetween(after, rest),
        command_peak_memory: command.peakMemory,
      },
    };
  }

  return {
    name: 'weir',
    load,
    async totals() {
      const [row] = await client.rows<{ records: string; bytes: string }>(
        'SELECT count() AS records, sum(bytes) AS bytes FROM weir.flows',
      );
      return { records: String(row?.records), bytes: String(row?.bytes) };
    },
    size: () =>
      sizeOf(
        client,
        'flows',
        tables.map((table) => table.name).filter((table) => table !== 'country_prefixes' && table !== 'flows'),
      ),
    client,
    ask: async (sql, options) => askEngine(client, await enginePid(), sql, options),
    peakMemory: async () => usageOf(await enginePid()).peakMemory,
    async version() {
      const [row] = await client.rows<{ version: string }>('SELECT version() AS version');
      return `${(await weir(['--version'])).out.trim()}, engine ${String(row?.version)}`;
    },
    async close() {
      await client.close();
      await stopEngine(data);
    },
  };
}
