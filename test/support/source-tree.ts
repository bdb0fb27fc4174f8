import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the clone. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What no house test looks at: what others wrote, what is generated, what people's own runs leave behind. */
const ELSEWHERE = new Set([
  'node_modules',
  'dist',
  '.git',
  '.node',
  'coverage',
  'weir-data',
  'demo-logs',
  'test-results',
  'playwright-report',
]);

export interface TextFile {
  /** Path from the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface ImportLine {
  readonly specifier: string;
  readonly line: number;
  /** `import type` and `export type`: erased, gone at run time. */
  readonly typeOnly: boolean;
}

/** All files below some places (files or folders, from the root) whose name matches, sorted by path. */
export function filesBelow(places: readonly string[], name: RegExp): TextFile[] {
  return places
    .flatMap((place) => walk(place))
    .filter((file) => name.test(path.posix.basename(file)))
    .sort()
    .map((file) => ({ path: file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
}

function walk(place: string): string[] {
  const full = path.join(ROOT, place);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [place];
  return readdirSync(full)
    .filter((name) => !ELSEWHERE.has(name))
    .flatMap((name) => walk(path.posix.join(place, name)));
}

const STATIC = /^[ \t]*(?:import|export)\b(?<clause>[^'"`;]*?)\bfrom\s*['"](?<specifier>[^'"]+)['"]/gm;
const BARE = /^[ \t]*import\s*['"](?<specifier>[^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"](?<specifier>[^'"]+)['"]\s*\)/g;
const STARTED = /\bnew URL\(\s*['"](?<specifier>[^'"]+\.tsx?)['"],\s*import\.meta\.url/g;

/** Every import of a file, and every module that it starts by URL. */
export function importsOf(file: TextFile): ImportLine[] {
  const text = withoutComments(file.text);
  return [STATIC, BARE, DYNAMIC, STARTED].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({
      specifier: match.groups?.['specifier'] ?? '',
      line: text.slice(0, match.index).split('\n').length,
      typeOnly: /^\s*type\b/.test(match.groups?.['clause'] ?? ''),
    })),
  );
}

const COMMENT_OR_STRING = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;

/** The text with every comment blanked; line numbers stay. */
function withoutComments(text: string): string {
  return text.replace(COMMENT_OR_STRING, (part) => (part.startsWith('/') ? blank(part) : part));
}

/** The text with every comment and string blanked: what is left is code. */
export function onlyCode(text: string): string {
  return text.replace(COMMENT_OR_STRING, blank);
}

function blank(part: string): string {
  return part.replace(/[^\n]/g, ' ');
}

/** `path:line` for each line of a file that a pattern matches, followed by the line. */
export function linesMatching(file: TextFile, pattern: RegExp, text: string = file.text): string[] {
  const shown = file.text.split('\n');
  return text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1}: ${shown[index]?.trim() ?? ''}`] : []));
}
