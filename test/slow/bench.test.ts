import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/source-tree.ts';
import { runCommand } from '../support/weir.ts';

const out = path.join(ROOT, 'bench', 'out');
const results = async () => new Set(await readdir(out).catch(() => []));

test('a small bench of the default format loads all stores, finds their answers equal and keeps what it measured', async () => {
  const before = await results();
  const run = await runCommand(process.execPath, [
    path.join(ROOT, 'bench', 'run.mjs'),
    ...['--records', '20000', '--rounds', '1', '--format', 'default'],
  ]);
  expect(run.code, run.stderr).toBe(0);
  const made = [...(await results())].filter((name) => !before.has(name));
  try {
    expect(made.map((name) => path.extname(name)).sort()).toEqual(['.json', '.md']);
    const json = made.find((name) => name.endsWith('.json')) ?? '';
    const kept = JSON.parse(await readFile(path.join(out, json), 'utf8')) as {
      loads: { store: string; kind: string }[];
      answers: { store: string; question: string }[];
    };
    expect(kept.loads.map(({ store, kind }) => `${store} ${kind}`).sort()).toEqual([
      'bare text',
      'duckdb parquet',
      'duckdb text',
      'weir parquet',
      'weir text',
    ]);
    expect(new Set(kept.answers.map(({ store, question }) => `${store} ${question}`)).size).toBe(18);
    expect(run.stdout).toMatch(/\| geometric mean \|.*×/);
    expect(run.stdout).toContain('The answers of all three were equal.');
  } finally {
    await Promise.all(made.map((name) => rm(path.join(out, name))));
  }
});

test('wrong use is exit code 2 and says what is right', async () => {
  const run = await runCommand(process.execPath, [path.join(ROOT, 'bench', 'run.mjs'), '--records', 'many']);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('--records many: give a whole number from 10000');
});
