import path from 'node:path';
import { expect, test } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };
import { filesBelow, importsOf, type TextFile } from '../support/source-tree.ts';
import table from './walls.json' with { type: 'json' };

/** Fewer than these, and the scan has gone blind; raise them as the house grows. */
const LEAST = { files: 150, imports: 500 };

interface Crossing {
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  readonly typeOnly: boolean;
  /** Path from the root for a relative import, undefined for a package. */
  readonly to: string | undefined;
}

const rooms: Record<string, readonly string[]> = table.rooms;
const packages: Record<string, readonly string[]> = table.packages;
const files = filesBelow(['src'], /\.tsx?$/);
const known = new Set(filesBelow(['src'], /./).map((file) => file.path));
const crossings = files.flatMap(crossingsOf);

function crossingsOf(file: TextFile): Crossing[] {
  return importsOf(file).map(({ specifier, line, typeOnly }) => ({
    from: file.path,
    line,
    specifier,
    typeOnly,
    to: specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file.path), specifier) : undefined,
  }));
}

function roomOf(file: string): string | undefined {
  const [top, room, ...rest] = file.split('/');
  return top === 'src' && rest.length > 0 ? room : undefined;
}

function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file);
}

function isTool(file: string): boolean {
  return isTest(file) || file === 'src/web/vite.config.ts';
}

function show({ from, line, specifier }: Crossing, why: string): string {
  return `${from}:${line} imports ${specifier}: ${why}`;
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Why an import of another file is not allowed, or undefined. */
function whyNotFile(crossing: Crossing): string | undefined {
  const { from, to } = crossing;
  if (to === undefined) return undefined;
  const here = roomOf(from);
  const there = roomOf(to);
  if (!to.startsWith('src/')) {
    return isTest(from) && /^(test|content)\//.test(to) ? undefined : 'it lies outside of src';
  }
  if (!known.has(to.replace(/\?.*$/, ''))) return 'there is no such file';
  if (here === undefined || there === undefined) return 'every file lies in a room';
  if (here !== there) {
    if (!(rooms[here] ?? []).includes(there)) return `${here} may not import ${there}`;
    return to === `src/${there}/index.ts` ? undefined : `the front door of ${there} is its index.ts`;
  }
  return isSibling(from, to) ? 'files of a one-file-each folder do not import each other' : undefined;
}

/** The folder's index.ts collects the files, and a test imports the file it tests. */
function isSibling(from: string, to: string): boolean {
  const folder = path.posix.dirname(from);
  if (!table.oneFileEach.includes(path.posix.basename(folder)) || folder !== path.posix.dirname(to)) return false;
  return !isTest(from) && path.posix.basename(from) !== 'index.ts';
}

/** Why an import of a package or of Node is not allowed, or undefined. */
function whyNotPackage({ from, to, specifier, typeOnly }: Crossing): string | undefined {
  const room = roomOf(from);
  if (to !== undefined || room === undefined || isTool(from)) return undefined;
  if (specifier.startsWith('node:')) {
    return table.browserSafe.includes(room) ? `${room} runs in a browser, too` : undefined;
  }
  const name = packageOf(specifier);
  const webOnly = table.webOnly.some((start) => name === start || (start.endsWith('/') && name.startsWith(start)));
  if (room !== 'web' && webOnly) return 'only the web room may';
  if (name in packages && !packages[name]?.includes(room)) return `only ${packages[name]?.join(', ') || 'tests'} may`;
  if (room !== 'web' && !typeOnly && !(name in packageFile.dependencies)) return 'it is not a run-time dependency';
  return undefined;
}

test('the scan saw the house', () => {
  console.log(`walls: ${files.length} files and ${crossings.length} imports examined`);
  expect(files.length).toBeGreaterThanOrEqual(LEAST.files);
  expect(crossings.length).toBeGreaterThanOrEqual(LEAST.imports);
});

test('every source file lies in a room of the table', () => {
  const homeless = files.map((file) => file.path).filter((file) => !((roomOf(file) ?? '') in rooms));
  expect(homeless).toEqual([]);
});

test('the table only leads downwards', () => {
  const order = Object.keys(rooms);
  const upwards = Object.entries(rooms).flatMap(([room, allowed]) =>
    allowed.filter((other) => order.indexOf(other) >= order.indexOf(room)).map((other) => `${room} → ${other}`),
  );
  expect(upwards).toEqual([]);
});

test('no import passes through a wall', () => {
  expect(
    crossings.flatMap((one) => [whyNotFile(one)].flatMap((why) => why ?? []).map((why) => show(one, why))),
  ).toEqual([]);
});

test('packages stay in the rooms that they are for', () => {
  expect(
    crossings.flatMap((one) => [whyNotPackage(one)].flatMap((why) => why ?? []).map((why) => show(one, why))),
  ).toEqual([]);
});

test('front doors name what they show', () => {
  const doors = files.filter((file) => /^src\/[^/]+\/index\.ts$/.test(file.path));
  const open = doors.filter((file) => /^\s*export\s*\*/m.test(file.text)).map((file) => file.path);
  expect(open).toEqual([]);
});

test('a planted crossing is found', () => {
  const planted = (from: string, text: string) =>
    crossingsOf({ path: from, text }).map((one) => whyNotFile(one) ?? whyNotPackage(one) ?? 'allowed');
  expect(planted('src/core/a.ts', "import { flows } from '../fields/index.ts';")).toEqual([
    'core may not import fields',
  ]);
  expect(planted('src/fields/a.ts', "export { x } from '../core/errors.ts';")).toEqual([
    'the front door of core is its index.ts',
  ]);
  expect(planted('src/query/a.ts', "import {\n  readFile,\n} from 'node:fs';")).toEqual([
    'query runs in a browser, too',
  ]);
  expect(planted('src/store/a.ts', "const it = await import('chdb');")).toEqual(['only engine may']);
  expect(planted('src/fields/a.ts', "// import x from 'chdb';\nimport type { W } from '../core/index.ts';")).toEqual([
    'allowed',
  ]);
});
