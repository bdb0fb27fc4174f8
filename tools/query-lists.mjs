// Writes the lists of the language's functions and commands from their folders: adding one takes one file.
// `--check` only says whether the lists are fresh.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const room = new URL('../src/query/', import.meta.url);
const camel = (name) => name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
/** What an import is sorted by: `count` comes before `count-distinct`. */
const source = (specifier) => specifier.slice(specifier.indexOf(" from '"), specifier.lastIndexOf('.ts'));
const lists = [
  {
    folder: 'functions',
    exported: 'fn',
    list: 'functions',
    type: 'QueryFunction',
    from: './define-function.ts',
    file: 'function-list.ts',
  },
  {
    folder: 'commands',
    exported: 'command',
    list: 'commands',
    type: 'Command',
    from: './define-command.ts',
    file: 'command-list.ts',
  },
];

let stale = 0;
for (const { folder, exported, list, type, from, file } of lists) {
  const names = readdirSync(new URL(`${folder}/`, room))
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
    .map((name) => name.slice(0, -3))
    .sort();
  const local = (name) => `${camel(name)}_`.replace(/_$/, folder === 'functions' ? 'Function' : 'Command');
  const specifiers = [
    ...names.map((name) => `import { ${exported} as ${local(name)} } from './${folder}/${name}.ts';`),
    `import type { ${type} } from '${from}';`,
  ].sort((a, b) => (source(a) < source(b) ? -1 : 1));
  const text = [
    '// Made by tools/query-lists.mjs from the folder; add a file there.',
    ...specifiers,
    '',
    ...(names.length === 0
      ? [`export const ${list}: readonly ${type}[] = [];`]
      : [`export const ${list}: readonly ${type}[] = [`, ...names.map((name) => `  ${local(name)},`), '];']),
    '',
  ].join('\n');
  const path = new URL(file, room);
  let old = '';
  try {
    old = readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  if (old === text) continue;
  stale += 1;
  if (process.argv.includes('--check')) console.error(`src/query/${file} is not fresh: node tools/query-lists.mjs`);
  else writeFileSync(path, text);
}
process.exitCode = process.argv.includes('--check') && stale > 0 ? 1 : 0;
