import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };
import lock from '../../package-lock.json' with { type: 'json' };
import { NODE_PACKAGES } from '../../tools/node24.mjs';
import { ROOT } from '../support/source-tree.ts';

const runtime: Record<string, string> = packageFile.dependencies;
const development: Record<string, string> = packageFile.devDependencies;
const page = readFileSync(path.join(ROOT, 'docs', 'dependencies.md'), 'utf8');

/** Rows of the tables below a heading: name → the other cells. */
function rowsBelow(heading: string): Map<string, string[]> {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  const rows = [...section.matchAll(/^\| `([^`]+)` \|(.*)\|$/gm)];
  return new Map(rows.map((row) => [row[1] ?? '', (row[2] ?? '').split('|').map((cell) => cell.trim())]));
}

test('every version is exact', () => {
  const versions = { ...runtime, ...development };
  expect(Object.keys(versions).length).toBeGreaterThan(20);
  const loose = Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
  expect(loose).toEqual([]);
});

test('the lock file says the same as the package file', () => {
  expect(lock.packages['']?.dependencies).toEqual(runtime);
  expect(lock.packages['']?.devDependencies).toEqual(development);
});

test.each([
  ['At run time', runtime],
  ['For development', development],
])('%s: every package is explained, and no other', (heading, wanted) => {
  const rows = rowsBelow(heading);
  expect([...rows.keys()].sort()).toEqual(Object.keys(wanted).sort());
  const unexplained = [...rows].filter(([, cells]) => cells.some((cell) => cell === ''));
  expect(unexplained).toEqual([]);
});

test('each Node that may be brought is one version, checked by its hash', () => {
  const wanted: Record<string, { name: string; version: string; integrity: string }> = NODE_PACKAGES;
  expect(Object.keys(wanted)).toHaveLength(5);
  for (const one of Object.values(wanted)) {
    expect(one.version).toMatch(/^24\.\d+\.\d+$/);
    expect(one.integrity).toMatch(/^sha512-[\w+/]{86}==$/);
  }
});
