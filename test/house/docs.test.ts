import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ConsoleSession, consoleCommands, missingLine } from '../support/console-blocks.ts';
import { filesBelow, ROOT } from '../support/source-tree.ts';
import { plainEnvironment, runWeir, temporaryFolder } from '../support/weir.ts';

// Every command of the documents is run, in a folder that holds `logs/AWSLogs`, an hour of the demo network.

const documents = filesBelow(['README.md', 'docs'], /\.md$/)
  .map((file) => ({ name: file.path, commands: consoleCommands(file.text) }))
  .filter((file) => file.commands.length > 0);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let session: ConsoleSession | undefined;

beforeAll(async () => {
  folder = await temporaryFolder('docs');
  const { code, stderr } = await runWeir([
    'demo',
    '--out',
    path.join(folder.path, 'logs'),
    '--hours',
    '1',
    '--rate',
    '5',
  ]);
  if (code !== 0) throw new Error(`weir demo failed:\n${stderr}`);
});

afterEach(async () => session?.close());
afterAll(async () => folder.remove());

test('the scan saw the documents', () => {
  const count = documents.reduce((sum, file) => sum + file.commands.length, 0);
  console.log(`docs: ${count} commands in ${documents.length} documents`);
  expect(count).toBeGreaterThan(3);
});

test.for(documents)('the commands of $name do what it says', async ({ name, commands }) => {
  const cwd = path.join(folder.path, name.replaceAll('/', '-'));
  await mkdir(cwd);
  await cp(path.join(folder.path, 'logs'), path.join(cwd, 'logs'), { recursive: true });
  const search = [path.join(ROOT, 'bin'), plainEnvironment()['PATH'] ?? ''].join(path.delimiter);
  session = new ConsoleSession(cwd, { PATH: search });
  for (const command of commands) {
    const { code, stdout, stderr } = await session.run(command);
    const where = `${name}:${command.line}: ${command.command}`;
    expect(code, `${where}\n${stdout}${stderr}`).toBe(command.exit);
    expect(missingLine(command.prints, stdout + stderr), `${where}\nprinted:\n${stdout}${stderr}`).toBeUndefined();
  }
});
