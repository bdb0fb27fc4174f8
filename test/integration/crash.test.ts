import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { engineStatus } from '../../src/engine/index.ts';
import { createFlowClient, type FlowClient, migrate } from '../../src/store/index.ts';
import { startWeir, temporaryData } from '../support/data-folder.ts';
import { type MadeLogs, makeLogs } from '../support/make-logs.ts';
import { runWeir } from '../support/weir.ts';

/** Kills that must have interrupted something, and how often that is tried at most. */
const wantedHits = 20;
const mostRounds = 60;
const filesPerRound = 4;
let place: Awaited<ReturnType<typeof temporaryData>>;
const rounds: MadeLogs[] = [];
let client: FlowClient;

beforeAll(async () => {
  place = await temporaryData();
  client = createFlowClient({ dataFolder: place.data });
  await migrate(client);
});

afterAll(async () => {
  await client.close();
  await place.remove();
});

/** Logs of their own for every kill: each finds work to interrupt. */
async function nextLogs(): Promise<MadeLogs> {
  const from = 1_782_000_000 + rounds.length * 7200;
  const folder = join(place.folder, 'logs', String(rounds.length));
  const logs = await makeLogs(folder, filesPerRound, 4_000 + rounds.length, from);
  rounds.push(logs);
  return logs;
}

/** A share of the time of a whole load that looks random and is the same in every run. */
function share(i: number): number {
  return 0.1 + ((i * 7919 + 104_729) % 1000) / 1180;
}

async function balance() {
  const [row] = await client.rows<Record<string, string>>(`
    SELECT (SELECT count() FROM weir.flows) AS flows, (SELECT sum(bytes) FROM weir.flows) AS bytes,
      (SELECT sum(records) FROM weir.flows_by_minute) AS by_minute, (SELECT sum(bytes) FROM weir.flows_by_minute) AS bytes_by_minute,
      (SELECT sum(records) FROM weir.flows_by_hour_address WHERE role = 'src') AS by_source, (SELECT sum(records) FROM weir.flows_by_hour_address WHERE role = 'dst') AS by_destination,
      (SELECT sum(records) FROM weir.flows_by_hour_service) AS by_service, (SELECT sum(records) FROM weir.flows_by_hour_pair) AS by_pair, (SELECT sum(ok) FROM weir.coverage) AS covered,
      (SELECT count() FROM weir.quarantine) AS quarantined, (SELECT sum(records) FROM weir.object_loads) AS counted`);
  return row ?? {};
}

test('kills at many moments, of the command and of the engine, lose and double nothing', async () => {
  // One load in peace tells how long one takes here and now: the kills are to fall inside.
  const began = performance.now();
  await runWeir(['ingest', (await nextLogs()).folder, '--data', place.data, '--later']);
  const whole = performance.now() - began;
  let killedCommands = 0;
  let killedEngines = 0;
  /** Kills that interrupted something. */
  let hits = 0;
  for (let i = 0; i < mostRounds && hits < wantedHits; i++) {
    const { folder } = await nextLogs();
    // Most are to fall into the load, some into what follows.
    const settling = i % 5 === 0 ? [] : ['--later'];
    const child = startWeir(['ingest', folder, '--data', place.data, '--json', ...settling]);
    const ended = once(child, 'exit');
    await new Promise((resolve) => setTimeout(resolve, whole * share(i)));
    const running = child.exitCode === null;
    if (i % 2 === 0) {
      if (child.kill('SIGKILL')) killedCommands++;
    } else {
      const engine = await engineStatus(place.data);
      if (engine.pid !== null && killNow(engine.pid)) killedEngines++;
      // Half of the time the command goes on by itself; the other half it is stopped too.
      if (i % 4 === 1) child.kill('SIGKILL');
    }
    await ended;
    const [row] = await client.rows<{ n: string }>(
      'SELECT uniqExact(object_id) AS n FROM weir.ingest_objects WHERE path LIKE {like:String}',
      { params: { like: `${folder}/%` } },
    );
    // An engine that died under a running command is a hit though the command went on and finished.
    if (running && (i % 4 === 3 || Number(row?.n ?? 0) < filesPerRound)) hits++;
  }
  const files = rounds.length * filesPerRound;
  const last = await runWeir(['ingest', join(place.folder, 'logs'), '--data', place.data, '--json']);
  expect(last.stderr).not.toContain('"code"');
  const summary = JSON.parse(last.stdout) as { files: number; skipped_files: number; failed_files: number };
  expect(summary.files + summary.skipped_files).toBe(files);
  expect(summary.failed_files).toBe(0);
  const records = rounds.reduce((sum, r) => sum + r.records, 0);
  console.log(
    `${hits} hits: killed ${killedCommands} commands and ${killedEngines} engines; ${records} records in ${summary.files + summary.skipped_files} files`,
  );
  expect(hits).toBeGreaterThanOrEqual(20);
  const n = String(records);
  const bytes = String(rounds.reduce((sum, r) => sum + r.bytes, 0n));
  expect(await balance()).toEqual({
    flows: n,
    bytes,
    by_minute: n,
    bytes_by_minute: bytes,
    by_source: n,
    by_destination: n,
    by_service: n,
    by_pair: n,
    covered: n,
    counted: n,
    quarantined: String(rounds.reduce((sum, r) => sum + r.bad, 0)),
  });
});

/** False when the process had ended by itself just now. */
function killNow(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

test('two commands at once load the same folder once', async () => {
  const more = await makeLogs(join(place.folder, 'more'), 6, 20_001);
  const before = await balance();
  const runs = await Promise.all([0, 1].map(() => runWeir(['ingest', more.folder, '--data', place.data, '--json'])));
  expect(runs.map((r) => r.code)).toEqual([0, 0]);
  const after = await balance();
  expect(BigInt(after['flows'] ?? 0) - BigInt(before['flows'] ?? 0)).toBe(BigInt(more.records));
  expect(BigInt(after['by_source'] ?? 0) - BigInt(before['by_source'] ?? 0)).toBe(BigInt(more.records));
  expect(BigInt(after['quarantined'] ?? 0) - BigInt(before['quarantined'] ?? 0)).toBe(BigInt(more.bad));
});

test('the same objects again, also under another name, change nothing', async () => {
  const before = await balance();
  const again = await runWeir(['ingest', join(place.folder, 'logs'), '--data', place.data, '--json']);
  expect(JSON.parse(again.stdout)).toMatchObject({
    files: 0,
    records: 0,
    skipped_files: rounds.length * filesPerRound,
    failed_files: 0,
  });
  expect(await balance()).toEqual(before);
});
