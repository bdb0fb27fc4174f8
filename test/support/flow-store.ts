import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stopEngine } from '../../src/engine/index.ts';
import { createFlowClient, type FlowClient, migrate } from '../../src/store/index.ts';

export interface TestStore {
  readonly client: FlowClient;
  readonly dataFolder: string;
  close(): Promise<void>;
}

/** An empty, migrated store of its own, on an engine of its own. */
export async function openStore(name: string): Promise<TestStore> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), `weir-${name}-`));
  const client = createFlowClient({ dataFolder });
  await migrate(client);
  return {
    client,
    dataFolder,
    close: async () => {
      await client.close();
      await stopEngine(dataFolder);
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** 2026-11-20T00:00:00Z */
export const dataStart = 1_795_132_800;
export const dataHours = 30;

/**
 * Fills the landing with made-up records over thirty hours: both address families, refusals, NODATA without addresses,
 * missing bytes, untimed records, bytes beyond 2^53. The same for every run.
 */
export async function fillStore(client: FlowClient, records = 20_000): Promise<void> {
  const pick = (salt: number, n: number) => `(cityHash64(number, ${salt}) % ${n})`;
  const timed = `${pick(1, 97)} != 0`;
  const traffic = `${pick(2, 40)} != 0`;
  const address = (salt: number) =>
    `if(${traffic}, multiIf(${pick(salt, 10)} < 5, toIPv6(concat('10.0.', toString(${pick(salt + 1, 3)}), '.', toString(${pick(salt + 2, 40)}))), ${pick(salt, 10)} < 9, toIPv6(concat('52.1.2.', toString(${pick(salt + 3, 60)}))), toIPv6(concat('2001:db8::', hex(${pick(salt + 4, 30)})))), NULL)`;
  const select = [
    `if(${pick(3, 9)} = 0, NULL, concat('1111111111', toString(10 + ${pick(4, 3)}))) AS account_id`,
    `if(${pick(5, 50)} = 0, NULL, concat('eni-', toString(${pick(6, 12)}))) AS interface_id`,
    `${address(100)} AS srcaddr`,
    `${address(200)} AS dstaddr`,
    `if(${traffic}, toUInt16(1024 + ${pick(7, 60000)}), NULL) AS srcport`,
    `if(${traffic}, toUInt16([443, 80, 22, 5432, 3389, 50000][1 + ${pick(8, 6)}]), NULL) AS dstport`,
    `if(${traffic}, toUInt8([6, 6, 17, 1][1 + ${pick(9, 4)}]), NULL) AS protocol`,
    `if(${traffic}, toUInt64(1 + ${pick(10, 90)}), NULL) AS packets`,
    `if(${traffic} AND ${pick(11, 30)} != 0, if(${pick(12, 5000)} = 0, toUInt64(9007199254740993), toUInt64(40 + ${pick(13, 100000)})), NULL) AS bytes`,
    `if(${timed}, toDateTime(${dataStart} + ${pick(14, dataHours * 3600)}, 'UTC'), NULL) AS start`,
    `if(${timed}, toInt32(${pick(15, 600)}), NULL) AS duration`,
    `if(${traffic}, if(${pick(16, 7)} = 0, 'REJECT', 'ACCEPT'), NULL) AS action`,
    `if(${traffic}, 'OK', if(${pick(17, 3)} = 0, 'SKIPDATA', 'NODATA')) AS log_status`,
    `if(${pick(18, 4)} = 0, NULL, concat('vpc-', toString(${pick(19, 3)}))) AS vpc_id`,
    `if(${traffic} AND ${pick(20, 3)} != 0, if(${pick(21, 2)} = 0, 'ingress', 'egress'), NULL) AS flow_direction`,
    `if(${pick(22, 3)} = 0, toUInt16(${pick(23, 64)}), NULL) AS tcp_flags`,
    "if(number % 2 = 0, 'eu-west-1', 'us-east-1') AS region",
    "map('custom', toString(number % 5)) AS extra",
    'toUInt64(18446744073709551000 + number % 3) AS object_id',
    '1 AS ok',
  ];
  const names = select.map((s) => s.slice(s.lastIndexOf(' AS ') + 4));
  await client.command(`INSERT INTO weir.country_prefixes VALUES ('52.1.2.0/25', 'US'), ('2001:db8::/32', 'NL')`);
  await client.command('SYSTEM RELOAD DICTIONARY weir.country_of');
  await client.command(
    `INSERT INTO weir.parsed (${names.join(', ')}) SELECT ${select.join(', ')} FROM numbers(${records})`,
  );
}
