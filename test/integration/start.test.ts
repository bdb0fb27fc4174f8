import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inventoryStatusAnswer, namesAnswer, statusAnswer } from '../../src/contract/index.ts';
import { runWeir, startServer, temporaryFolder, WEIR } from '../support/weir.ts';

test('the first start shows the demo with the names of its hosts', async () => {
  const folder = await temporaryFolder('start');
  const data = path.join(folder.path, 'data');
  // A short demo where the start would make its own of a day.
  const logs = path.join(data, 'demo-logs');
  const written = await runWeir(['demo', '--out', logs, '--hours', '0.2', '--no-incidents', '--data', data]);
  expect(written.code, written.stderr).toBe(0);
  expect(written.stdout).toContain(`weir inventory import ${path.join(logs, 'inventory')}`);
  const server = await startServer(WEIR, ['start', '--data', data, '--port', '0']);
  try {
    const truth: { names: Record<string, { name: string; interface: string | null }> } = JSON.parse(
      await readFile(path.join(logs, 'truth.json'), 'utf8'),
    );
    const own = Object.entries(truth.names).filter(([, one]) => one.interface !== null);
    const status = statusAnswer.parse(await (await fetch(`${server.url}/api/v1/status`)).json());
    expect(Number(status.records)).toBeGreaterThan(100);
    const response = await fetch(`${server.url}/api/v1/names`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ addresses: own.map(([address]) => address), at: status.last }),
    });
    const { names } = namesAnswer.parse(await response.json());
    expect(Object.entries(names).map(([address, { name }]) => [address, name])).toEqual(
      expect.arrayContaining(own.map(([address, { name }]) => [address, name])),
    );
    const known = inventoryStatusAnswer.parse(await (await fetch(`${server.url}/api/v1/inventory/status`)).json());
    expect(known.owner_tags).toEqual({});
    expect(known.known.map(({ kind }) => kind)).toContain('network-interface');
  } finally {
    await server.stop();
    await folder.remove();
  }
});
