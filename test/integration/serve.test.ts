import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statusAnswer } from '../../src/contract/index.ts';
import { engineStatus, stopEngine } from '../../src/engine/index.ts';
import { runWeir, type Server, startServer, WEIR } from '../support/weir.ts';

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'weir-serve-'));
  server = await startServer(WEIR, ['serve', '--data', folder, '--port', '0']);
});
afterAll(async () => {
  await server.stop();
  await stopEngine(folder);
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

const status = async () => statusAnswer.parse(await (await fetch(`${server.url}/api/v1/status`)).json());

test('an empty store is served', async () => {
  expect(await status()).toMatchObject({
    first: null,
    last: null,
    records: 0,
    loading: null,
    countries: { loaded: false },
  });
  for (const path of [
    'summary',
    'series',
    'top?dimension=srcaddr',
    'coverage',
    'records',
    'objects',
    'quarantine-reasons',
  ]) {
    const answer = await fetch(`${server.url}/api/v1/${path}`);
    expect([answer.status, path]).toEqual([200, path]);
  }
});

test('a load that runs is shown, one that died is not', async () => {
  const write = (pid: number) =>
    writeFile(
      path.join(folder, 'loading.json'),
      JSON.stringify({ label: 'loading', done: 5, total: 10, records: 7, pid }),
    );
  await write(process.pid);
  expect((await status()).loading).toEqual({ label: 'loading', done: 5, total: 10, records: 7 });
  await write(2 ** 22 + 1);
  expect((await status()).loading).toBeNull();
});

test('an engine that dies is started again, and the page says so', async () => {
  const { pid } = await engineStatus(folder);
  expect(pid).not.toBeNull();
  if (pid !== null) process.kill(pid, 'SIGKILL');
  const after = await status();
  expect(after.engine.restarted_at).toMatch(/Z$/);
  expect(after.engine.restart_reason).toEqual(expect.any(String));
});

test('a taken port and an open interface are refused in words', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const address = holder.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const taken = await runWeir(['serve', '--data', folder, '--port', port]);
  expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining(`port ${port} of 127.0.0.1 is in use`)]);
  await new Promise((resolve) => holder.close(resolve));
  const open = await runWeir(['serve', '--data', folder, '--host', '0.0.0.0', '--port', '0', '--json']);
  expect([open.code, JSON.parse(open.stderr)]).toMatchObject([2, { code: 'TOKEN_NEEDED' }]);
});
