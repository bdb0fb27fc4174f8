// The bench: the same logs into Weir, DuckDB and the bare engine, the same six questions, and queries of the language
// beside SQL written by hand. See docs/benchmarks.md.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureLanguage } from './language.ts';
import { writeLogs, writeParquet } from './logs.ts';
import { measureLoads, measureQuestions, Stores } from './measure.ts';
import { type BenchOptions, readOptions, UsageError, usage } from './options.ts';
import { machineNow, markdown, type Run } from './report.ts';
import { type Logs, type Store, type StoreName, storeNames } from './store.ts';

const outFolder = fileURLToPath(new URL('./out/', import.meta.url));
const note = (line: string) => void process.stderr.write(`${line}\n`);

/** Asks every store and collects the answers under their names. */
async function ofEach<T>(stores: ReadonlyMap<StoreName, Store>, ask: (store: Store) => Promise<T>) {
  const pairs = await Promise.all([...stores].map(async ([name, store]) => [name, await ask(store)] as const));
  return new Map(pairs);
}

type StorePart = Pick<Run, 'logs' | 'loads' | 'host' | 'questions' | 'answers'>;

const described = (logs: Logs): Run['logs'][number] => ({
  kind: logs.kind,
  records: logs.truth.totals.records,
  files: logs.files.length,
  bytes: logs.bytes,
});

/** Loads, and what they left in the stores. Where the language alone is asked for, once, and what it needs. */
async function load(root: string, stores: Stores, text: Logs, { only, rounds }: BenchOptions) {
  if (only === 'language') {
    const { loads, last } = await measureLoads(stores, text, ['weir', 'duckdb'], 1, note);
    return { logs: [described(text)], loads, last };
  }
  const parquet = await writeParquet(root, text);
  const ofParquet = await measureLoads(stores, parquet, ['weir', 'duckdb'], rounds, note);
  const { loads, last } = await measureLoads(stores, text, storeNames, rounds, note);
  return { logs: [text, parquet].map(described), loads: [...loads, ...ofParquet.loads], last };
}

async function bench(root: string, stores: Stores, options: BenchOptions): Promise<Run> {
  const machine = machineNow();
  const started = new Date().toISOString();
  note(`writing about ${options.records} records to ${root} …`);
  const text = await writeLogs(root, options);
  const { last, ...loaded } = await load(root, stores, text, options);
  const { rounds, only } = options;
  const asked: Omit<StorePart, 'logs' | 'loads'> =
    only === 'language' ? { host: '', questions: [], answers: [] } : await measureQuestions(last, text, rounds, note);
  const language = only === 'store' ? undefined : await measureLanguage(last, text, rounds, note);
  const versions = await ofEach(last, (store) => store.version());
  const peaks = await ofEach(last, (store) => store.peakMemory());
  const names = { Weir: 'weir', DuckDB: 'duckdb', 'bare engine': 'bare' } as const;
  return {
    started,
    finished: new Date().toISOString(),
    options,
    machine,
    versions: {
      ...Object.fromEntries(
        Object.entries(names).flatMap(([shown, name]) => {
          const version = versions.get(name);
          return version === undefined ? [] : [[shown, version]];
        }),
      ),
      Node: process.version,
    },
    ...loaded,
    ...asked,
    peakMemoryAfterQuestions: {
      weir: peaks.get('weir') ?? null,
      duckdb: peaks.get('duckdb') ?? null,
      bare: peaks.get('bare') ?? null,
    },
    ...(language === undefined ? {} : { language }),
  };
}

async function keepResults(run: Run): Promise<string> {
  await mkdir(outFolder, { recursive: true });
  const { only, format, records } = run.options;
  const name = [run.started.replace(/[:.]/g, '-'), format, records, ...(only === undefined ? [] : [only])].join('-');
  await writeFile(join(outFolder, `${name}.json`), `${JSON.stringify(run, null, 2)}\n`);
  await writeFile(join(outFolder, `${name}.md`), markdown(run));
  return join(outFolder, `${name}.json`);
}

async function main(options: BenchOptions): Promise<void> {
  // Engines of stores that wait for their turn must not end themselves.
  process.env['WEIR_ENGINE_IDLE_SECONDS'] = '7200';
  const root = await mkdtemp(join(os.tmpdir(), 'weir-bench-'));
  const stores = new Stores(root, options.keep);
  const cleanUp = async () => {
    await stores.closeAll();
    if (!options.keep) await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void cleanUp().finally(() => process.exit(130)));
  }
  try {
    const run = await bench(root, stores, options);
    const file = await keepResults(run);
    process.stdout.write(`${markdown(run)}\n`);
    note(`kept as ${file}${options.keep ? `; logs and stores in ${root}` : ''}`);
  } finally {
    await cleanUp();
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(usage);
  else await main(options);
} catch (error) {
  const expected = error instanceof UsageError;
  note(
    `bench: ${expected ? `${error.message}\n\n${usage}` : error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  process.exitCode = expected ? 2 : 1;
}
