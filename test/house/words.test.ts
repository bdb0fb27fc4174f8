import { expect, test } from 'vitest';
import { filesBelow, linesMatching } from '../support/source-tree.ts';

/** Everything that people write; patterns are written in pieces, so that this file does not find itself. */
const everywhere = filesBelow(
  ['src', 'test', 'bench', 'tools', 'bin', 'content', 'deploy', 'docs', '.ci'],
  /\.(ts|tsx|mjs|js|json|yaml|yml|md|css|html|sh|sql|txt)$|^(weir|run)$/,
);
const atTheRoot = filesBelow(
  [
    'README.md',
    'package.json',
    'package-lock.json',
    'biome.json',
    'knip.json',
    'tsconfig.json',
    'vitest.config.ts',
    '.npmrc',
  ],
  /./,
);
const files = [...everywhere, ...atTheRoot];

/** Folders of one person or one machine. */
const PLACES = new RegExp(
  `(?<![\\w.$}])/(${['ro' + 'ot', 'wo' + 'rk', 'Us' + 'ers/\\w+', 'ho' + 'me/\\w+'].join('|')})/`,
);
const REGISTRY = new RegExp(['registry\\.' + 'npmjs', 'npm' + 'mirror', 'arti' + 'factory'].join('|'), 'i');
const UNFINISHED = new RegExp(
  `\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK', '[Ss]t' + 'ub(s|bed)?'].join('|')})\\b`,
);

test('the scan saw the house', () => {
  console.log(`words: ${files.length} files examined`);
  expect(files.length).toBeGreaterThan(20);
});

test('no path of one machine', () => {
  expect(files.flatMap((file) => linesMatching(file, PLACES))).toEqual([]);
});

test('no host of a package registry', () => {
  expect(files.flatMap((file) => linesMatching(file, REGISTRY))).toEqual([]);
});

test('nothing is left for later', () => {
  const unfinished = files
    .filter((file) => /^(src|tools|bin|bench)\//.test(file.path))
    .flatMap((file) => linesMatching(file, UNFINISHED));
  expect(unfinished).toEqual([]);
});
