// What it costs to know more: the same logs loaded and then settled, in engine CPU and in time. With
// `cold` the engine has just started, with `warm` it has done the same before:
// node bench/enrichment.ts [records] [minutes of an object]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeDemo } from '../src/demo/index.ts';
import { engineStatus, stopEngine } from '../src/engine/index.ts';
import { loadCountries } from '../src/enrich/index.ts';
import { ingest } from '../src/ingest/index.ts';
import { importInventory } from '../src/inventory/index.ts';
import { createFlowClient, migrate, settleFlows } from '../src/store/index.ts';
import { cpuBetween, usageOf } from './process-usage.ts';

const [records = 1_000_000, objectMinutes = 120] = process.argv.slice(2).map(Number);
const rounds = 3;

interface Spent {
  readonly seconds: number;
  readonly cpu: number;
}

const root = await mkdtemp(path.join(tmpdir(), 'weir-bench-enrichment-'));
const demo = await writeDemo({
  folder: path.join(root, 'logs'),
  hours: 24,
  rate: records / 86_400,
  objectMinutes,
  end: 1_795_132_800,
});
console.log(`${demo.records} records in ${demo.files} files`);

/** What is known of addresses before the load, from nothing on. */
const knowing = ['nothing', 'countries', 'countries and inventory'] as const;

async function round(known: (typeof knowing)[number]): Promise<Record<'load' | 'cold' | 'warm', Spent>> {
  const data = path.join(root, `data-${knowing.indexOf(known)}`);
  const client = createFlowClient({ dataFolder: data });
  const spent = async (work: () => Promise<unknown>): Promise<Spent> => {
    const { pid } = await engineStatus(data);
    const [before, mine, began] = [usageOf(pid), process.cpuUsage(), performance.now()];
    await work();
    // What the engine still puts in order belongs to the work that left it.
    for (;;) {
      const [merges] = await client.rows<{ n: string }>('SELECT count() AS n FROM system.merges');
      if (merges?.n === '0') break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const seconds = (performance.now() - began) / 1000;
    const own = process.cpuUsage(mine);
    return { seconds, cpu: (cpuBetween(before, usageOf(pid)) ?? 0) + (own.user + own.system) / 1e6 };
  };
  try {
    await migrate(client);
    if (known !== 'nothing') await loadCountries(client, { keepLoaded: true });
    if (known === 'countries and inventory') await importInventory(client, [demo.inventory], { now: Date.now() });
    const load = await spent(() => ingest(client, [demo.logs]));
    const cold = await spent(() => settleFlows(client));
    const warm = await spent(() => settleFlows(client, { everything: true }));
    return { load, cold, warm };
  } finally {
    await client.close();
    await stopEngine(data);
    await rm(data, { recursive: true, force: true });
  }
}

const share = (part: number, rest: number) => (part / (part + rest)).toFixed(2);
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
try {
  for (const known of knowing) {
    const all: Awaited<ReturnType<typeof round>>[] = [];
    for (let i = 0; i < rounds; i++) all.push(await round(known));
    const of = (what: 'load' | 'cold' | 'warm', how: keyof Spent) => median(all.map((one) => one[what][how]));
    console.log(`knowing ${known}: load ${of('load', 'seconds').toFixed(2)} s, ${of('load', 'cpu').toFixed(2)} s CPU`);
    for (const what of ['cold', 'warm'] as const) {
      const [seconds, cpu] = [of(what, 'seconds'), of(what, 'cpu')];
      console.log(
        `  settling, ${what}: ${seconds.toFixed(2)} s, ${cpu.toFixed(2)} s CPU: ${share(seconds, of('load', 'seconds'))} of the time and ${share(cpu, of('load', 'cpu'))} of the CPU of both together`,
      );
    }
  }
} finally {
  await rm(root, { recursive: true, force: true });
}
