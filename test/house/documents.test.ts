import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };
import { consoleCommands, missingLine } from '../support/console-blocks.ts';
import { filesBelow, ROOT } from '../support/source-tree.ts';

const documents = filesBelow(['README.md', 'docs', 'src', 'content', 'test', 'bench', 'deploy'], /\.md$/);

function isThere(from: string, target: string): boolean {
  return existsSync(path.join(ROOT, from, target));
}

test('the scan saw the documents', () => {
  console.log(`documents: ${documents.length} examined`);
  expect(documents.length).toBeGreaterThan(0);
});

test('links lead somewhere', () => {
  const broken = documents.flatMap((file) =>
    [...file.text.matchAll(/\]\((?!https?:|mailto:|#)(?<target>[^)\s#]+)/g)]
      .map((match) => match.groups?.['target'] ?? '')
      .filter((target) => !isThere(path.dirname(file.path), target))
      .map((target) => `${file.path}: ${target}`),
  );
  expect(broken).toEqual([]);
});

test('files that are named exist', () => {
  const named = documents.flatMap((file) =>
    [...file.text.matchAll(/`(?<target>(?:src|test|tools|bin|docs|content|bench|deploy)\/[\w./-]+)`/g)].map(
      (match) => ({
        file: file.path,
        target: match.groups?.['target'] ?? '',
      }),
    ),
  );
  expect(named.filter(({ target }) => !isThere('.', target))).toEqual([]);
});

test('npm scripts that are named exist', () => {
  const own = new Set(['install', 'ci', 'pack', 'run', 'view', ...Object.keys(packageFile.scripts)]);
  const unknown = documents.flatMap((file) =>
    [...file.text.matchAll(/(?:`|^|\$ )npm (?:run )?(?<name>[a-z][\w:-]*)/gm)]
      .map((match) => match.groups?.['name'] ?? '')
      .filter((name) => !own.has(name))
      .map((name) => `${file.path}: npm run ${name}`),
  );
  expect(unknown).toEqual([]);
});

test('commands of a document are read as they are meant', () => {
  const text =
    "a\n```console\n$ weir sql \\\n  'SELECT 1'\n1 row … s\n\n$ weir nothing # exit 2\n```\n```sh\n$ never\n```\n";
  expect(consoleCommands(text)).toEqual([
    { line: 3, command: "weir sql \\\n  'SELECT 1'", exit: 0, prints: ['1 row … s'] },
    { line: 7, command: 'weir nothing', exit: 2, prints: [] },
  ]);
  expect(missingLine(['1 row … s', '…', 'end'], 'x\n1 row in 0.2 s\ny\nend\n')).toBeUndefined();
  expect(missingLine(['b', 'a'], 'a\nb\n')).toBe('a');
});
