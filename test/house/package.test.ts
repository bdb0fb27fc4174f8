import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../support/source-tree.ts';
import { plainEnvironment, runCommand, startServer, temporaryFolder } from '../support/weir.ts';

// The package as people get it: packed, installed in an empty folder, used. One story, told in order.

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let home: string;
let listed: string[] = [];
let archive: string;

async function npx(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand('npx', ['--no-install', 'weir', ...args], { cwd: home });
  expect({ code, stderr: code === 0 ? '' : stderr + stdout }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

beforeAll(async () => {
  folder = await temporaryFolder('package');
  home = path.join(folder.path, 'empty');
  await runCommand('mkdir', [home]);
  const packed = await runCommand('npm', ['pack', '--json', '--loglevel=error', '--pack-destination', folder.path], {
    cwd: ROOT,
  });
  if (packed.code !== 0) throw new Error(`npm pack failed:\n${packed.stderr}`);
  const name = /"filename":\s*"([^"]+)"/.exec(packed.stdout)?.[1] ?? '';
  archive = path.join(folder.path, name);
  listed = (await runCommand('tar', ['-tzf', archive])).stdout.trim().split('\n');
});

afterAll(async () => folder.remove());

test('the archive holds the program, the page and the content, and neither tests nor sources', () => {
  const wanted = ['bin/weir', 'bin/package.json', 'dist/cli/main.js', 'dist/web/index.html', 'tools/node24.mjs'];
  const missing = [...wanted, 'README.md', 'LICENSE'].filter((file) => !listed.includes(`package/${file}`));
  expect(missing).toEqual([]);
  expect(listed.filter((file) => /\.test\.|\.tsx?$|^package\/(src|test|docs|bench)\//.test(file))).toEqual([]);
});

test('no compiled module points at a source that is not there', async () => {
  const { stdout } = await runCommand('grep', ['-rnE', `['"\`][./][^'"\`]*\\.ts['"\`]`, 'dist', '--include=*.js'], {
    cwd: ROOT,
  });
  const pointing = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('dist/web/'));
  expect(pointing).toEqual([]);
});

test('it installs in an empty folder without install scripts', async () => {
  const { code, stderr } = await runCommand('npm', ['install', '--loglevel=error', archive], { cwd: home });
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  const manifest: unknown = JSON.parse(await readFile(path.join(home, 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({ dependencies: { weir: expect.stringContaining('.tgz') } });
});

test('it says what it can do, and its version', async () => {
  const help = await npx('--help');
  for (const command of ['demo', 'ingest', 'sql', 'serve']) expect(help).toContain(command);
  const manifest: unknown = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({ version: (await npx('--version')).trim() });
});

test('it makes demo logs, loads them and answers', async () => {
  await npx('demo', '--out', 'logs', '--hours', '1', '--rate', '5');
  const loaded: unknown = JSON.parse(await npx('ingest', 'logs/AWSLogs', '--data', 'data', '--json'));
  expect(loaded).toMatchObject({ records: expect.any(Number), quarantined: 0 });
  const rows = await npx('sql', 'SELECT count() AS records FROM flows', '--data', 'data', '--format', 'json');
  const records = loaded !== null && typeof loaded === 'object' && 'records' in loaded ? loaded.records : undefined;
  expect(records).toBeGreaterThan(0);
  expect(rows).toContain(String(records));
});

test('it serves the page', async () => {
  const server = await startServer('npx', ['--no-install', 'weir', 'serve', '--data', 'data', '--port', '0'], {
    cwd: home,
    env: plainEnvironment(),
  });
  try {
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    const page = await fetch(`${server.url}/`);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('<div id=');
  } finally {
    await server.stop();
  }
});
