import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EngineAddress, ensureEngine, stopEngine } from './index.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'weir-abort-'));
let address: EngineAddress;

beforeAll(async () => {
  address = await ensureEngine(folder);
});
afterAll(async () => {
  await stopEngine(folder);
  rmSync(folder, { recursive: true, force: true });
});

async function ask(sql: string, signal: AbortSignal): Promise<string> {
  const authorization = `Basic ${Buffer.from(`${address.username}:${address.password}`).toString('base64')}`;
  const at = `${address.url}/?query=${encodeURIComponent(sql)}`;
  return (await fetch(at, { headers: { authorization }, signal })).text();
}

// The page ends its requests whenever one walks on: each must give its lane back, at whatever moment it ends.
test('requests that end early, at many moments, leave every lane free', async () => {
  let ended = 0;
  for (let round = 0; round < 40; round++) {
    const asked = Array.from({ length: 6 }, async (_, i) => {
      const abort = new AbortController();
      const answer = ask(`SELECT number, toString(number) FROM numbers(${i % 2 === 0 ? 10 : 3_000_000})`, abort.signal);
      await sleep((round + i) % 12);
      abort.abort();
      await answer.catch(() => ended++);
    });
    await Promise.all(asked);
  }
  console.log(`${ended} of 240 requests ended early`);
  expect(ended).toBeGreaterThan(100);
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask('SELECT 7', AbortSignal.timeout(60_000))));
  expect(answers).toEqual(Array.from({ length: 8 }, () => '7\n'));
}, 120_000);
