import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/source-tree.ts';
import { runCommand } from '../support/weir.ts';

const out = path.join(ROOT, 'bench', 'out');
const results = async () => new Set(await readdir(out).catch(() => []));

interface Kept {
  readonly loads: { store: string; kind: string }[];
  readonly answers: { store: string; question: string }[];
  readonly language?: {
    readonly answers: { side: string; question: number }[];
    readonly compiling: { queries: number; compiled: number; worst: { seconds: number } };
  };
}

/** Runs the bench, and takes away again what it kept. */
async function bench(args: readonly string[]): Promise<{ readonly stdout: string; readonly kept: Kept }> {
  const before = await results();
  const run = await runCommand(process.execPath, [path.join(ROOT, 'bench', 'run.mjs'), '--rounds', '1', ...args]);
  expect(run.code, run.stderr).toBe(0);
  const made = [...(await results())].filter((name) => !before.has(name));
  try {
    expect(made.map((name) => path.extname(name)).sort()).toEqual(['.json', '.md']);
    const json = made.find((name) => name.endsWith('.json')) ?? '';
    return { stdout: run.stdout, kept: JSON.parse(await readFile(path.join(out, json), 'utf8')) as Kept };
  } finally {
    await Promise.all(made.map((name) => rm(path.join(out, name))));
  }
}

test('a small bench of the default format loads all stores, finds their answers equal and keeps what it measured', async () => {
  const { stdout, kept } = await bench(['--records', '20000', '--format', 'default', '--only', 'store']);
  expect(kept.loads.map(({ store, kind }) => `${store} ${kind}`).sort()).toEqual([
    'bare text',
    'duckdb parquet',
    'duckdb text',
    'weir parquet',
    'weir text',
  ]);
  expect(new Set(kept.answers.map(({ store, question }) => `${store} ${question}`)).size).toBe(18);
  expect(stdout).toMatch(/\| geometric mean \|.*×/);
  expect(stdout).toContain('The answers of all three were equal.');
  expect(kept.language).toBeUndefined();
});

test('published queries give in the language what SQL by hand and DuckDB give', async () => {
  const { stdout, kept } = await bench(['--records', '80000', '--only', 'language']);
  const { answers = [], compiling } = kept.language ?? {};
  const sides = (side: string) => new Set(answers.filter((one) => one.side === side).map((one) => one.question)).size;
  expect(['language', 'flows', 'sums', 'duckdb'].map(sides)).toEqual([14, 14, 3, 14]);
  expect(compiling?.queries).toBe(150);
  expect(stdout).toContain('The answers of all were equal.');
  expect(kept.answers).toEqual([]);
});

test('wrong use is exit code 2 and says what is right', async () => {
  const run = await runCommand(process.execPath, [path.join(ROOT, 'bench', 'run.mjs'), '--records', 'many']);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('--records many: give a whole number from 10000');
});
