import { ensureEngine, stopEngine } from '../src/engine/index.ts';
import { type Field, fieldNamed } from '../src/fields/index.ts';
import { createFlowClient } from '../src/store/index.ts';
import { askEngine, settled, sizeOf } from './engine-state.ts';
import { cpuBetween, usageOf } from './process-usage.ts';
import { freshFolder, type Load, type Logs, type Store } from './store.ts';

/** Column type, and the expression that reads it from a token. A missing value becomes the type's zero or ''. */
function columnFor(field: Field, token: string): { type: string; sql: string } {
  switch (field.kind) {
    case 'address':
      return { type: 'IPv6 CODEC(ZSTD(1))', sql: `toIPv6OrZero(${token})` };
    case 'time':
      return { type: "DateTime('UTC') CODEC(T64, ZSTD(1))", sql: `toDateTime(toUInt32OrZero(${token}), 'UTC')` };
    case 'count':
      return { type: 'UInt64 CODEC(T64, ZSTD(1))', sql: `toUInt64OrZero(${token})` };
    case 'port':
    case 'code':
      return { type: 'UInt16 CODEC(ZSTD(1))', sql: `toUInt16OrZero(${token})` };
    case 'protocol':
      return { type: 'UInt8 CODEC(ZSTD(1))', sql: `toUInt8OrZero(${token})` };
    case 'word':
    case 'text':
      return { type: 'LowCardinality(String)', sql: `toLowCardinality(if(${token} = '-', '', ${token}))` };
  }
}

/** The engine alone, as an expert would load these very files: one typed table, split in SQL, nothing beside it. */
export async function openBare(root: string, name: string): Promise<Store> {
  const data = await freshFolder(root, name);
  const { pid } = await ensureEngine(data);
  const client = createFlowClient({ dataFolder: data });

  async function load(logs: Logs): Promise<Load> {
    if (logs.kind !== 'text') throw new Error('the bare engine is compared on text alone');
    const columns = logs.header.map((spelling, index) => {
      const field = fieldNamed(spelling.replaceAll('-', '_'));
      if (field === undefined) throw new Error(`the demo wrote a field that the catalogue does not know: ${spelling}`);
      return { name: field.name, ...columnFor(field, `a[${index + 1}]`) };
    });
    await client.command('CREATE DATABASE weir');
    await client.command(
      `CREATE TABLE weir.bare (${columns.map((c) => `\`${c.name}\` ${c.type}`).join(', ')})
       ENGINE = MergeTree ORDER BY (toStartOfTenMinutes(start), interface_id, srcaddr, dstaddr)`,
    );
    const select = columns.map((c) => `${c.sql} AS \`${c.name}\``).join(', ');
    const sql = `INSERT INTO weir.bare SELECT ${select}
      FROM (SELECT splitByChar(' ', line) AS a FROM input('line String') WHERE NOT startsWith(line, 'version'))
      FORMAT LineAsString`;
    const before = usageOf(pid);
    const began = performance.now();
    let next = 0;
    const lane = async () => {
      for (let file = logs.files[next++]; file !== undefined; file = logs.files[next++]) {
        await client.insertObject(sql, { path: file, compression: 'gzip' }, { max_threads: 1, max_insert_threads: 1 });
      }
    };
    await Promise.all([lane(), lane()]);
    const seconds = (performance.now() - began) / 1000;
    const after = usageOf(pid);
    await settled(client);
    const rest = usageOf(pid);
    return {
      seconds,
      cpuSeconds: cpuBetween(before, after),
      peakMemory: rest.peakMemory,
      detail: { cpu_seconds_afterwards: cpuBetween(after, rest) },
    };
  }

  return {
    name: 'bare',
    load,
    async totals() {
      const [row] = await client.rows<{ records: string; bytes: string }>(
        'SELECT count() AS records, sum(bytes) AS bytes FROM weir.bare',
      );
      return { records: String(row?.records), bytes: String(row?.bytes) };
    },
    size: () => sizeOf(client, 'bare', []),
    ask: (sql, options) => askEngine(client, pid, sql, options),
    peakMemory: async () => usageOf(pid).peakMemory,
    async version() {
      const [row] = await client.rows<{ version: string }>('SELECT version() AS version');
      return `ClickHouse ${String(row?.version)}`;
    },
    async close() {
      await client.close();
      await stopEngine(data);
    },
  };
}
