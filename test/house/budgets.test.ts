import { expect, test } from 'vitest';
import { filesBelow, linesMatching, onlyCode, type TextFile } from '../support/source-tree.ts';

const LINES = { source: 400, test: 600, readme: 60 };
/** A list may be long: one entry a field, and nothing else in it. */
const LISTS = new Set(['src/fields/catalogue.ts']);

/** Ways around the compiler and the linter. Written in pieces, so that this file does not find itself. */
const ANY = /\bas any\b|[:|&<,(]\s*any\b|\bany\[\]|=>\s*any\b/;
const SWITCHED_OFF = new RegExp(
  ['@ts' + '-(ignore|expect-error|nocheck)', 'biome' + '-ignore', 'v8 ' + 'ignore'].join('|'),
);

const files = filesBelow(['src', 'test', 'bench', 'tools', 'bin'], /\.(ts|tsx|mjs|js|css)$|^weir$/);

function isTest(file: TextFile): boolean {
  return /\.(test|spec)\.tsx?$/.test(file.path);
}

function lines(file: TextFile): number {
  return file.text.split('\n').length - 1;
}

test('the scan saw the house', () => {
  console.log(`budgets: ${files.length} files examined`);
  expect(files.length).toBeGreaterThan(15);
});

test('files fit their budget of lines', () => {
  const long = files
    .filter((file) => !LISTS.has(file.path))
    .filter((file) => lines(file) > (isTest(file) ? LINES.test : LINES.source))
    .map((file) => `${file.path}: ${lines(file)} lines`);
  expect(long).toEqual([]);
});

test('there is no escape hatch', () => {
  const hatches = files.flatMap((file) => [
    ...linesMatching(file, SWITCHED_OFF),
    ...(/\.tsx?$/.test(file.path) ? linesMatching(file, ANY, onlyCode(file.text)) : []),
  ]);
  expect(hatches).toEqual([]);
});

test('names say what is inside', () => {
  const vague = files
    .map((file) => file.path)
    .filter((file) => /\/(utils?|helpers?|common|misc|types|shared|lib)(\.[a-z.]+|\/)/.test(file));
  expect(vague).toEqual([]);
});

test('every room has a README of at most a screen', () => {
  const rooms = [...new Set(filesBelow(['src'], /\.tsx?$/).map((file) => file.path.split('/')[1] ?? ''))];
  const readmes = new Map(filesBelow(['src'], /^README\.md$/).map((file) => [file.path, lines(file)]));
  const wrong = rooms.flatMap((room) => {
    const count = readmes.get(`src/${room}/README.md`);
    if (count === undefined) return [`src/${room}/README.md is missing`];
    return count > LINES.readme ? [`src/${room}/README.md: ${count} lines`] : [];
  });
  expect(wrong).toEqual([]);
});
